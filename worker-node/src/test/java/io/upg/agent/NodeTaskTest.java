package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTaskTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void open() throws Exception {
    host = TestHost.in(folder);
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void a_failing_task_lets_its_group_finish_and_keeps_later_groups_from_starting()
      throws Exception {
    Sheet bad = host.script("bad", "exit 1");
    Sheet neighbour = host.script("neighbour", "sleep 0.3; touch \"$UPG_ROOT/neighbour\"");
    Sheet later = host.script("later", "touch \"$UPG_ROOT/later\"");

    NodeTaskReport report =
        host.deliver(
            host.order(1, Direction.RUN, List.of(List.of(bad, neighbour), List.of(later))));

    assertThat(report.results())
        .extracting(TaskResult::state)
        .containsExactly(TaskState.FAIL, TaskState.DONE, TaskState.UNDO);
    assertThat(report.results().get(2).error()).contains("h1_bad_keystone failed before it");
    assertThat(report.results().get(2).startedAt()).isNull();
    assertThat(host.root().resolve("neighbour")).exists();
    assertThat(host.root().resolve("later")).doesNotExist();
  }

  @Test
  void tasks_of_a_group_run_at_the_same_time_and_groups_one_after_the_other() throws Exception {
    String meet = "touch $0.here; until [ -e \"$(dirname $0)/%s.sh.here\" ]; do sleep 0.02; done";
    Sheet one = host.script("one", meet.formatted("two"));
    Sheet two = host.script("two", meet.formatted("one"));
    Sheet after = host.script("after", "ls \"$(dirname $0)\" | grep -c here");

    NodeTaskReport report =
        host.deliver(host.order(1, Direction.RUN, List.of(List.of(one, two), List.of(after))));

    assertThat(report.results()).extracting(TaskResult::state).containsOnly(TaskState.DONE);
    assertThat(report.results().get(2).tail()).isEqualTo("2\n");
  }

  @Test
  void the_same_order_again_joins_the_one_under_way() throws Exception {
    Sheet sheet =
        host.script("wait", "echo x >>runs; until [ -e \"$UPG_ROOT/go\" ]; do sleep 0.02; done");
    NodeTaskOrder order = host.order(1, Direction.RUN, List.of(List.of(sheet)));

    CompletableFuture<NodeTaskReport> first = host.start(order);
    CompletableFuture<NodeTaskReport> second = host.start(order);
    Files.createFile(host.root().resolve("go"));

    assertThat(second.get()).isEqualTo(first.get());
    assertThat(Files.readAllLines(host.work(sheet, 1).resolve("runs"))).hasSize(1);
  }

  @Test
  void an_ended_order_is_answered_from_the_journal_also_by_the_next_agent() throws Exception {
    Sheet good = host.script("good", "echo x >>\"$UPG_ROOT/runs\"");
    Sheet bad = host.script("bad", "echo x >>\"$UPG_ROOT/runs\"; exit 4");
    NodeTaskReport first = host.run(1, good, bad);

    assertThat(host.run(1, good, bad)).isEqualTo(first);
    host.restart();
    assertThat(host.run(1, good, bad)).isEqualTo(first);

    assertThat(Files.readAllLines(host.root().resolve("runs"))).hasSize(2);
  }

  @Test
  void a_new_grant_is_a_new_run() throws Exception {
    Sheet sheet = host.script("good", "echo x >>\"$UPG_ROOT/runs\"");

    host.run(1, sheet);
    host.run(2, sheet);

    assertThat(Files.readAllLines(host.root().resolve("runs"))).hasSize(2);
  }

  @Test
  void a_retry_of_what_was_unknown_is_answered_from_the_journal_where_it_succeeded()
      throws Exception {
    Sheet good = host.script("good", "echo x >>\"$UPG_ROOT/runs\"", "echo x >>\"$UPG_ROOT/backs\"");
    host.run(5, good);
    host.restart();

    TaskResult forwards = retry(9, 5L, Direction.RUN, good);
    assertThat(forwards.state()).isEqualTo(TaskState.DONE);
    assertThat(forwards.message()).startsWith("nothing ran now: it had succeeded at ");
    assertThat(retry(9, 5L, Direction.RUN, good)).isEqualTo(forwards);
    assertThat(Files.readAllLines(host.root().resolve("runs"))).hasSize(1);

    assertThat(retry(11, 9L, Direction.ROLLBACK, good).state()).isEqualTo(TaskState.ROLLED_BACK);
    assertThat(retry(12, 11L, Direction.ROLLBACK, good).state()).isEqualTo(TaskState.ROLLED_BACK);
    assertThat(Files.readAllLines(host.root().resolve("backs"))).hasSize(1);

    assertThat(retry(13, null, Direction.RUN, good).state()).isEqualTo(TaskState.DONE);
    assertThat(Files.readAllLines(host.root().resolve("runs"))).hasSize(2);
  }

  @Test
  void a_retry_of_what_was_unknown_runs_where_it_failed_or_never_began() throws Exception {
    Sheet bad = host.script("bad", "echo x >>\"$UPG_ROOT/runs\"; exit 4");
    host.run(5, bad);
    assertThat(retry(9, 5L, Direction.RUN, bad).state()).isEqualTo(TaskState.FAIL);

    Sheet never = host.script("never", "echo x >>\"$UPG_ROOT/runs\"");
    assertThat(retry(9, 5L, Direction.RUN, never).state()).isEqualTo(TaskState.DONE);
    assertThat(Files.readAllLines(host.root().resolve("runs"))).hasSize(3);
  }

  @Test
  void a_newer_grant_waits_for_the_older_one_and_takes_its_success() throws Exception {
    Sheet sheet =
        host.script(
            "wait",
            "echo x >>\"$UPG_ROOT/runs\"; until [ -e \"$UPG_ROOT/go\" ]; do sleep 0.02; done");
    CompletableFuture<NodeTaskReport> older =
        host.start(host.order(5, Direction.RUN, List.of(List.of(sheet))));
    Await.until(() -> Files.exists(host.root().resolve("runs")), "the script to start");
    CompletableFuture<NodeTaskReport> newer = host.start(asking(9, 5L, Direction.RUN, sheet));
    Files.createFile(host.root().resolve("go"));

    assertThat(newer.get().results().get(0).state()).isEqualTo(TaskState.DONE);
    assertThat(older.get().results().get(0).state()).isEqualTo(TaskState.DONE);
    assertThat(Files.readAllLines(host.root().resolve("runs"))).hasSize(1);
  }

  private TaskResult retry(long grant, Long earlier, Direction direction, Sheet sheet)
      throws Exception {
    return host.deliver(asking(grant, earlier, direction, sheet)).results().get(0);
  }

  private NodeTaskOrder asking(long grant, Long earlier, Direction direction, Sheet sheet) {
    return Retries.of(host.order(grant, direction, List.of(List.of(sheet))), earlier);
  }

  @Test
  void documents_that_cannot_be_fetched_fail_the_task_and_say_why() throws Exception {
    Sheet sheet = host.script("good", "true");
    NodeTaskOrder order = host.order(1, Direction.RUN, List.of(List.of(sheet)));
    String missing = order.tasks().get(0).sheet();
    host.shelf().remove(missing);

    TaskResult result = host.deliver(order).results().get(0);

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.error()).contains(missing).contains("answered 404").contains("put it again");
  }

  @Test
  void an_agent_that_shuts_down_lets_a_script_end_within_the_grace() throws Exception {
    Sheet sheet = host.script("slow", "touch \"$UPG_ROOT/on\"; sleep 0.5; echo ended");
    CompletableFuture<NodeTaskReport> running =
        host.start(host.order(1, Direction.RUN, List.of(List.of(sheet))));
    Await.until(() -> Files.exists(host.root().resolve("on")), "the script to start");

    host.restart();

    assertThat(running.get().results().get(0).state()).isEqualTo(TaskState.DONE);
  }

  @Test
  void a_script_that_outlasts_the_grace_is_stopped_and_journalled_and_starts_nothing_further()
      throws Exception {
    host.endGrace(java.time.Duration.ofMillis(100));
    Sheet sheet = host.script("slow", "touch \"$UPG_ROOT/on\"; sleep 300");
    Sheet later = host.script("later", "touch \"$UPG_ROOT/later\"");
    host.start(host.order(1, Direction.RUN, List.of(List.of(sheet), List.of(later))));
    Await.until(() -> Files.exists(host.root().resolve("on")), "the script to start");

    host.restart();
    NodeTaskReport answer = host.run(1, sheet, later);

    assertThat(answer.results())
        .extracting(TaskResult::state)
        .containsExactly(TaskState.FAIL, TaskState.UNDO);
    assertThat(answer.results().get(0).error()).contains("the agent was shut down while it ran");
    assertThat(host.root().resolve("later")).doesNotExist();
  }
}
