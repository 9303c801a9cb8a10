package io.upg.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upg.cli.CliRun;
import io.upg.taskbench.AppRelease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseCommandsTest {
  @TempDir Path folder;

  @Test
  void a_new_release_passes_its_check() {
    upg("new", "billing", "--version", "2.0", "--from", "1.0", "--dir", folder.toString())
        .exits(0)
        .prints("component.yaml, convert.py, verify.py, .check/root/etc/billing/billing.conf");
    String release = folder.resolve("billing/2.0").toString();
    JsonNode report = upg("check", release, "-o", "json").exits(0).document();
    assertThat(report.at("/tasks")).hasSize(3);
    assertThat(results(report, 1)).doesNotContain("skipped", "broken").hasSize(10);
    assertThat(results(report, 2)).doesNotContain("skipped", "broken");
    upg("new", "billing", "--version", "2.0", "--dir", folder.toString())
        .exits(2)
        .says("is there already");
    upg("new", "a/b", "--dir", folder.toString()).exits(2).says("NAME 'a/b'");
  }

  @Test
  void actions_are_checked_in_order_each_on_the_host_that_the_former_left() {
    AppRelease app = new AppRelease(folder);
    app.release();
    app.write(
        "app/2.0/component.yaml",
        """
        component: app
        version: "2.0"
        actions:
          convert: {script: convert.sh, rollback: back.sh}
          verify:  {script: verify.sh, rollback: none}
          broken:  {script: broken.sh, rollback: none, retries: 0}
          never:   {script: verify.sh, reversible: false}
        """,
        "rw-r--r--");
    app.write(
        "app/2.0/verify.sh", "#!/bin/sh\ngrep '^format=2' $UPG_ROOT/etc/app.conf\n", "rw-r--r--");
    app.write("app/2.0/broken.sh", "#!/bin/sh\nexit 4\n", "rw-r--r--");
    Path junit = folder.resolve("report/junit.xml");
    upg(
            "check",
            folder.resolve("app/2.0").toString(),
            "--host-root",
            app.root().toString(),
            "--junit",
            junit.toString())
        .exits(1)
        .prints(
            "verify of app 2.0",
            "broken  run              it fails: broken.sh ended with exit code 4",
            "skipped run              action 'broken' comes before it and fails");
    assertThat(junit)
        .content()
        .contains("<testcase classname=\"app.never\" name=\"run\"", "<skipped ");
  }

  @Test
  void what_is_wrong_with_the_files_is_told_together_and_is_bad_input() throws Exception {
    AppRelease app = new AppRelease(folder);
    app.release();
    app.write(
        "app/2.0/component.yaml",
        """
        component: apb
        version: "2.0"
        sha256: {convert.sh: "00"}
        actions:
          convert: {script: convrt.sh, rollback: back.sh, timeot: 5m}
          look:    {use: check.dsk}
        """,
        "rw-r--r--");
    Path junit = folder.resolve("junit.xml");
    upg("check", folder.resolve("app/2.0").toString(), "--junit", junit.toString())
        .exits(2)
        .says(
            "Did you mean 'timeout'?",
            "Did you mean 'check.disk'?",
            "names 'convrt.sh'",
            "has SHA-256",
            "'component' is 'apb', but the folder is that of 'app'");
    assertThat(Files.readString(junit)).contains("name=\"schema\"", "<failure ");
    upg("check", folder.resolve("nowhere").toString()).exits(2).says("is no folder of a release");
  }

  private static List<String> results(JsonNode report, int task) {
    List<String> results = new ArrayList<>();
    report.at("/tasks/" + task + "/checks").forEach(c -> results.add(c.at("/result").asText()));
    return results;
  }

  private static CliRun upg(String command, String... args) {
    List<String> all = new ArrayList<>(List.of("release", command));
    all.addAll(List.of(args));
    return CliRun.upg(Map.of(), all.toArray(String[]::new));
  }
}
