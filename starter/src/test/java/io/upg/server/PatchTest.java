package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upg.cli.CliRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patches as an operator types them, against every process. */
@Tag("server")
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
    cloud = new ShopCloud(temp, Optional.empty(), "fix", "near", "other");
    cloud.start();
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

  private static CliRun patch(String group, String script, String file) {
    return cloud.upg(
        "patch", group, "--component", "shop", "--script", script, "--file", file, "--reason", "r");
  }

  private static String[] with(String[] args, String... more) {
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }
}
