package io.upg.cli.bench;

import static io.upg.taskbench.AppRelease.CONVERT;
import static io.upg.taskbench.AppRelease.DRY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upg.cli.CliRun;
import io.upg.taskbench.AppRelease;
import io.upg.taskbench.RootSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskRunCommandTest {
  private static final String CALLS =
      """
      cat > $UPG_RESULT <<'END'
      {"message": "converted", "calls": [
        {"name": "keystone.list", "external": true, "ms": 40, "ok": true},
        {"name": "keystone.list", "external": true, "ms": 60, "ok": false},
        {"name": "edit_file", "ms": 1.5, "ok": true},
        {"name": "edit_file", "ms": 6, "ok": true, "count": 3}]}
      END
      """;

  @TempDir Path folder;
  private AppRelease app;

  @BeforeEach
  void release() {
    app = new AppRelease(folder);
  }

  @Test
  void a_task_runs_and_comes_back() throws Exception {
    RootSnapshot before = RootSnapshot.of(app.root());
    app.script(DRY + CONVERT + CALLS);
    app.upg("task run")
        .exits(0)
        .prints(
            "convert of app 2.0 on localhost: done after",
            "converted",
            "etc/app.conf: line 2 'format=1' became 'format=2'",
            "CALL           KIND      COUNT  FAILED  MS",
            "keystone.list  external  2      1       100",
            "edit_file      sdk       4      0       7.5");
    JsonNode back = app.upg("task rollback", "-o", "json").exits(0).document();
    assertThat(back.at("/state").asText()).isEqualTo("rolled_back");
    assertThat(back.at("/changes/0/how").asText()).isEqualTo("line 2 'format=2' became 'format=1'");
    assertThat(before.differences(RootSnapshot.of(app.root()))).isEmpty();
  }

  @Test
  void a_task_that_fails_ends_with_one_and_its_output_is_shown_as_it_comes() {
    app.script("echo looking; echo 'no such table' >&2; exit 3\n");
    CliRun run = app.upg("task run", "-o", "json").exits(1).says("looking\nno such table\n");
    assertThat(run.document().at("/state").asText()).isEqualTo("fail");
    assertThat(run.document().at("/exit").asInt()).isEqualTo(3);
    assertThat(run.document().at("/error").asText()).contains("no such table");
  }

  @Test
  void parameters_and_variables_are_those_of_the_command_line() throws Exception {
    app.script("cat $UPG_TASK > $UPG_ROOT/task\n");
    app.upg(
            "task run",
            "--set",
            "level=7",
            "--set",
            "name=a b",
            "--set",
            "vars.vip=10.0.0.9",
            "--host",
            "h7",
            "--from",
            "0.9",
            "--dry-run")
        .exits(0);
    JsonNode task =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .readTree(app.root().resolve("task").toFile());
    assertThat(task.at("/params/level").isInt()).isTrue();
    assertThat(task.at("/params/level").asInt()).isEqualTo(7);
    assertThat(task.at("/params/name").asText()).isEqualTo("a b");
    assertThat(task.at("/vars/vip").asText()).isEqualTo("10.0.0.9");
    assertThat(task.at("/host").asText()).isEqualTo("h7");
    assertThat(task.at("/from").asText()).isEqualTo("0.9");
    assertThat(task.at("/task").asText()).isEqualTo("h7_convert_app");
    assertThat(task.at("/dryRun").asBoolean()).isTrue();
  }

  @Test
  void an_exported_task_is_run_edited_and_taken_back_without_its_release() throws Exception {
    RootSnapshot before = RootSnapshot.of(app.root());
    Path file = folder.resolve("task.tar.gz");
    app.release();
    CliRun.upg(
            Map.of(),
            "task",
            "export",
            folder.resolve("app/2.0/convert.sh").toString(),
            "--set",
            "level=9",
            "--out",
            file.toString())
        .exits(0);
    io.upg.agent.artifact.FileTrees.delete(folder.resolve("app"));
    run("run", file.toString()).exits(0).prints("became 'format=2'");
    run("rollback", file.toString()).exits(0);
    assertThat(before.differences(RootSnapshot.of(app.root()))).isEmpty();

    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
    new ProcessBuilder("tar", "xzf", file.toString(), "-C", unpacked.toString()).start().waitFor();
    Path script = unpacked.resolve("release/convert.sh");
    Files.writeString(script, Files.readString(script).replace("format=2/", "format=3/"));
    run("run", unpacked.toString()).exits(0).prints("became 'format=3'");
    assertThat(Files.readString(unpacked.resolve("task.json"))).contains("\"level\" : 9");
  }

  @Test
  void a_script_in_no_release_is_a_task_too() throws Exception {
    app.release();
    Path script = folder.resolve("one.sh");
    Files.copy(folder.resolve("app/2.0/convert.sh"), script);
    Path back = folder.resolve("one-back.sh");
    Files.copy(folder.resolve("app/2.0/back.sh"), back);
    run("run", script.toString(), "--rollback", back.toString())
        .exits(0)
        .prints("script of one next");
    run("rollback", script.toString(), "--rollback", back.toString()).exits(0);
    run("check", script.toString(), "--rollback", back.toString()).exits(0);
    run("check", script.toString()).exits(1).prints("its rollback is 'none'");
  }

  @Test
  void built_ins_run_too_and_say_in_a_dry_run_what_they_would_do() {
    Path release = app.write("app/2.0/note.txt", "x", "rw-r--r--").release();
    app.write(
        "app/2.0/component.yaml",
        """
        component: app
        version: "2.0"
        actions:
          look: {use: check.disk, with: {path: /, free: 1MiB}}
          hold: {use: service.stop, with: {service: app}}
        """,
        "rw-r--r--");
    run("run", release.toString(), "look").exits(0).prints("look of app 2.0 on localhost: done");
    run("run", release.toString(), "hold", "--dry-run")
        .exits(0)
        .prints("would do service.stop {service=app}");
  }

  @Test
  void what_cannot_be_run_is_bad_usage() {
    Path release = app.release();
    run("run", release.toString(), "nothing")
        .exits(2)
        .says("Release app 2.0 has no action 'nothing'; it has convert.");
    run("run", folder.resolve("nowhere").toString()).exits(2).says("There is no file or folder");
    run("run", folder.toString()).exits(2).says("holds neither component.yaml nor task.json");
    run("run", release.toString(), "--rollback", "back.sh")
        .exits(2)
        .says("--rollback is for a script that is in no release");
    app.write("other.tar.gz", "no archive", "rw-r--r--");
    run("run", folder.resolve("other.tar.gz").toString())
        .exits(2)
        .says("other.tar.gz cannot be unpacked");
    run("run", release.toString(), "--set", "level").exits(2).says("--set 'level': expected K=V.");
    run("run", release.toString(), "--host", "a_b").exits(2).says("--host 'a_b'");
    CliRun.upg(
            Map.of(),
            "task",
            "run",
            release.toString(),
            "--host-root",
            folder.resolve("nowhere").toString())
        .exits(2)
        .says("is no folder");
    CliRun.upg(Map.of(), "task", "run", release.toString(), "--host-root", "/")
        .exits(2)
        .says("--state-dir");
    CliRun.upg(Map.of(), "task", "check", release.toString(), "--host-root", "/")
        .exits(2)
        .says("copies of a root");
    CliRun.upg(Map.of(), "task", "run", "spring", "x", "--host-root", app.root().toString())
        .exits(2)
        .says("No connection to PostgreSQL");
  }

  private CliRun run(String command, String source, String... options) {
    java.util.List<String> args =
        new java.util.ArrayList<>(java.util.List.of("task", command, source));
    args.addAll(java.util.List.of(options));
    args.addAll(java.util.List.of("--host-root", app.root().toString()));
    return CliRun.upg(Map.of(), args.toArray(String[]::new));
  }
}
