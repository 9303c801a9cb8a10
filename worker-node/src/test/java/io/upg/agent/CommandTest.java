package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.agent.process.ProcessMarks;
import io.upg.contract.TaskResult;
import io.upg.plan.model.TaskState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code command} and {@code check.command}. */
class CommandTest {
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
  void a_command_line_runs_in_the_hosts_root_and_another_takes_it_back() throws Exception {
    Sheet sheet =
        command(
            Map.of(
                "run", "echo \"${to} in $UPG_ROOT\" | tee made; grep -c '\"direction\"' $UPG_TASK",
                "rollback", "rm made"));

    assertThat(host.runOne(sheet).state()).isEqualTo(TaskState.DONE);
    assertThat(host.root().resolve("made")).hasContent("2025.1 in " + host.root());
    assertThat(host.output(sheet, 1)).startsWith("2025.1 in " + host.root() + "\n1\n");

    assertThat(host.rollbackOne(sheet).state()).isEqualTo(TaskState.ROLLED_BACK);
    assertThat(host.root()).isEmptyDirectory();
  }

  @Test
  void a_command_that_fails_says_how_and_what_it_said_last() throws Exception {
    TaskResult result = host.runOne(command(Map.of("run", "echo no such row; exit 3")));

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.error())
        .isEqualTo("command: 'echo no such row; exit 3' ended with exit code 3: no such row");
  }

  @Test
  void exit_code_75_is_tried_again() throws Exception {
    Sheet sheet = command(Map.of("run", "echo x >> tries; [ $(wc -l < tries) = 3 ] || exit 75"));

    assertThat(host.runOne(sheet).state()).isEqualTo(TaskState.DONE);

    assertThat(host.root().resolve("tries")).hasContent("x\nx\nx\n");
  }

  @Test
  void a_timeout_ends_all_of_its_processes() throws Exception {
    Sheet sheet = command(Map.of("run", "sleep 300 & setsid sleep 301 & sleep 302"));

    TaskResult result = host.runOne(sheet.timeout(Duration.ofMillis(500)));

    assertThat(result.error()).isEqualTo("command: timeout after 0.5s");
    assertThat(ProcessMarks.in(folder)).isEmpty();
  }

  @Test
  void a_killed_one_is_named() throws Exception {
    assertThat(host.runOne(command(Map.of("run", "kill -9 $$"))).error())
        .isEqualTo("command: /bin/sh was killed by signal 9 (KILL)");
  }

  @Test
  void a_check_passes_where_the_command_succeeds_and_says_so() throws Exception {
    Sheet sheet =
        host.builtin("check.command", Map.of("run", "echo quorum: ok", "contains", "quorum: ok"));

    assertThat(host.runOne(sheet).message()).isEqualTo("said 'quorum: ok'");
  }

  @Test
  void a_check_fails_on_another_answer_and_on_another_exit_code() throws Exception {
    Sheet other = host.builtin("check.command", Map.of("run", "echo 2 of 3", "contains", "3 of 3"));
    assertThat(host.runOne(other).error())
        .isEqualTo("check.command: 'echo 2 of 3' said nothing of '3 of 3': 2 of 3");

    Sheet broken = host.builtin("check.command", Map.of("run", "echo 3 of 3; false"));
    assertThat(host.run(2, broken).results().get(0).error())
        .isEqualTo("check.command: 'echo 3 of 3; false' ended with exit code 1: 3 of 3");
  }

  @Test
  void what_an_earlier_try_said_does_not_count() throws Exception {
    Sheet sheet =
        host.builtin(
                "check.command",
                Map.of(
                    "run", "[ -e tried ] || { touch tried; echo yes; exit 1; }", "contains", "yes"))
            .retries(1, true);

    assertThat(host.runOne(sheet).error()).contains("said nothing of 'yes'");
  }

  private Sheet command(Map<String, Object> params) {
    return host.builtin("command", params);
  }
}
