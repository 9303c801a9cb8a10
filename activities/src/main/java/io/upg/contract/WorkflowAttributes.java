package io.upg.contract;

import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import java.util.List;

/**
 * The search attributes of upg's workflows, and the only place where they are named: {@code
 * UpgProject = 'night-1' and UpgState = 'running'}. All are keywords.
 *
 * <p>A server may not know them. Whether it does is asked before a project's workflow is started;
 * from then on a workflow that carries {@link #PROJECT} has them, and another one never gets them.
 */
public final class WorkflowAttributes {
  public static final SearchAttributeKey<String> PROJECT =
      SearchAttributeKey.forKeyword("UpgProject");

  /** Of a project: that of its newest batch. */
  public static final SearchAttributeKey<String> PHASE = SearchAttributeKey.forKeyword("UpgPhase");

  /**
   * Of a project: as {@code upg status} spells it. Of a run: {@code running}, {@code done}, {@code
   * stopped}, {@code paused}, {@code aborted}. Of a shard: {@code running}, {@code done}, {@code
   * failed}.
   */
  public static final SearchAttributeKey<String> STATE = SearchAttributeKey.forKeyword("UpgState");

  public static final List<SearchAttributeKey<String>> ALL = List.of(PROJECT, PHASE, STATE);

  private WorkflowAttributes() {}

  /** Of a workflow that is about to be started and has no phase yet. */
  public static SearchAttributes of(String project, String state) {
    return SearchAttributes.newBuilder().set(PROJECT, project).set(STATE, state).build();
  }

  public static SearchAttributes of(String project, String phase, String state) {
    return SearchAttributes.newBuilder(of(project, state)).set(PHASE, phase).build();
  }
}
