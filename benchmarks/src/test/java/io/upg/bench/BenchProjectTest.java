package io.upg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Task;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchProjectTest {
  @TempDir private Path folder;

  @Test
  void a_single_one_is_one_task_a_host_in_one_batch() throws IOException {
    GlobalPlan plan = BenchProject.single("one", "cn-[001-120]").compile(folder).plan();
    assertThat(plan.tasks()).hasSize(120).extracting(Task::batch).containsOnly(1);
    assertThat(plan.phases()).hasSize(1);
  }

  @Test
  void a_whole_one_is_fifty_tasks_a_host_in_every_phase_of_computes() throws IOException {
    GlobalPlan plan = BenchProject.fifty("all", "cn-[1-3]").compile(folder).plan();
    assertThat(plan.tasks()).hasSize(3 * 50);
    assertThat(plan.tasks().stream().map(task -> plan.phases().get(task.phase()).name()).distinct())
        .containsExactly("distribute", "check", "data", "commit");
  }
}
