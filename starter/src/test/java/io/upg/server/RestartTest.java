package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.temporal.OnEitherTemporal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a deployment when parts of it stop. */
@OnEitherTemporal
class RestartTest {
  @TempDir Path temp;

  @Test
  void a_run_that_is_stopped_with_everything_goes_on_after_the_next_start() throws Exception {
    try (ShopCloud cloud = new ShopCloud(temp, Optional.empty(), "shop")) {
      cloud.start();
      cloud.compile("shop").exits(0);
      cloud.upg("run", "shop", "--detach").exits(0);
      cloud.awaitExecution("shop-1", "stop");
      cloud.stop();
      assertThat(UpProcess.processesOf(temp)).isEmpty();

      cloud.start();
      cloud.awaitEnd("shop");
      if (cloud.state("shop").equals("waiting")) {
        cloud.upg("run", "shop").exits(0);
      }

      assertThat(cloud.state("shop")).isEqualTo("done");
      for (String host : ShopCloud.hosts("shop")) {
        assertThat(cloud.executions(host)).as(host).isEqualTo(ShopCloud.ACTIONS);
      }
    }
  }

  @Test
  void queries_answer_while_only_postgresql_runs() throws Exception {
    DataFolder apart = new DataFolder(temp.resolve("apart"));
    Files.createDirectories(apart.root());
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.start(
                apart.postgres(), Ports.in(apart.ports()), apart.root().resolve("log"));
        ShopCloud cloud = new ShopCloud(temp, Optional.of(postgres.jdbcUrl()), "shop")) {
      cloud.start();
      cloud.compile("shop").exits(0);
      cloud.spoil("shop-2", "broken-stop");
      cloud.upg("run", "shop").exits(1);
      cloud.stop();

      cloud.upg("status", "shop").exits(0).prints("waiting", "shop-2_stop_shop");
      assertThat(cloud.state("shop", "shop-1", "start")).isEqualTo("done");
      cloud.upg("logs", "shop", "shop-2_stop_shop").exits(0).prints("found the file broken-stop");
      cloud.upg("plan", "show", "shop").exits(0).prints("shop 1.0 -> 2.0");
    }
  }
}
