package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of a node task while it runs: real agents, a real script that takes its time. */
@Tag("server")
class LiveProgressTest {
  @TempDir static Path temp;

  @Test
  void the_task_that_runs_now_is_shown_until_its_result_is_there() throws Exception {
    try (ShopCloud cloud = new ShopCloud(temp, Optional.empty(), "live")) {
      cloud.start();
      cloud.compile("live").exits(0);
      cloud.spoil("live-1", "hold-convert");
      cloud.upg("run", "live", "--detach").exits(0);
      cloud.awaitExecution("live-1", "convert");

      assertThat(Wait.until(ShopCloud.PATIENCE, () -> live(cloud, "convert").equals("running")))
          .as("%s", cloud.upg("tasks", "live", "--host", "live-1"))
          .isTrue();
      assertThat(live(cloud, "stop")).isEqualTo("ended");
      assertThat(live(cloud, "start")).isEqualTo("waiting");
      JsonNode status = cloud.upg("status", "live", "-o", "json").document();
      assertThat(status.at("/live/running").asInt()).isEqualTo(1);
      cloud.upg("status", "live").prints("now: 1 node task at work (as of ");
      cloud.upg("tasks", "live", "--host", "live-1").prints("runs (as of ", "its turn comes");

      cloud.mend("live-1", "hold-convert");
      cloud.awaitState("live", "done");
      assertThat(live(cloud, "convert")).isEmpty();
      assertThat(cloud.upg("status", "live", "-o", "json").document().at("/live").isNull())
          .isTrue();
    }
    assertThat(UpProcess.processesOf(temp)).isEmpty();
  }

  /** Empty where nothing is known. */
  private static String live(ShopCloud cloud, String action) {
    return cloud
        .upg("tasks", "live", "live-1_" + action + "_shop", "-o", "json")
        .document()
        .at("/0/live/state")
        .asText();
  }
}
