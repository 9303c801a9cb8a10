package io.upg.server;

import io.upg.cli.UsageProblem;
import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.Rule;
import io.upg.store.StoreException;
import io.upg.store.UnknownProject;
import io.upg.store.query.UnknownTask;
import java.sql.SQLException;
import java.util.ConcurrentModificationException;
import java.util.List;

/**
 * Why a question has no answer. The error is the one that the command line prints in the same case.
 *
 * @param status of HTTP
 */
record QueryFailure(int status, Refusal error) {
  /** PostgreSQL's {@code query_canceled}. */
  private static final String TIMED_OUT = "57014";

  static QueryFailure badInput(int status, String message) {
    return new QueryFailure(status, new Refusal(Rule.BAD_INPUT, message, List.of()));
  }

  static QueryFailure of(RuntimeException problem) {
    if (problem instanceof UsageProblem) {
      return badInput(400, problem.getMessage());
    }
    if (problem instanceof UnknownPath
        || problem instanceof UnknownProject
        || problem instanceof UnknownTask) {
      return badInput(404, problem.getMessage());
    }
    if (passes(problem)) {
      return new QueryFailure(503, new Refusal("unavailable", unavailable(problem), List.of()));
    }
    return new QueryFailure(
        500,
        new Refusal(
            "internal",
            "Internal error: %s. The server's log says where.".formatted(problem),
            List.of()));
  }

  /** Whether trying again may help: not where PostgreSQL refuses what was asked as such. */
  private static boolean passes(RuntimeException problem) {
    if (problem instanceof StoreException && problem.getCause() instanceof SQLException cause) {
      String state = String.valueOf(cause.getSQLState());
      return !state.startsWith("42") && !state.startsWith("22");
    }
    return problem instanceof StoreException || problem instanceof ConcurrentModificationException;
  }

  private static String unavailable(RuntimeException problem) {
    if (!(problem.getCause() instanceof SQLException cause)) {
      return problem.getMessage();
    }
    if (TIMED_OUT.equals(cause.getSQLState())) {
      return "PostgreSQL took too long for this answer. Ask for less: a smaller limit, fewer tasks.";
    }
    return "PostgreSQL does not answer: %s Ask again later.".formatted(innermost(cause));
  }

  /** The pool only says that it waited, and the network only that it failed: not with whom. */
  private static String innermost(SQLException problem) {
    SQLException inner = problem;
    while (inner.getCause() instanceof SQLException cause) {
      inner = cause;
    }
    String message = String.valueOf(inner.getMessage());
    return message.endsWith(".") ? message : message + ".";
  }

  /** A path that leads nowhere. */
  static final class UnknownPath extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownPath(String message) {
      super(message);
    }
  }
}
