package io.upg.plan.model;

import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.ROLLBACK_FAIL;
import static io.upg.plan.model.TaskState.ROLLED_BACK;
import static io.upg.plan.model.TaskState.ROLLING_BACK;
import static io.upg.plan.model.TaskState.RUNNING;
import static io.upg.plan.model.TaskState.SKIPPED;
import static io.upg.plan.model.TaskState.UNDO;
import static io.upg.plan.model.TaskState.UNKNOWN;
import static io.upg.plan.model.TaskState.UNREACHABLE;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The only table of legal task transitions. Interceptor, workflows, recorder, agent and tests read
 * it; the docs print it.
 *
 * <p>A node task is granted as a whole: tasks behind its first group stay in their state until
 * their result arrives, and then take the grant's step and the result's step at once.
 */
public final class Transitions {

  /** Who moves a task. */
  public enum Cause {
    /** A shard granted it to a run. */
    GRANT,
    /** A result that carries the task's newest grant. */
    RESULT,
    /** The result {@code undo}: it never started, and is again what it was before the grant. */
    GIVEN_BACK,
    /** An operator's command, without a run. */
    COMMAND
  }

  /** One row of the table. */
  public record Row(TaskState from, Cause cause, TaskState to, String when) {}

  private static final List<Row> STEPS =
      List.of(
          new Row(UNDO, Cause.GRANT, RUNNING, "run"),
          new Row(ROLLED_BACK, Cause.GRANT, RUNNING, "run again after it was taken back"),
          new Row(FAIL, Cause.GRANT, RUNNING, "run or retry"),
          new Row(UNREACHABLE, Cause.GRANT, RUNNING, "run or retry"),
          new Row(UNKNOWN, Cause.GRANT, RUNNING, "retry: the host's journal is asked first"),
          new Row(SKIPPED, Cause.GRANT, RUNNING, "retry: un-skips it"),
          new Row(RUNNING, Cause.RESULT, DONE, "it succeeded"),
          new Row(RUNNING, Cause.RESULT, FAIL, "it failed, or was stopped"),
          new Row(RUNNING, Cause.RESULT, UNKNOWN, "it started and its end cannot be known"),
          new Row(RUNNING, Cause.RESULT, UNREACHABLE, "its host never took it"),
          new Row(DONE, Cause.GRANT, ROLLING_BACK, "rollback"),
          new Row(FAIL, Cause.GRANT, ROLLING_BACK, "rollback"),
          new Row(UNKNOWN, Cause.GRANT, ROLLING_BACK, "rollback"),
          new Row(ROLLBACK_FAIL, Cause.GRANT, ROLLING_BACK, "rollback or retry"),
          new Row(SKIPPED, Cause.GRANT, ROLLING_BACK, "rollback of one skipped after it had run"),
          new Row(UNREACHABLE, Cause.GRANT, ROLLING_BACK, "rollback of one that had run before"),
          new Row(ROLLING_BACK, Cause.RESULT, ROLLED_BACK, "it was taken back"),
          new Row(ROLLING_BACK, Cause.RESULT, ROLLBACK_FAIL, "its rollback failed"),
          new Row(UNDO, Cause.COMMAND, SKIPPED, "skip"),
          new Row(FAIL, Cause.COMMAND, SKIPPED, "skip"),
          new Row(UNREACHABLE, Cause.COMMAND, SKIPPED, "skip"),
          new Row(UNKNOWN, Cause.COMMAND, SKIPPED, "skip"),
          new Row(ROLLED_BACK, Cause.COMMAND, SKIPPED, "skip"),
          new Row(ROLLBACK_FAIL, Cause.COMMAND, ROLLED_BACK, "skip of a failed rollback"));

  /** Every grant can be given back, and nothing else can. */
  private static final List<Row> TABLE =
      Stream.concat(
              STEPS.stream(),
              STEPS.stream()
                  .filter(row -> row.cause == Cause.GRANT)
                  .map(row -> new Row(row.to, Cause.GIVEN_BACK, row.from, "it never started")))
          .toList();

  private Transitions() {}

  public static List<Row> table() {
    return TABLE;
  }

  public static boolean legal(TaskState from, Cause cause, TaskState to) {
    return TABLE.stream().anyMatch(r -> r.from == from && r.cause == cause && r.to == to);
  }

  /** The states from which {@code cause} may lead to {@code to}. */
  public static Set<TaskState> sources(Cause cause, TaskState to) {
    EnumSet<TaskState> sources = EnumSet.noneOf(TaskState.class);
    TABLE.stream().filter(r -> r.cause == cause && r.to == to).forEach(r -> sources.add(r.from));
    return sources;
  }
}
