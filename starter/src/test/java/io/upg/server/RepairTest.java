package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upg.temporal.OnEitherTemporal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A word on single tasks, as an operator types it, against every process. */
@OnEitherTemporal
class RepairTest {
  @TempDir static Path temp;
  private static ShopCloud cloud;

  @BeforeAll
  static void start() throws Exception {
    cloud = new ShopCloud(temp, Optional.empty(), "story", "beside", "left");
    cloud.start();
  }

  @AfterAll
  static void stop() {
    cloud.close();
    assertThat(UpProcess.processesOf(temp)).isEmpty();
  }

  @Test
  void one_task_is_taken_back_and_one_let_go_and_nothing_else_runs_twice() throws Exception {
    cloud.compile("story").exits(0);
    cloud.spoil("story-2", "broken-convert");
    cloud.upg("run", "story").exits(1);

    cloud
        .upg("retry", "story", "story-2_convert_shop")
        .exits(1)
        .prints("retry of 1 task: fail 1", "exit code 3", "upg logs story story-2_convert_shop")
        .prints("story: waiting", "upg retry story --failed");
    JsonNode failed = cloud.upg("retry", "story", "--failed", "-o", "json").exits(1).document();
    assertThat(failed.at("/state").asText()).isEqualTo("waiting");

    cloud
        .upg("rollback", "story", "story-2_convert_shop", "--reason", "its data are bad")
        .exits(0)
        .prints("rollback of 1 task: rolled_back 1", "Nothing is in the way any more");
    assertThat(cloud.state("story", "story-2", "convert")).isEqualTo("rolled_back");
    assertThat(cloud.state("story", "story-2", "stop")).isEqualTo("done");

    cloud.mend("story-2", "broken-convert");
    cloud
        .upg("skip", "story", "story-2_upgrade_shop", "--reason", "done by hand")
        .exits(0)
        .prints("skip of 1 task: story-2_upgrade_shop", "story: waiting")
        .says("Still to run", "story-2_start_shop");
    cloud.upg("resume", "story").exits(0).prints("story: done", "skipped: story-2_upgrade_shop");

    assertThat(cloud.executions("story-2"))
        .containsExactly("stop", "convert", "convert", "convert", "convert", "start");
    for (String other : List.of("story-1", "story-3", "story-4")) {
      assertThat(cloud.executions(other)).as(other).isEqualTo(ShopCloud.ACTIONS);
    }
    assertThat(story())
        .containsExactly(
            "run accepted 20",
            "retry accepted 1",
            "retry accepted 1",
            "rollback accepted 1",
            "skip accepted 1",
            "resume accepted 10");
    cloud.upg("audit", "story").exits(0).prints("reason: its data are bad", "test: rollback");

    cloud.upg("retry", "story", "story-2_upgrade_shop").exits(0).prints("retry of 1 task: done 1");
    assertThat(cloud.executions("story-2")).endsWith("start", "upgrade");
    JsonNode refused =
        cloud.upg("retry", "story", "story-1_stop_shop", "-o", "json").exits(4).document();
    assertThat(refused.at("/error/rule").asText()).isEqualTo("wrong-state");
    assertThat(refused.at("/error/tasks").toString()).isEqualTo("[\"story-1_stop_shop\"]");
    assertThat(story()).last().isEqualTo("retry refused: wrong-state 0");
  }

  private static List<String> story() {
    JsonNode audit = cloud.upg("audit", "story", "-o", "json").exits(0).document();
    return StreamSupport.stream(audit.spliterator(), false)
        .map(
            row ->
                "%s %s %d"
                    .formatted(
                        row.get("command").asText(),
                        row.get("outcome").asText(),
                        row.get("tasks").size()))
        .toList();
  }

  @Test
  void a_retry_waits_for_no_other_host_and_its_exit_code_speaks_of_its_task_only()
      throws Exception {
    cloud.compile("beside").exits(0);
    cloud.spoil("beside-1", "hold-stop");
    cloud.spoil("beside-2", "broken-convert");
    cloud.upg("run", "beside", "--detach").exits(0);
    cloud.awaitExecution("beside-1", "stop");
    cloud.awaitTask("beside", "beside-2", "convert", "fail");
    cloud.mend("beside-2", "broken-convert");

    cloud
        .upg("retry", "beside", "beside-2_convert_shop")
        .exits(0)
        .prints("retry of 1 task: done 1", "beside: running");

    assertThat(cloud.executions("beside-1")).containsExactly("stop");
    cloud.upg("rollback", "beside", "beside-1_stop_shop").exits(4).says("at work on");
    cloud.mend("beside-1", "hold-stop");
    cloud.awaitEnd("beside");
    cloud.upg("run", "beside").exits(0);
    assertThat(cloud.executions("beside-2"))
        .containsExactly("stop", "convert", "convert", "upgrade", "start");
  }

  @Test
  void a_signal_ends_the_following_and_not_the_run() throws Exception {
    cloud.compile("left").exits(0);
    cloud.spoil("left-1", "hold-stop");
    Path said = temp.resolve("left.err");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "io.upg.cli.Upg",
            "run",
            "left");
    builder.environment().put("UPG_HOME", cloud.home().toString());
    Process following = builder.redirectError(said.toFile()).start();
    cloud.awaitExecution("left-1", "stop");
    assertThat(Wait.until(ShopCloud.PATIENCE, () -> text(said).contains("data, batch 1"))).isTrue();

    // TERM does what Ctrl-C does; INT itself is ignored where the gate runs in the background.
    following.destroy();

    assertThat(following.waitFor(ShopCloud.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(following.exitValue()).isEqualTo(128 + 15);
    assertThat(text(said)).contains("No longer following; run 1 goes on", "upg status left");
    cloud.mend("left-1", "hold-stop");
    cloud.upg("run", "left").exits(0);
    assertThat(cloud.executions("left-1")).isEqualTo(ShopCloud.ACTIONS);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
