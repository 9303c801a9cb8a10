package io.upg.workflow;

import io.upg.contract.NodeTaskOrder;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.contract.TaskOrder;
import io.upg.plan.model.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What a test's run is made of: batches of shards of hosts. In each batch a host does {@code
 * <host>_stop<batch>}, then {@code <host>_start<batch>}.
 */
record FakeRun(Direction direction, Duration unreachableAfter, List<Batch> batches) {
  /** The hosts of a shard. */
  record Shard(List<String> hosts) {}

  record Batch(List<Shard> shards) {}

  static final String PROJECT = "spring";

  /** In real time: the in-memory server skips none while an activity waits for its host. */
  static final Duration UNREACHABLE_AFTER = Duration.ofMillis(500);

  static FakeRun forwards(Batch... batches) {
    return new FakeRun(Direction.RUN, UNREACHABLE_AFTER, List.of(batches));
  }

  static FakeRun backwards(Batch... batches) {
    return new FakeRun(Direction.ROLLBACK, UNREACHABLE_AFTER, List.of(batches));
  }

  FakeRun waiting(Duration unreachableAfter) {
    return new FakeRun(direction, unreachableAfter, batches);
  }

  static Batch batch(Shard... shards) {
    return new Batch(List.of(shards));
  }

  static Shard shard(String... hosts) {
    return new Shard(List.of(hosts));
  }

  TreeSet<String> hosts() {
    TreeSet<String> hosts = new TreeSet<>();
    batches.forEach(batch -> batch.shards.forEach(shard -> hosts.addAll(shard.hosts)));
    return hosts;
  }

  /** Ids of the tasks of a batch, in order. */
  List<String> tasks(int batch) {
    List<String> tasks = new ArrayList<>();
    for (Shard shard : batches.get(batch - 1).shards) {
      shard.hosts.forEach(
          host -> tasks.addAll(List.of(host + "_stop" + batch, host + "_start" + batch)));
    }
    return tasks;
  }

  List<String> tasks() {
    List<String> tasks = new ArrayList<>();
    for (int batch = 1; batch <= batches.size(); batch++) {
      tasks.addAll(tasks(batch));
    }
    return tasks;
  }

  List<Dispatch> dispatches(int run, int batch, int shard, long grant) {
    return batches.get(batch - 1).shards.get(shard - 1).hosts.stream()
        .map(host -> dispatch(run, batch, host, grant))
        .toList();
  }

  private Dispatch dispatch(int run, int batch, String host, long grant) {
    List<List<TaskOrder>> groups =
        List.of(List.of(order(host + "_stop" + batch)), List.of(order(host + "_start" + batch)));
    NodeTaskOrder order =
        new NodeTaskOrder(PROJECT, run, host, direction, grant, "host-sheet", groups);
    return new Dispatch(order, Duration.ofMinutes(10), host + ": stop, start");
  }

  private TaskOrder order(String task) {
    return new TaskOrder(tasks().indexOf(task) + 1, task, 1, 1, "sheet");
  }
}
