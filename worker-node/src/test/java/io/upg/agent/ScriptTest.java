package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.agent.process.OutputTail;
import io.upg.agent.process.ProcessMarks;
import io.upg.contract.TaskResult;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptTest {
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
  void a_script_that_ends_with_0_is_done() throws Exception {
    TaskResult result =
        host.runOne(host.script("convert", "echo went well; touch \"$UPG_ROOT/made\""));

    assertThat(result.state()).isEqualTo(TaskState.DONE);
    assertThat(result.exit()).isZero();
    assertThat(result.error()).isNull();
    assertThat(result.tail()).isEqualTo("went well\n");
    assertThat(result.startedAt()).isBefore(result.finishedAt());
    assertThat(host.root().resolve("made")).exists();
  }

  @Test
  void any_other_exit_code_is_a_failure_that_names_script_code_and_last_line() throws Exception {
    TaskResult result = host.runOne(host.script("convert", "echo no such table >&2; exit 3"));

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.error()).isEqualTo("convert.sh ended with exit code 3: no such table");
    assertThat(result.tail()).isEqualTo("no such table\n");
  }

  @Test
  void its_task_file_has_exactly_the_promised_keys() throws Exception {
    host.var("vip", "10.0.0.9").var("port", 8080);
    Sheet sheet =
        host.script("convert", "cp \"$UPG_TASK\" \"$UPG_ROOT/seen\"")
            .params(Map.of("port", "${vars.port}", "url", "http://${vars.vip}:${vars.port}/"));

    assertThat(host.runOne(sheet).error()).isNull();

    Map<?, ?> seen = CanonicalJson.read(Files.readAllBytes(host.root().resolve("seen")), Map.class);
    assertThat(seen.keySet().toString())
        .isEqualTo(
            "[action, attempt, component, direction, dryRun, from, host, labels, params, peers,"
                + " phase, project, releaseDir, revision, roles, stateDir, task, to, vars]");
    assertThat(seen.get("params")).isEqualTo(Map.of("port", 8080, "url", "http://10.0.0.9:8080/"));
    assertThat(seen.get("peers")).isEqualTo(List.of(Map.of("host", "h2", "version", "2024.1")));
    assertThat(seen.get("direction")).isEqualTo("run");
    assertThat(seen.get("dryRun")).isEqualTo(false);
    assertThat(Path.of(seen.get("stateDir").toString())).isDirectory().startsWith(host.own());
    assertThat(Path.of(seen.get("releaseDir").toString()).resolve("convert.sh")).isExecutable();
  }

  @Test
  void arguments_and_environment_are_filled_in_and_nothing_else_is_inherited() throws Exception {
    host.var("db", Map.of("name", "keystone"));
    Sheet sheet =
        host.script("convert", "echo \"$@\"; env | cut -d= -f1 | sort | tr '\\n' ' '")
            .args(
                List.of("--to", "${to}", "--from=${from}", "${vars.db.name}@${host}"),
                Map.of("DATABASE", "${vars.db.name}"));

    assertThat(host.runOne(sheet).tail().lines())
        .containsExactly(
            "--to 2025.1 --from=2024.1 keystone@h1",
            "DATABASE HOME LANG PATH PWD PYTHONPATH UPG_RESULT UPG_ROOT UPG_TASK ");
  }

  @Test
  void a_reference_to_what_the_host_does_not_have_is_refused_before_anything_runs()
      throws Exception {
    Sheet sheet =
        host.script("convert", "touch \"$UPG_ROOT/ran\"")
            .args(List.of("${vars.nowhere}"), Map.of());

    TaskResult result = host.runOne(sheet);

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.error()).startsWith("'${vars.nowhere}' is not defined on this host");
    assertThat(host.root().resolve("ran")).doesNotExist();
  }

  @Test
  void exit_75_is_tried_again_within_the_attempt() throws Exception {
    Sheet sheet =
        host.script("convert", "echo x >>tries; [ $(wc -l <tries) -ge 3 ] || exit 75; echo yes");

    TaskResult result = host.runOne(sheet);

    assertThat(result.state()).isEqualTo(TaskState.DONE);
    assertThat(Files.readAllLines(host.work(sheet, 1).resolve("tries"))).hasSize(3);
    assertThat(result.tail()).contains("-- try 1 of 4 failed; again in 0.01s");
  }

  @Test
  void exit_75_fails_when_its_retries_are_used_up() throws Exception {
    Sheet sheet = host.script("convert", "echo x >>tries; exit 75").retries(2, false);

    TaskResult result = host.runOne(sheet);

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.error())
        .isEqualTo("convert.sh asked to be tried again (exit code 75) (3 tries)");
    assertThat(Files.readAllLines(host.work(sheet, 1).resolve("tries"))).hasSize(3);
  }

  @Test
  void other_failures_are_tried_again_only_where_the_release_says_so() throws Exception {
    Sheet never = host.script("one", "echo x >>tries; exit 1").retries(2, false);
    Sheet again = host.script("two", "echo x >>tries; exit 1").retries(2, true);

    host.run(1, never);
    host.run(2, again);

    assertThat(Files.readAllLines(host.work(never, 1).resolve("tries"))).hasSize(1);
    assertThat(Files.readAllLines(host.work(again, 2).resolve("tries"))).hasSize(3);
  }

  @Test
  void a_timeout_ends_grandchildren_too_even_those_in_a_session_of_their_own() throws Exception {
    Sheet sheet =
        host.script(
                "convert",
                "sh -c 'trap \"\" TERM; sleep 300 & wait' & (setsid sleep 301 &); sleep 302")
            .timeout(Duration.ofMillis(700));

    TaskResult result = host.runOne(sheet);

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.exit()).isNull();
    assertThat(result.error()).contains("timeout after 0.7s");
    assertThat(ProcessMarks.in(folder)).isEmpty();
  }

  @Test
  void a_script_killed_by_a_signal_says_which() throws Exception {
    TaskResult result = host.runOne(host.script("convert", "kill -KILL $$"));

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.exit()).isNull();
    assertThat(result.error()).isEqualTo("convert.sh was killed by signal 9 (KILL)");
  }

  @Test
  void a_missing_interpreter_is_named() throws Exception {
    host.file("convert.py", "#!/opt/python9/bin/python9\n");
    TaskResult result = host.runOne(new Sheet(host, "convert").script("convert.py", null));

    assertThat(result.error())
        .isEqualTo(
            "convert.py cannot be run: its interpreter /opt/python9/bin/python9 is not installed on this host");

    host.file("other.py", "#!/usr/bin/env python9\n");
    assertThat(
            host.run(2, new Sheet(host, "other").script("other.py", null)).results().get(0).error())
        .startsWith("other.py cannot be run: its interpreter python9 is not on PATH");
  }

  @Test
  void a_file_that_is_no_program_is_refused() throws Exception {
    host.file("convert.txt", "hello\n");

    assertThat(host.runOne(new Sheet(host, "convert").script("convert.txt", null)).error())
        .startsWith("convert.txt cannot be run: it is not a program");
  }

  @Test
  void a_script_that_was_changed_on_the_host_is_refused() throws Exception {
    Sheet sheet = host.script("convert", "true");
    host.run(1, sheet);
    Path release = Files.list(host.own().resolve("releases/keystone")).findFirst().orElseThrow();
    Files.writeString(release.resolve("convert.sh"), "#!/bin/sh\ntouch \"$UPG_ROOT/ran\"\n");

    TaskResult result = host.run(2, sheet).results().get(0);

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.error()).startsWith("Script convert.sh was changed on this host: its digest");
    assertThat(host.root().resolve("ran")).doesNotExist();
  }

  @Test
  void a_patched_script_runs_in_place_of_the_released_one() throws Exception {
    Sheet sheet = host.script("convert", "echo old; exit 1");
    assertThat(host.run(1, sheet).results().get(0).state()).isEqualTo(TaskState.FAIL);

    sheet.patch("convert.sh", "#!/bin/sh\necho patched\n");

    assertThat(host.run(2, sheet).results().get(0).tail()).isEqualTo("patched\n");
  }

  @Test
  void its_message_is_told_and_a_broken_result_file_is_a_note() throws Exception {
    Sheet good =
        host.script("one", "echo '{\"message\":\"7 rows\",\"calls\":[]}' >\"$UPG_RESULT\"");
    Sheet bad = host.script("two", "echo '{nonsense' >\"$UPG_RESULT\"");

    assertThat(host.run(1, good).results().get(0).message()).isEqualTo("7 rows");
    TaskResult noted = host.run(2, bad).results().get(0);
    assertThat(noted.state()).isEqualTo(TaskState.DONE);
    assertThat(noted.message()).startsWith("UPG_RESULT is not valid: ");
  }

  @Test
  void of_much_output_the_end_is_kept_as_clean_text() throws Exception {
    TaskResult result =
        host.runOne(
            host.script(
                "convert",
                "i=0; while [ $i -lt 3000 ]; do echo zeile-ä-$i; i=$((i+1)); done; printf 'a\\000b'"));

    assertThat(result.tail().getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(OutputTail.MAX_BYTES + 4);
    assertThat(result.tail()).endsWith("zeile-ä-2999\na\uFFFDb").doesNotStartWith("\uFFFD");
  }

  @Test
  void state_is_kept_between_run_and_rollback() throws Exception {
    Sheet sheet =
        host.script(
            "convert",
            "state=$(sed -n 's/.*\"stateDir\" : \"\\(.*\\)\".*/\\1/p' \"$UPG_TASK\"); echo 42 >\"$state/kept\"",
            "state=$(sed -n 's/.*\"stateDir\" : \"\\(.*\\)\".*/\\1/p' \"$UPG_TASK\"); cat \"$state/kept\"");

    assertThat(host.runOne(sheet).error()).isNull();
    TaskResult back = host.rollbackOne(sheet);

    assertThat(back.state()).isEqualTo(TaskState.ROLLED_BACK);
    assertThat(back.tail()).isEqualTo("42\n");
  }

  @Test
  void what_cannot_be_taken_back_says_so() throws Exception {
    TaskResult result = host.rollbackOne(host.script("convert", "true").impossibleBack());

    assertThat(result.state()).isEqualTo(TaskState.ROLLBACK_FAIL);
    assertThat(result.error()).contains("cannot be taken back");
  }
}
