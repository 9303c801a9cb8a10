package io.upg.store;

import io.upg.plan.Suggest;
import java.util.List;

/** A project that is not in the store. */
public final class UnknownProject extends RuntimeException {
  public UnknownProject(String project, List<String> known) {
    super(message(project, known));
  }

  private static String message(String project, List<String> known) {
    String hint = Suggest.hint(project, known);
    return "No project '%s' is stored.%s Compile it first: upg compile project.yaml"
        .formatted(project, hint.isEmpty() ? "" : " " + hint);
  }
}
