package io.upg.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
  private static final TaskKey KEY = key("h1_stop_keystone", 7);

  @TempDir Path folder;

  @Test
  void what_was_written_is_known_after_a_restart() throws Exception {
    TaskResult result = result(KEY.task());
    try (Journal journal = open()) {
      journal.started(KEY, 1, "sheet", NOW);
      journal.ended(KEY, result);
      journal.started(key("h1_start_keystone", 7), 1, "sheet", NOW);
    }

    try (Journal journal = open()) {
      assertThat(journal.end(KEY)).contains(result);
      assertThat(journal.start(key("h1_start_keystone", 7)).orElseThrow().at()).isEqualTo(NOW);
      assertThat(journal.end(key("h1_start_keystone", 7))).isEmpty();
    }
  }

  @Test
  void grants_directions_and_projects_are_kept_apart() throws Exception {
    try (Journal journal = open()) {
      journal.ended(KEY, result(KEY.task()));

      assertThat(journal.end(key(KEY.task(), 8))).isEmpty();
      assertThat(journal.end(new TaskKey("spring", KEY.task(), 7, Direction.ROLLBACK))).isEmpty();
      assertThat(journal.end(new TaskKey("autumn", KEY.task(), 7, Direction.RUN))).isEmpty();
    }
  }

  @Test
  void a_torn_last_line_is_cut_off_wherever_it_broke() throws Exception {
    try (Journal journal = open()) {
      journal.started(KEY, 1, "sheet", NOW);
    }
    byte[] whole = Files.readAllBytes(file());
    try (Journal journal = open()) {
      journal.ended(KEY, result(KEY.task()));
    }
    byte[] both = Files.readAllBytes(file());

    for (int length = whole.length; length < both.length; length += 13) {
      Files.write(file(), java.util.Arrays.copyOf(both, length));
      try (Journal journal = open()) {
        assertThat(journal.start(KEY)).isPresent();
        assertThat(journal.end(KEY)).isEmpty();
        journal.ended(KEY, result(KEY.task()));
      }
      try (Journal journal = open()) {
        assertThat(journal.end(KEY)).isPresent();
      }
    }
  }

  @Test
  void a_damaged_line_that_is_not_the_last_is_refused_with_its_number() throws Exception {
    try (Journal journal = open()) {
      journal.started(KEY, 1, "sheet", NOW);
      journal.ended(KEY, result(KEY.task()));
    }
    List<String> lines = Files.readAllLines(file());
    Files.writeString(file(), lines.get(0).substring(5) + "\n" + lines.get(1) + "\n");

    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is damaged at line 1");
  }

  @Test
  void an_older_grant_of_a_task_is_stale_also_after_a_restart() throws Exception {
    try (Journal journal = open()) {
      assertThat(journal.accept(order(7, "a", "b"), NOW)).isEmpty();
      assertThat(journal.accept(order(9, "b"), NOW)).isEmpty();
    }
    try (Journal journal = open()) {
      assertThat(journal.accept(order(7, "a", "b"), NOW).orElseThrow())
          .isEqualTo("Task 'b' was granted again: this order carries grant 7, host 'h1' knows 9");
      assertThat(journal.accept(order(7, "a"), NOW)).isEmpty();
      assertThat(journal.accept(order(9, "b"), NOW)).isEmpty();
    }
  }

  @Test
  void a_task_is_not_started_under_a_grant_older_than_one_that_an_order_brought() throws Exception {
    try (Journal journal = open()) {
      journal.accept(order(7, "a"), NOW);
      journal.accept(order(9, "a"), NOW);

      assertThat(journal.newerGrant(key("a", 7))).contains(9L);
      assertThat(journal.started(key("a", 7), 1, "sheet", NOW)).isFalse();
      assertThat(journal.start(key("a", 7))).isEmpty();
      assertThat(journal.newerGrant(key("a", 9))).isEmpty();
      assertThat(journal.started(key("a", 9), 1, "sheet", NOW)).isTrue();
    }
  }

  @Test
  void a_success_is_known_from_its_grant_on_until_something_is_started_again() throws Exception {
    try (Journal journal = open()) {
      journal.started(key("a", 5), 1, "sheet", NOW);
      journal.ended(key("a", 5), result("a"));
    }
    try (Journal journal = open()) {
      assertThat(journal.successSince(5, key("a", 9))).contains(result("a"));
      assertThat(journal.successSince(4, key("a", 9))).contains(result("a"));
      assertThat(journal.successSince(6, key("a", 9))).isEmpty();
      assertThat(journal.successSince(5, key("b", 9))).isEmpty();

      TaskKey back = new TaskKey("spring", "a", 7, Direction.ROLLBACK);
      assertThat(journal.successSince(5, back)).isEmpty();
      journal.started(back, 1, "sheet", NOW);
      assertThat(journal.successSince(5, key("a", 9))).isEmpty();
    }
  }

  @Test
  void two_agents_cannot_share_a_journal() throws Exception {
    try (Journal journal = open()) {
      assertThat(journal).isNotNull();
      assertThatThrownBy(this::open)
          .hasMessageContaining("another agent runs on this state folder");
    }
  }

  private Journal open() throws IOException {
    return Journal.open(file());
  }

  private Path file() {
    return folder.resolve("journal");
  }

  private static TaskKey key(String task, long grant) {
    return new TaskKey("spring", task, grant, Direction.RUN);
  }

  private static NodeTaskOrder order(long grant, String... tasks) {
    List<TaskOrder> orders =
        java.util.Arrays.stream(tasks).map(task -> new TaskOrder(1, task, 1, 1, "sheet")).toList();
    return new NodeTaskOrder("spring", 1, "h1", Direction.RUN, grant, "host", List.of(orders));
  }

  private static TaskResult result(String task) {
    return new TaskResult(1, task, TaskState.DONE, 0, null, "zwölf", "tail\n", NOW, NOW);
  }
}
