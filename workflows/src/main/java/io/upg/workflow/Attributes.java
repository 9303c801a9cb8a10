package io.upg.workflow;

import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Workflow;
import io.upg.contract.WorkflowAttributes;

/**
 * Search attributes, as workflows set them. Whether the server knows them is no question that a
 * workflow may ask, so it goes by its history: one that was started with them hands them on to its
 * children and keeps them, another one sets none.
 */
final class Attributes {
  private Attributes() {}

  /** For a child of this workflow that is about to be started; {@code phase} may be null. */
  static SearchAttributes ofChild(String project, String phase) {
    if (!kept()) {
      return SearchAttributes.EMPTY;
    }
    return phase == null
        ? WorkflowAttributes.of(project, "running")
        : WorkflowAttributes.of(project, phase, "running");
  }

  /** Costs an event, so only a value that is new is set. */
  static void set(SearchAttributeKey<String> key, String value) {
    if (value != null && kept() && !value.equals(Workflow.getTypedSearchAttributes().get(key))) {
      Workflow.upsertTypedSearchAttributes(key.valueSet(value));
    }
  }

  private static boolean kept() {
    return Workflow.getTypedSearchAttributes().containsKey(WorkflowAttributes.PROJECT);
  }
}
