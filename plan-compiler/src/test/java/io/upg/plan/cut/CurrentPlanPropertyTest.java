package io.upg.plan.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.cut.CurrentPlan.Batch;
import io.upg.plan.cut.CurrentPlan.NodeTask;
import io.upg.plan.fixture.Property;
import io.upg.plan.fixture.RandomPlans;
import io.upg.plan.lower.Lowering;
import io.upg.plan.lower.RunProgram;
import io.upg.plan.lower.ShardLimits;
import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Task;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CurrentPlanPropertyTest {

  @Test
  void any_set_of_tasks_is_grouped_by_batch_host_and_group_in_plan_order() {
    Property.holds(
        300,
        random -> {
          GlobalPlan plan = RandomPlans.plan(random);
          BitSet numbers = some(plan, random);
          CurrentPlan cut = CurrentPlan.of(plan, numbers);
          assertThat(cut.inOrder().mapToInt(Task::number).toArray()).isEqualTo(array(numbers));
          assertThat(cut.batches())
              .doesNotHaveDuplicates()
              .extracting(batch -> batch.phase() + " " + batch.number())
              .doesNotHaveDuplicates();
          cut.batches().forEach(batch -> belongsTogether(plan, batch));
        });
  }

  private static void belongsTogether(GlobalPlan plan, Batch batch) {
    assertThat(batch.nodeTasks()).extracting(NodeTask::host).doesNotHaveDuplicates();
    for (NodeTask nodeTask : batch.nodeTasks()) {
      List<Integer> groups = new ArrayList<>();
      for (List<Task> group : nodeTask.groups()) {
        assertThat(group).isNotEmpty().allMatch(task -> task.host().equals(nodeTask.host()));
        assertThat(group).allMatch(task -> task.batch() == batch.number());
        assertThat(group).allMatch(task -> plan.phaseOf(task).name().equals(batch.phase()));
        assertThat(group).extracting(Task::group).containsOnly(group.get(0).group());
        groups.add(group.get(0).group());
      }
      assertThat(groups).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void backwards_is_the_exact_reverse_and_twice_reversed_is_the_way_forward() {
    Property.holds(
        300,
        random -> {
          GlobalPlan plan = RandomPlans.plan(random);
          CurrentPlan forward = CurrentPlan.of(plan, some(plan, random));
          CurrentPlan backward = forward.reversed();
          List<Task> tasks = new ArrayList<>(forward.inOrder().toList());
          Collections.reverse(tasks);
          assertThat(backward.direction()).isEqualTo(Direction.ROLLBACK);
          assertThat(backward.inOrder()).containsExactlyElementsOf(tasks);
          assertThat(backward.reversed()).isEqualTo(forward);
        });
  }

  @Test
  void lowering_keeps_every_node_task_and_no_shard_is_over_its_limits() {
    Property.holds(
        300,
        random -> {
          GlobalPlan plan = RandomPlans.plan(random);
          CurrentPlan cut = CurrentPlan.of(plan, some(plan, random));
          CurrentPlan way = random.nextBoolean() ? cut : cut.reversed();
          ShardLimits limits = limits(random);
          RunProgram program = Lowering.lower(way, limits);
          assertThat(program.direction()).isEqualTo(way.direction());
          assertThat(program.batches()).hasSameSizeAs(way.batches());
          for (int i = 0; i < way.batches().size(); i++) {
            checkShards(program.batches().get(i), i + 1, way.batches().get(i), limits);
          }
        });
  }

  private static ShardLimits limits(Random random) {
    return new ShardLimits(
        1 + random.nextInt(4), 1 + random.nextInt(30), 1_000 + random.nextInt(5_000));
  }

  private static void checkShards(
      RunProgram.Batch lowered, int number, Batch batch, ShardLimits limits) {
    assertThat(lowered.number()).isEqualTo(number);
    assertThat(lowered.phase()).isEqualTo(batch.phase());
    assertThat(lowered.planBatch()).isEqualTo(batch.number());
    assertThat(lowered.shards().stream().flatMap(shard -> shard.nodeTasks().stream()))
        .containsExactlyElementsOf(batch.nodeTasks());
    BitSet taken = new BitSet();
    for (RunProgram.Shard shard : lowered.shards()) {
      assertThat(shard.nodeTasks().size()).isBetween(1, limits.nodeTasks());
      assertThat(shard.tasks() <= limits.tasks() || shard.nodeTasks().size() == 1).isTrue();
      int bytes = shard.nodeTasks().stream().mapToInt(Lowering::bytes).sum();
      assertThat(bytes <= limits.bytes() || shard.nodeTasks().size() == 1).isTrue();
      BitSet own = new BitSet();
      shard.nodeTasks().stream().flatMap(NodeTask::inOrder).forEach(t -> own.set(t.number()));
      assertThat(shard.first()).isEqualTo(own.nextSetBit(0));
      assertThat(shard.last()).isEqualTo(own.length() - 1);
      own.set(shard.first(), shard.last() + 1);
      assertThat(taken.intersects(own)).as("shards hold each other's tasks").isFalse();
      taken.or(own);
    }
  }

  @Test
  void the_digest_does_not_depend_on_the_order_in_which_a_plan_is_put_together() {
    Property.holds(
        200,
        random -> {
          long seed = random.nextLong();
          GlobalPlan plan = RandomPlans.plan(new Random(seed));
          GlobalPlan again = RandomPlans.shuffled(new Random(seed), random);
          assertThat(again.digest()).isEqualTo(plan.digest()).hasSize(64);
          assertThat(RandomPlans.plan(new Random(seed + 1)).digest()).isNotEqualTo(plan.digest());
        });
  }

  private static BitSet some(GlobalPlan plan, Random random) {
    BitSet numbers = new BitSet();
    int dense = random.nextInt(101);
    for (int number = 1; number <= plan.tasks().size(); number++) {
      numbers.set(number, random.nextInt(100) < dense);
    }
    return numbers;
  }

  private static int[] array(BitSet numbers) {
    return numbers.stream().toArray();
  }
}
