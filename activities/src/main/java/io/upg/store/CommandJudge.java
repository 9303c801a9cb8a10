package io.upg.store;

import java.sql.SQLException;

/** Hands a command to the rules of its kind. */
final class CommandJudge {
  private final Judging judging;

  CommandJudge(Judging judging) {
    this.judging = judging;
  }

  Decision judge() throws SQLException {
    String name = judging.name();
    if (judging.project().closed()) {
      return judging.refusedByState(
          "Project '%s' is closed: it takes no more commands.".formatted(name));
    }
    return switch (judging.command().kind()) {
      case RUN -> new RunRules(judging).judge();
      case RETRY, ROLLBACK -> new TaskRules(judging).run();
      case SKIP -> new TaskRules(judging).skip();
      case PAUSE -> new PauseRules(judging).pause();
      case RESUME -> new PauseRules(judging).resume();
      case ABORT -> new AbortRules(judging).judge();
      case PATCH -> new PatchRules(judging).judge();
    };
  }
}
