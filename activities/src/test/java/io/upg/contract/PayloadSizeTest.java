package io.upg.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.converter.DataConverter;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.cut.CurrentPlan.NodeTask;
import io.upg.plan.lower.Lowering;
import io.upg.plan.lower.RunProgram.Shard;
import io.upg.plan.lower.ShardLimits;
import io.upg.plan.model.Direction;
import io.upg.plan.model.Instance;
import io.upg.plan.model.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The largest things that upg gives to Temporal, against what one payload and one message hold. */
class PayloadSizeTest {
  private static final int PAYLOAD = 256 * 1024;
  private static final int MESSAGE = 1_000_000;
  private static final int EVENT_AROUND = 500;
  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final DataConverter JSON = TemporalClients.dataConverter();

  @Test
  void the_orders_of_a_shard_weigh_no_more_than_is_counted_and_fit_into_one_payload() {
    for (int tasks : List.of(1, 10, 50, 300)) {
      for (int nameLength : List.of(4, 60)) {
        for (Shard shard : shards(200, tasks, nameLength)) {
          int counted = shard.nodeTasks().stream().mapToInt(Lowering::bytes).sum();
          assertThat(weight(order(shard)))
              .as("%d tasks a host, names of %d characters", tasks, nameLength)
              .isLessThanOrEqualTo(counted + 200)
              .isLessThan(PAYLOAD);
        }
      }
    }
  }

  @Test
  void a_shard_is_as_full_as_one_message_of_reports_allows() {
    int reports = ShardLimits.DEFAULT.nodeTasks();

    assertThat(reports * (NodeTaskReport.MAX_BYTES + EVENT_AROUND)).isLessThan(MESSAGE);
    assertThat(shards(reports, 1, 4)).hasSize(1);
  }

  private static List<Shard> shards(int hosts, int tasks, int nameLength) {
    List<NodeTask> nodeTasks = new ArrayList<>();
    for (int host = 1; host <= hosts; host++) {
      nodeTasks.add(nodeTask(host, tasks, nameLength));
    }
    CurrentPlan.Batch batch = new CurrentPlan.Batch("p", 1, "s", nodeTasks);
    CurrentPlan plan = new CurrentPlan(Direction.RUN, List.of(batch));
    return Lowering.lower(plan, ShardLimits.DEFAULT).batches().get(0).shards();
  }

  private static NodeTask nodeTask(int host, int tasks, int nameLength) {
    String name = "h".repeat(nameLength) + host;
    List<Task> group = new ArrayList<>();
    for (int i = 1; i <= tasks; i++) {
      String component = "c".repeat(nameLength) + i;
      Instance instance = new Instance(name, component, "", "2024.1", "2025.1");
      String id = name + "_upgrade_" + component;
      group.add(new Task(host * 1_000 + i, id, instance, "upgrade", DIGEST, 0, 1, 1, false, true));
    }
    return new NodeTask(name, List.of(group));
  }

  /** With the largest numbers that there are. */
  private static ShardOrder order(Shard shard) {
    return new ShardOrder(
        Duration.ofDays(1),
        shard.nodeTasks().stream().map(PayloadSizeTest::dispatch).toList(),
        true);
  }

  private static Dispatch dispatch(NodeTask nodeTask) {
    List<List<TaskOrder>> groups =
        nodeTask.groups().stream()
            .map(group -> group.stream().map(PayloadSizeTest::taskOrder).toList())
            .toList();
    NodeTaskOrder order =
        new NodeTaskOrder(
            "p".repeat(60),
            Integer.MAX_VALUE,
            nodeTask.host(),
            Direction.ROLLBACK,
            Long.MAX_VALUE,
            DIGEST,
            groups);
    return new Dispatch(order, Duration.ofDays(1), "s".repeat(200));
  }

  private static TaskOrder taskOrder(Task task) {
    int most = Integer.MAX_VALUE;
    return new TaskOrder(most, task.id(), most, most, DIGEST, Long.MAX_VALUE);
  }

  private static int weight(Object value) {
    return JSON.toPayload(value).orElseThrow().getData().size();
  }
}
