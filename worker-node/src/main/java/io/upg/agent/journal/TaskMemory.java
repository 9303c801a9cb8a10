package io.upg.agent.journal;

import io.upg.plan.model.Direction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is remembered of one task of one project: its newest grant, and of its executions those that
 * can still matter. Of the older grants that is what was started last, what succeeded last in each
 * direction, and what has not ended.
 */
final class TaskMemory {
  private static final Comparator<Execution> BY_GRANT =
      Comparator.comparingLong(execution -> execution.key().grant());

  private final Map<TaskKey, Execution> executions = new LinkedHashMap<>();
  private JournalLine.Accepted newest;

  void accept(JournalLine.Accepted line) {
    if (line.grant() > newestGrant()) {
      newest = line;
    }
    forget();
  }

  void change(TaskKey key, UnaryOperator<Execution> change) {
    executions.put(key, change.apply(execution(key)));
    forget();
  }

  long newestGrant() {
    return newest == null ? 0 : newest.grant();
  }

  Optional<JournalLine.Accepted> newest() {
    return Optional.ofNullable(newest);
  }

  Execution execution(TaskKey key) {
    return executions.getOrDefault(key, Execution.none(key));
  }

  List<Execution> all() {
    return new ArrayList<>(executions.values());
  }

  Optional<Execution> lastStarted() {
    return executions.values().stream().filter(Execution::started).max(BY_GRANT);
  }

  Optional<Execution> lastSucceeded(Direction direction) {
    return executions.values().stream()
        .filter(e -> e.succeeded() && e.key().direction() == direction)
        .max(BY_GRANT);
  }

  private void forget() {
    List<Optional<Execution>> kept =
        List.of(lastStarted(), lastSucceeded(Direction.RUN), lastSucceeded(Direction.ROLLBACK));
    executions
        .values()
        .removeIf(
            e -> e.ended() && e.key().grant() < newestGrant() && !kept.contains(Optional.of(e)));
  }
}
