package io.upg.store.query;

import io.upg.plan.Suggest;
import java.util.Collection;

/** Somebody asked for a project or a task that is not in the store. Bad input. */
public final class UnknownName extends RuntimeException {
  private UnknownName(String message) {
    super(message);
  }

  static UnknownName project(String name, Collection<String> known) {
    if (known.isEmpty()) {
      return new UnknownName(
          "No project '%s': the store holds none. Compile it first: upg compile project.yaml"
              .formatted(name));
    }
    String next = "See all: upg project list";
    return new UnknownName(
        "No project '%s'. %s".formatted(name, join(Suggest.hint(name, known), next)));
  }

  static UnknownName task(String id, String project, Collection<String> known) {
    String next = "See all: upg tasks " + project;
    return new UnknownName(
        "No task '%s' in project '%s'. %s"
            .formatted(id, project, join(Suggest.hint(id, known), next)));
  }

  private static String join(String hint, String next) {
    return hint.isEmpty() ? next : hint + " " + next;
  }
}
