package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upg.cli.CliRun;
import io.upg.temporal.OnEitherTemporal;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every process, real scripts, and the commands an operator types. */
@OnEitherTemporal
class EndToEndTest {
  @TempDir static Path temp;
  private static ShopCloud cloud;

  @BeforeAll
  static void start() throws Exception {
    cloud = new ShopCloud(temp, Optional.empty(), "well", "mend", "held", "both", "ends");
    cloud.start();
  }

  @AfterAll
  static void stop() {
    cloud.close();
    assertThat(UpProcess.processesOf(temp)).isEmpty();
  }

  @Test
  void a_project_runs_every_task_once_and_says_so() {
    JsonNode compiled = compiled("well");
    assertThat(compiled.at("/tasks").asInt()).isEqualTo(4 * 5); // distribute and four actions

    JsonNode status = cloud.upg("run", "well", "-o", "json").exits(0).document();

    assertThat(status.at("/state").asText()).isEqualTo("done");
    assertThat(status.at("/counts/done").asInt()).isEqualTo(20);
    for (String host : ShopCloud.hosts("well")) {
      assertThat(cloud.executions(host)).as(host).isEqualTo(ShopCloud.ACTIONS);
    }
    JsonNode tasks = cloud.upg("tasks", "well", "-o", "json").exits(0).document();
    assertThat(tasks).hasSize(20);
    assertThat(tasks).allMatch(task -> task.at("/state").asText().equals("done"));
    assertThat(tasks).allMatch(task -> task.at("/attempt").asInt() == 1);
    cloud.upg("logs", "well", "well-1_stop_shop").exits(0).prints("well-1_stop_shop", "done");

    cloud.upg("run", "well").exits(0).says("Nothing is left");
    assertThat(cloud.executions("well-1")).isEqualTo(ShopCloud.ACTIONS);
  }

  @Test
  void a_failed_task_lets_its_batch_finish_and_stops_the_next_until_it_is_mended()
      throws Exception {
    compiled("mend");
    cloud.spoil("mend-2", "broken-convert");

    cloud.upg("run", "mend").exits(1);

    assertThat(cloud.executions("mend-1")).as("the neighbour").isEqualTo(ShopCloud.ACTIONS);
    assertThat(cloud.executions("mend-2")).as("later tasks").containsExactly("stop", "convert");
    assertThat(cloud.executions("mend-3")).as("the next batch").isEmpty();
    assertThat(cloud.state("mend", "mend-2", "convert")).isEqualTo("fail");
    assertThat(cloud.state("mend", "mend-2", "upgrade")).isEqualTo("undo");
    CliRun status = cloud.upg("status", "mend").exits(0);
    status.prints("waiting", "mend-2_convert_shop", "exit code 3", "upg logs", "upg run mend");
    cloud
        .upg("logs", "mend", "mend-2_convert_shop")
        .exits(0)
        .prints("found the file broken-convert");

    cloud.mend("mend-2", "broken-convert");
    cloud.upg("run", "mend").exits(0);

    assertThat(cloud.state("mend")).isEqualTo("done");
    assertThat(cloud.executions("mend-1")).isEqualTo(ShopCloud.ACTIONS);
    assertThat(cloud.executions("mend-2"))
        .containsExactly("stop", "convert", "convert", "upgrade", "start");
    assertThat(cloud.executions("mend-4")).isEqualTo(ShopCloud.ACTIONS);
  }

  @Test
  void a_pause_lets_the_batch_finish_and_resume_goes_on_behind_it() throws Exception {
    compiled("held");
    cloud.spoil("held-1", "hold-convert");
    cloud.upg("run", "held", "--detach").exits(0);
    cloud.awaitExecution("held-1", "convert");

    cloud.upg("pause", "held").exits(0);
    cloud.mend("held-1", "hold-convert");
    cloud.awaitState("held", "paused");

    assertThat(cloud.executions("held-1")).isEqualTo(ShopCloud.ACTIONS);
    assertThat(cloud.executions("held-3")).isEmpty();

    cloud.upg("resume", "held").exits(0);
    assertThat(cloud.state("held")).isEqualTo("done");
    for (String host : ShopCloud.hosts("held")) {
      assertThat(cloud.executions(host)).as(host).isEqualTo(ShopCloud.ACTIONS);
    }
  }

  @Test
  void an_abort_now_ends_the_running_script_at_once_and_a_run_goes_on_from_there()
      throws Exception {
    compiled("ends");
    cloud.spoil("ends-1", "hold-convert");
    cloud.upg("run", "ends", "--detach").exits(0);
    cloud.awaitExecution("ends-1", "convert");
    assertThat(cloud.scripts("ends-1")).isNotEmpty();

    cloud.upg("abort", "ends", "--now").exits(0);
    cloud.awaitState("ends", "aborted");

    assertThat(cloud.scripts("ends-1")).as("processes of the script").isEmpty();
    assertThat(cloud.state("ends", "ends-1", "convert")).isEqualTo("fail");
    assertThat(cloud.state("ends", "ends-1", "upgrade")).isEqualTo("undo");
    assertThat(cloud.executions("ends-3")).as("the next batch").isEmpty();
    cloud
        .upg("logs", "ends", "ends-1_convert_shop")
        .exits(0)
        .prints("stopped by abort --now of test");

    cloud.mend("ends-1", "hold-convert");
    cloud.upg("run", "ends").exits(0);
    assertThat(cloud.state("ends")).isEqualTo("done");
    assertThat(cloud.executions("ends-1"))
        .containsExactly("stop", "convert", "convert", "upgrade", "start");
  }

  @Test
  void a_run_beside_an_open_one_follows_it_or_is_refused() throws Exception {
    compiled("both");
    cloud.upg("run", "both", "distribute").exits(0);
    cloud.spoil("both-1", "hold-stop");
    cloud.upg("run", "both", "data", "--host", "both-[1-2]", "--detach").exits(0);
    cloud.awaitExecution("both-1", "stop");

    CliRun other = cloud.upg("run", "both", "-o", "json").exits(4);
    assertThat(other.document().at("/error/rule").asText()).isEqualTo("run-open");

    cloud.mend("both-1", "hold-stop");
    cloud.upg("run", "both", "data", "--host", "both-[1-2]").exits(0);
    assertThat(cloud.executions("both-1")).isEqualTo(ShopCloud.ACTIONS);
    assertThat(cloud.executions("both-3")).isEmpty();
  }

  private static JsonNode compiled(String group) {
    return cloud.compile(group).exits(0).document();
  }
}
