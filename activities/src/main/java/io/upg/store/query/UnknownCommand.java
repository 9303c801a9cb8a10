package io.upg.store.query;

/** A command that the project's audit does not know. Bad input. */
public final class UnknownCommand extends RuntimeException {
  UnknownCommand(String id, String project) {
    super(
        "The audit of project '%s' knows no command '%s'. Ids are in: upg audit %s -o json"
            .formatted(project, id, project));
  }
}
