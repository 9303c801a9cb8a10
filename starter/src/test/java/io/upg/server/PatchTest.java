package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upg.cli.CliRun;
import io.upg.temporal.OnEitherTemporal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patches as an operator types them, against every process. */
@OnEitherTemporal
class PatchTest {
  private static final String MENDED =
      """
      #!/bin/sh
      echo "mended $1" >> "$UPG_ROOT/executions"
      grep -o '"revision" : [0-9]*' "$UPG_TASK"
      """;

  @TempDir static Path temp;
  private static ShopCloud cloud;

  @BeforeAll
  static void start() throws Exception {
    cloud = new ShopCloud(temp, Optional.empty(), "fix", "near", "work", "twin");
    cloud.start();
    cloud.compile("work").exits(0);
    change("convert", "--before", "prep.sh", "--file", script("prep"), "--rollback", "unprep.sh")
        .with("--rollback-file", script("unprep"))
        .exits(0)
        .says("4 tasks");
    change("convert", "--rollback", "back.sh", "--rollback-file", script("back1"))
        .with("--timeout", "2m", "--with", "depth=3")
        .exits(0);
    change("upgrade", "--use-script", "up.sh", "--file", script("up"), "--rollback", "none")
        .with()
        .exits(0);
  }

  /** {@code upg patch work} of one action. */
  private record Typed(List<String> args) {
    CliRun with(String... more) {
      List<String> all = new ArrayList<>(args);
      all.addAll(List.of(more));
      return cloud.upg(all.toArray(String[]::new));
    }
  }

  private static Typed change(String action, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of("patch", "work", "--component", "shop", "--reason", "r", "--action", action));
    args.addAll(List.of(options));
    return new Typed(args);
  }

  /** A script that counts itself by this name. */
  private static String script(String name) throws IOException {
    return file(name + ".sh", "#!/bin/sh\necho " + name + " >> \"$UPG_ROOT/executions\"\n");
  }

  @AfterAll
  static void stop() {
    cloud.close();
    assertThat(UpProcess.processesOf(temp)).isEmpty();
  }

  private static String file(String name, String content) throws IOException {
    return Files.writeString(temp.resolve(name), content).toString();
  }

  private static int revision(String group, String task) {
    return cloud.upg("tasks", group, task, "-o", "json").document().at("/0/revision").asInt();
  }

  @Test
  void a_failing_script_is_patched_and_only_what_had_not_run_gets_the_new_one() throws Exception {
    cloud.compile("fix").exits(0);
    cloud.spoil("fix-2", "broken-convert");
    cloud.upg("run", "fix").exits(1);
    String mended = file("mended.sh", MENDED);
    String[] patch = {
      "patch",
      "fix",
      "--component",
      "shop",
      "--script",
      "step.sh",
      "--file",
      mended,
      "--reason",
      "step.sh trips over broken-convert"
    };

    JsonNode dry = cloud.upg(with(patch, "--dry-run", "-o", "json")).exits(0).document();
    assertThat(dry.at("/tasks")).hasSize(3 + 4 + 4);
    assertThat(dry.at("/tasks/0/id").asText()).isEqualTo("fix-2_convert_shop");
    assertThat(revision("fix", "fix-2_convert_shop")).isEqualTo(1);

    cloud.upg(patch).exits(0).says("11 tasks of project 'fix' have a new revision");
    assertThat(revision("fix", "fix-2_convert_shop")).isEqualTo(2);
    assertThat(revision("fix", "fix-2_stop_shop")).isEqualTo(1);
    assertThat(revision("fix", "fix-1_convert_shop")).isEqualTo(1);

    cloud.upg("run", "fix").exits(0);
    assertThat(cloud.executions("fix-1")).isEqualTo(ShopCloud.ACTIONS);
    assertThat(cloud.executions("fix-2"))
        .containsExactly("stop", "convert", "mended convert", "mended upgrade", "mended start");
    cloud
        .upg("logs", "fix", "fix-2_convert_shop")
        .prints("\"revision\" : 2", "found the file broken-convert");

    JsonNode patches = cloud.upg("patch", "list", "fix", "-o", "json").exits(0).document();
    assertThat(patches).hasSize(1);
    assertThat(patches.at("/0/who").asText()).isEqualTo("test");
    assertThat(patches.at("/0/tasks").asInt()).isEqualTo(11);
    assertThat(patches.at("/0/sha256").asText())
        .isEqualTo(cloud.upg("artifact", "put", mended).exits(0).out().strip());
    cloud.upg("patch", "list", "fix").exits(0).prints("step.sh", "trips over");
  }

  @Test
  void the_bench_runs_a_task_as_plan_and_patches_have_it_also_where_only_its_file_is()
      throws Exception {
    Path root = Files.createDirectory(temp.resolve("laptop"));
    String before = cloud.upg("tasks", "work", "-o", "json").out();
    String[] bench = {"task", "run", "work", "work-3_convert_shop", "--host-root", root.toString()};
    cloud.upg(bench).exits(0).prints("convert of shop 2.0 on work-3: done", "executions: is new");
    assertThat(Files.readAllLines(root.resolve("executions"))).containsExactly("prep", "convert");
    cloud.upg("task", "rollback", "work", bench[3], bench[4], bench[5]).exits(0);
    assertThat(Files.readAllLines(root.resolve("executions"))).endsWith("back1", "unprep");

    String file = temp.resolve("convert.tar.gz").toString();
    cloud.upg("task", "export", "work", bench[3], "--out", file).exits(0);
    Files.delete(root.resolve("executions"));
    CliRun.upg(Map.of(), "task", "run", file, "--host-root", root.toString()).exits(0);
    assertThat(Files.readAllLines(root.resolve("executions"))).containsExactly("prep", "convert");

    cloud.upg("task", "run", "work", "work-9_convert_shop", bench[4], bench[5]).exits(2);
    assertThat(cloud.upg("tasks", "work", "-o", "json").out()).isEqualTo(before);
  }

  @Test
  void what_cannot_be_patched_is_refused_and_nothing_is_stored() throws Exception {
    cloud.compile("near").exits(0);
    String words = file("words.txt", "no program\n");
    String good = file("good.sh", MENDED);

    patch("near", "step.sh", words).exits(2).says("neither '#!' nor an ELF header");
    patch("near", "stepp.sh", good).exits(2).says("no file 'stepp.sh'", "Did you mean 'step.sh'?");
    patch("near", "step.sh", temp.resolve("nowhere").toString()).exits(2).says("There is no file");
    cloud
        .upg("patch", "near", "--component", "shop", "--script", "step.sh", "--file", good)
        .exits(2)
        .says("needs a reason");
    assertThat(cloud.upg("patch", "list", "near", "-o", "json").document()).isEmpty();
  }

  @Test
  void workarounds_run_around_their_task_and_a_rollback_is_the_one_that_ran_forward_had()
      throws Exception {
    cloud.upg("run", "work").exits(0);
    assertThat(cloud.executions("work-1"))
        .containsExactly("stop", "prep", "convert", "up", "start");
    cloud.upg("logs", "work", "work-1_convert_shop").prints("-- part 1 of 2: before prep.sh");
    assertThat(revision("work", "work-1_convert_shop")).isEqualTo(3);

    String[] mendedScript = {"--script", "step.sh", "--file", file("mended.sh", MENDED)};
    named("work-1_convert_shop", mendedScript).exits(4).says("only its way back");
    named("work-1_convert_shop", "--script", "back.sh", "--file", script("back2"))
        .exits(0)
        .says("1 task of project 'work' has a new revision");

    for (String host : List.of("work-1", "work-2")) {
      cloud
          .upg("rollback", "work", host + "_convert_shop", "--only", "--reason", "look at it")
          .exits(0);
    }
    assertThat(cloud.executions("work-1")).endsWith("start", "back2", "unprep");
    assertThat(cloud.executions("work-2")).endsWith("start", "back1", "unprep");
  }

  private static CliRun named(String task, String... change) {
    return cloud.upg(
        with(
            with(new String[] {"patch", "work", task, "--component", "shop"}, change),
            "--reason",
            "r"));
  }

  @Test
  void another_project_takes_over_the_patches_of_the_same_release() {
    cloud.compile("twin").exits(0);
    cloud
        .upg("patch", "twin", "--from", "wrok", "--reason", "r")
        .exits(2)
        .says("no project 'wrok'");

    cloud
        .upg("patch", "twin", "--from", "work", "--reason", "as at the first site")
        .exits(0)
        .says("Patch 1 of 'work' (shop: r) is taken over for 4 tasks.");
    assertThat(revision("twin", "twin-1_convert_shop")).isGreaterThanOrEqualTo(3);
    cloud.upg("patch", "list", "twin").exits(0).prints("(from work 1)", "(from work 3)");
    cloud
        .upg("patch", "twin", "--from", "work", "--reason", "again")
        .exits(0)
        .says("Patch 1 of 'work' (shop: r) is not taken over: 4 tasks are so already");

    cloud.upg("run", "twin").exits(0);
    assertThat(cloud.executions("twin-1"))
        .containsExactly("stop", "prep", "convert", "up", "start");
  }

  @Test
  void patches_are_written_into_a_release_that_compiles_and_runs_as_they_did() throws Exception {
    Path out = temp.resolve("patched");
    CliRun export = cloud.upg("patch", "export", "work", "--out", out.toString()).exits(0);
    export.prints("shop 2.0 with");
    assertThat(out.resolve("shop/2.0/component.yaml"))
        .content()
        .contains(
            "upgrades-from: [\"1.0\"]", "stop: {script: step.sh, rollback: none, args: [stop]}")
        .contains("\"before\":[{\"rollback\":\"unprep.sh\",\"script\":\"prep.sh\"}]")
        .contains("\"script\":\"up.sh\"", "\"timeout\":\"120000ms\"", "\"with\":{\"depth\":3}");

    String project =
        Files.readString(temp.resolve("near-project.yaml"))
            .replace("project: near", "project: second")
            .replace("releases: releases", "releases: patched");
    cloud.upg("compile", file("second.yaml", project)).exits(0);
    cloud.upg("run", "second").exits(0);
    assertThat(cloud.executions("near-1"))
        .containsExactly("stop", "prep", "convert", "up", "start");
    cloud.upg("rollback", "second", "--host", "near-1", "--phase", "data").exits(0);
    List<String> executions = cloud.executions("near-1");
    assertThat(executions.subList(5, executions.size()))
        .satisfiesExactly(
            back -> assertThat(back).startsWith("back"),
            last -> assertThat(last).isEqualTo("unprep"));

    cloud.upg("patch", "export", "work", "--out", out.toString()).exits(2).says("is there already");
  }

  private static CliRun patch(String group, String script, String file) {
    return cloud.upg(
        "patch", group, "--component", "shop", "--script", script, "--file", file, "--reason", "r");
  }

  private static String[] with(String[] args, String... more) {
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }
}
