package io.upg.store.query;

import io.upg.plan.Suggest;
import java.util.List;

/** A task that is not in the project's plan. Bad input. */
public final class UnknownTask extends RuntimeException {
  UnknownTask(String id, String project, List<String> known) {
    super(message(id, project, known));
  }

  private static String message(String id, String project, List<String> known) {
    String hint = Suggest.hint(id, known);
    return "Project '%s' has no task '%s'.%s See all: upg tasks %s"
        .formatted(project, id, hint.isEmpty() ? "" : " " + hint, project);
  }
}
