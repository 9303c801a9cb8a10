package io.upg.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.agent.process.ProcessId;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
  private static final TaskKey KEY = key("h1_stop_keystone", 7);

  /** Two tasks, of which one ended. */
  private static final String FIRST_VERSION =
      """
      {"line":"accepted","at":"2026-11-01T10:00:00Z","direction":"run","grant":7,"project":"spring","tasks":["a","b"]}
      {"line":"started","at":"2026-11-01T10:00:00Z","attempt":1,"key":{"direction":"run","grant":7,"project":"spring","task":"a"},"sheet":"5e"}
      {"line":"ended","key":{"direction":"run","grant":7,"project":"spring","task":"a"},"result":{"exit":0,"finishedAt":"2026-11-01T10:00:00Z","message":"zwölf","number":1,"startedAt":"2026-11-01T10:00:00Z","state":"done","tail":"tail\\n","task":"a"}}
      {"line":"started","at":"2026-11-01T10:00:00Z","attempt":1,"key":{"direction":"run","grant":7,"project":"spring","task":"b"},"sheet":"5f"}
      {"line":"spawned","key":{"direction":"run","grant":7,"project":"spring","task":"b"},"process":{"boot":"boot","pid":4711,"start":99}}
      """;

  @TempDir Path folder;

  @Test
  void what_was_written_is_known_after_a_restart() throws Exception {
    TaskResult result = result(KEY.task());
    try (Journal journal = open()) {
      start(journal, KEY);
      journal.ended(KEY, result);
      start(journal, key("h1_start_keystone", 7));
    }

    try (Journal journal = open()) {
      assertThat(journal.execution(KEY).result()).isEqualTo(result);
      assertThat(journal.execution(key("h1_start_keystone", 7)).startedAt()).isEqualTo(NOW);
      assertThat(journal.execution(key("h1_start_keystone", 7)).ended()).isFalse();
    }
  }

  @Test
  void grants_directions_and_projects_are_kept_apart() throws Exception {
    try (Journal journal = open()) {
      journal.ended(KEY, result(KEY.task()));

      assertThat(journal.execution(key(KEY.task(), 8)).ended()).isFalse();
      assertThat(
              journal.execution(new TaskKey("spring", KEY.task(), 7, Direction.ROLLBACK)).ended())
          .isFalse();
      assertThat(journal.execution(new TaskKey("autumn", KEY.task(), 7, Direction.RUN)).ended())
          .isFalse();
    }
  }

  @Test
  void a_torn_last_line_is_cut_off_wherever_it_broke() throws Exception {
    try (Journal journal = open()) {
      start(journal, KEY);
    }
    byte[] whole = Files.readAllBytes(file());
    try (Journal journal = open()) {
      journal.ended(KEY, result(KEY.task()));
    }
    byte[] both = Files.readAllBytes(file());

    for (int length = whole.length; length < both.length; length += 13) {
      Files.write(file(), java.util.Arrays.copyOf(both, length));
      try (Journal journal = open()) {
        assertThat(journal.execution(KEY).started()).isTrue();
        assertThat(journal.execution(KEY).ended()).isFalse();
        journal.ended(KEY, result(KEY.task()));
      }
      try (Journal journal = open()) {
        assertThat(journal.execution(KEY).ended()).isTrue();
      }
    }
  }

  @Test
  void a_damaged_line_that_is_not_the_last_is_refused_with_its_number() throws Exception {
    try (Journal journal = open()) {
      start(journal, KEY);
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
      assertThat(start(journal, key("a", 7))).isFalse();
      assertThat(journal.execution(key("a", 7)).started()).isFalse();
      assertThat(journal.newerGrant(key("a", 9))).isEmpty();
      assertThat(start(journal, key("a", 9))).isTrue();
    }
  }

  @Test
  void a_success_is_known_from_its_grant_on_until_something_is_started_again() throws Exception {
    try (Journal journal = open()) {
      start(journal, key("a", 5));
      journal.ended(key("a", 5), result("a"));
    }
    try (Journal journal = open()) {
      assertThat(journal.successSince(5, key("a", 9))).contains(result("a"));
      assertThat(journal.successSince(4, key("a", 9))).contains(result("a"));
      assertThat(journal.successSince(6, key("a", 9))).isEmpty();
      assertThat(journal.successSince(5, key("b", 9))).isEmpty();

      TaskKey back = new TaskKey("spring", "a", 7, Direction.ROLLBACK);
      assertThat(journal.successSince(5, back)).isEmpty();
      start(journal, back);
      assertThat(journal.successSince(5, key("a", 9))).isEmpty();
    }
  }

  @Test
  void a_line_whose_content_was_changed_is_damage_although_it_can_be_read() throws Exception {
    try (Journal journal = open()) {
      start(journal, KEY);
      journal.ended(KEY, result(KEY.task()));
    }
    String all = Files.readString(file());
    Files.writeString(file(), all.replace("\"exit\":0", "\"exit\":1"));

    assertThatThrownBy(this::open).hasMessageContaining("line 2 (its checksum is wrong)");
  }

  @Test
  void an_interrupt_does_not_cut_a_line_short() throws Exception {
    try (Journal journal = open()) {
      Thread.currentThread().interrupt();
      start(journal, KEY);
      assertThat(Thread.interrupted()).as("the interrupt is left to others").isTrue();
      journal.ended(KEY, result(KEY.task()));
    }
    try (Journal journal = open()) {
      assertThat(journal.execution(KEY).ended()).isTrue();
    }
  }

  @Test
  void what_was_begun_and_has_not_ended_is_known_with_its_order_and_its_processes()
      throws Exception {
    ProcessId process = new ProcessId(4711, 99, "kernel-boot");
    Execution.Spawn first = new Execution.Spawn(0, 1, process, "boot-1", NOW);
    Execution.Spawn second = new Execution.Spawn(0, 2, process, "boot-1", NOW.plusSeconds(1));
    Execution.Reboot reboot = new Execution.Reboot(0, 2, "boot-1", NOW.plusSeconds(2));
    try (Journal journal = open()) {
      start(journal, KEY);
      journal.spawned(KEY, first);
      journal.spawned(KEY, second);
      journal.rebooting(KEY, reboot);
      start(journal, key("other", 7));
      journal.ended(key("other", 7), result("other"));
    }
    try (Journal journal = open()) {
      assertThat(journal.unfinished()).hasSize(1);
      Execution begun = journal.unfinished().get(0);
      assertThat(begun.key()).isEqualTo(KEY);
      assertThat(begun.order()).isEqualTo(order(7, KEY.task()));
      assertThat(begun.spawns()).containsExactly(first, second);
      assertThat(begun.reboot(0, 2)).contains(reboot);
      assertThat(journal.lastProcess(key(KEY.task(), 9))).contains(process);
    }
  }

  @Test
  void it_stays_small_and_keeps_what_can_still_be_asked_for() throws Exception {
    try (Journal journal = Journal.open(file(), 4_000)) {
      start(journal, key("open", 1));
      for (int grant = 1; grant <= 200; grant++) {
        journal.accept(order(grant, "a"), NOW);
        start(journal, key("a", grant));
        journal.ended(key("a", grant), grant == 150 ? result("a") : failed("a"));
      }
      assertThat(Files.size(file())).isLessThan(10_000);
    }
    try (Journal journal = open()) {
      assertThat(journal.accept(order(199, "a"), NOW)).isPresent();
      assertThat(journal.execution(key("a", 200)).result()).isEqualTo(failed("a"));
      assertThat(journal.execution(key("a", 150)).result()).isEqualTo(result("a"));
      assertThat(journal.successSince(140, key("a", 201))).as("started since").isEmpty();
      assertThat(journal.unfinished()).extracting(Execution::key).containsExactly(key("open", 1));
    }
  }

  @Test
  void it_is_whole_wherever_its_compaction_is_cut_off() throws Exception {
    try (Journal journal = open()) {
      start(journal, KEY);
    }
    Files.writeString(folder.resolve("journal.new"), "half of its success");
    try (Journal journal = Journal.open(file(), 1)) {
      journal.ended(KEY, result(KEY.task()));
    }
    try (Journal journal = open()) {
      assertThat(journal.execution(KEY).result()).isEqualTo(result(KEY.task()));
    }
    assertThat(folder.resolve("journal.new")).doesNotExist();
  }

  @Test
  void a_journal_of_the_first_version_is_read_and_gone_on_with_by_lines_with_checksums()
      throws Exception {
    Files.writeString(file(), FIRST_VERSION);
    try (Journal journal = open()) {
      assertThat(journal.execution(key("a", 7)).result()).isEqualTo(result("a"));
      assertThat(journal.execution(key("b", 7)).startedAt()).isEqualTo(NOW);
      assertThat(journal.execution(key("b", 7)).canGoOn()).isFalse();
      assertThat(journal.unfinished()).isEmpty();
      assertThat(journal.lastProcess(key("b", 8))).contains(new ProcessId(4711, 99, "boot"));
      assertThat(journal.accept(order(6, "a"), NOW)).isPresent();
      journal.ended(key("b", 7), failed("b"));
    }
    assertThat(Files.readString(file())).startsWith(FIRST_VERSION);
    try (Journal journal = Journal.open(file(), 1)) {
      assertThat(journal.execution(key("b", 7)).result()).isEqualTo(failed("b"));
      start(journal, key("c", 9));
    }
    try (Journal journal = open()) {
      assertThat(journal.execution(key("a", 7)).result()).isEqualTo(result("a"));
      assertThat(journal.execution(key("b", 7)).result()).isEqualTo(failed("b"));
    }
    assertThat(Files.readAllLines(file())).as("compacted").noneMatch(line -> line.startsWith("{"));
  }

  @Test
  void a_line_without_checksum_behind_one_that_has_it_is_damage() throws Exception {
    try (Journal journal = open()) {
      start(journal, KEY);
    }
    Files.writeString(file(), FIRST_VERSION, StandardOpenOption.APPEND);

    assertThatThrownBy(this::open).hasMessageContaining("line 2 (its checksum is wrong)");
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

  private static boolean start(Journal journal, TaskKey key) throws IOException {
    NodeTaskOrder order =
        new NodeTaskOrder(
            key.project(),
            1,
            "h1",
            key.direction(),
            key.grant(),
            "host",
            List.of(List.of(new TaskOrder(1, key.task(), 1, 1, "sheet"))));
    return journal.started(order, order.tasks().get(0), NOW, true);
  }

  private static TaskKey key(String task, long grant) {
    return new TaskKey("spring", task, grant, Direction.RUN);
  }

  private static NodeTaskOrder order(long grant, String... tasks) {
    List<TaskOrder> orders =
        java.util.Arrays.stream(tasks).map(task -> new TaskOrder(1, task, 1, 1, "sheet")).toList();
    return new NodeTaskOrder("spring", 1, "h1", Direction.RUN, grant, "host", List.of(orders));
  }

  private static TaskResult failed(String task) {
    return new TaskResult(1, task, TaskState.FAIL, 1, "no", null, null, NOW, NOW);
  }

  private static TaskResult result(String task) {
    return new TaskResult(1, task, TaskState.DONE, 0, null, "zwölf", "tail\n", NOW, NOW);
  }
}
