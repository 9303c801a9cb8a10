package io.upg.plan.cut;

import io.upg.plan.model.TaskSheet;
import io.upg.plan.model.TaskState;
import java.util.Optional;

/**
 * What is recorded of every task of a plan, by task number: its state, and what the state alone
 * does not tell. A task that was granted to a run which closed without its result is {@link
 * TaskState#UNKNOWN}, or {@link TaskState#ROLLBACK_FAIL} where the run went backwards, whichever
 * group of its node task it was in.
 */
public interface TaskFacts extends TaskStates {

  /**
   * Whether an open run holds it: it was granted and no result has arrived. Tasks behind the first
   * group of their node task are held without showing it in their state.
   */
  boolean held(int number);

  /**
   * Whether a forward attempt may have had an effect that was not taken back since: true from a
   * result done, fail or unknown on, false again from the moment it becomes rolled_back. Asked only
   * of skipped and unreachable tasks; every other state answers by itself.
   */
  boolean ran(int number);

  /**
   * The content that a patch gave it; empty where it has the plan's. Asked only of {@code scope:
   * once} tasks: what stands on them depends on their way back.
   */
  Optional<TaskSheet> patched(int number);

  /** Whether somebody may be at work on it at this moment. */
  default boolean atWork(int number) {
    TaskState state = of(number);
    return held(number) || state == TaskState.RUNNING || state == TaskState.ROLLING_BACK;
  }

  /** Whether it may have had an effect that was not taken back. */
  default boolean stands(int number) {
    return atWork(number)
        || switch (of(number)) {
          case DONE, FAIL, UNKNOWN, ROLLBACK_FAIL -> true;
          case SKIPPED, UNREACHABLE -> ran(number);
          case UNDO, RUNNING, ROLLING_BACK, ROLLED_BACK -> false;
        };
  }
}
