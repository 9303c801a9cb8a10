package io.upg.bench.fleet;

import io.upg.contract.NodeProgress;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a host does with one order, worked out when it begins: groups in series, the tasks of a
 * group in parallel; a failing task lets its group finish and keeps later groups from being
 * started.
 */
final class Performance {
  /**
   * @param from when it starts, after the beginning; null where it never does
   * @param to when it ends
   */
  private record Act(TaskOrder task, Duration from, Duration to, boolean fails) {}

  private final NodeTaskOrder order;
  private final Instant began;
  private final List<Act> acts = new ArrayList<>();
  private final Duration length;
  private String failed;

  Performance(NodeTaskOrder order, Behaviour behaviour, Instant began) {
    this.order = order;
    this.began = began;
    Duration at = Duration.ZERO;
    for (List<TaskOrder> group : order.groups()) {
      at = failed == null ? play(group, at, behaviour) : leaveOut(group, at);
    }
    this.length = at;
  }

  /** Returns when the group has ended. */
  private Duration play(List<TaskOrder> group, Duration from, Behaviour behaviour) {
    Duration end = from;
    String failing = null;
    for (TaskOrder task : group) {
      Duration to = from.plus(behaviour.takes(task, order.direction()));
      boolean fails = behaviour.fails(task, order.direction());
      acts.add(new Act(task, from, to, fails));
      end = to.compareTo(end) > 0 ? to : end;
      failing = fails && failing == null ? task.task() : failing;
    }
    failed = failing;
    return end;
  }

  private Duration leaveOut(List<TaskOrder> group, Duration at) {
    group.forEach(task -> acts.add(new Act(task, null, null, false)));
    return at;
  }

  Duration length() {
    return length;
  }

  /** The tasks that are started, in the order's order. */
  List<TaskOrder> started() {
    return acts.stream().filter(act -> act.from() != null).map(Act::task).toList();
  }

  NodeProgress progressAfter(Duration elapsed) {
    List<String> running = new ArrayList<>();
    int ended = 0;
    for (Act act : acts) {
      if (act.from() != null && act.to().compareTo(elapsed) <= 0) {
        ended++;
      } else if (act.from() != null && act.from().compareTo(elapsed) <= 0) {
        running.add(act.task().task());
      }
    }
    return new NodeProgress(running, ended, acts.size());
  }

  NodeTaskReport report() {
    return new NodeTaskReport(
        order.host(), order.grant(), acts.stream().map(this::result).toList());
  }

  private TaskResult result(Act act) {
    int number = act.task().number();
    String task = act.task().task();
    if (act.from() == null) {
      String error = "not started: %s failed before it on this host".formatted(failed);
      return new TaskResult(number, task, TaskState.UNDO, null, error, null, null, null, null);
    }
    boolean forwards = order.direction() == Direction.RUN;
    Instant from = began.plus(act.from());
    Instant to = began.plus(act.to());
    if (act.fails()) {
      TaskState state = forwards ? TaskState.FAIL : TaskState.ROLLBACK_FAIL;
      return new TaskResult(
          number, task, state, 1, "exit code 1", null, "simulated failure\n", from, to);
    }
    TaskState state = forwards ? TaskState.DONE : TaskState.ROLLED_BACK;
    return new TaskResult(number, task, state, 0, null, null, null, from, to);
  }
}
