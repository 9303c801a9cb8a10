package io.upg.plan.cut;

import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.util.BitSet;
import java.util.Set;

/**
 * What a run is about, as its gates see it.
 *
 * @param tasks numbers of all that were cut for it
 * @param takes the states from which it takes a task forwards
 * @param alone whether only its own tasks count as those that come before: a forward run out of
 *     order and a retry, whose command was judged by itself; backwards one that leaves later tasks
 *     standing ({@code --only})
 */
public record RunScope(Direction direction, BitSet tasks, Set<TaskState> takes, boolean alone) {
  public RunScope {
    tasks = (BitSet) tasks.clone();
    takes = Set.copyOf(takes);
  }

  @Override
  public BitSet tasks() {
    return (BitSet) tasks.clone();
  }

  boolean owns(int number) {
    return tasks.get(number);
  }

  /** Whether nothing is left to do about a task in this state. */
  public boolean settled(TaskFacts facts, int number) {
    return direction == Direction.RUN ? facts.of(number).settled() : !facts.stands(number);
  }

  /** Whether the run may take it as it is. */
  public boolean takes(TaskFacts facts, int number) {
    boolean open =
        direction == Direction.RUN ? takes.contains(facts.of(number)) : facts.stands(number);
    return open && !facts.atWork(number);
  }
}
