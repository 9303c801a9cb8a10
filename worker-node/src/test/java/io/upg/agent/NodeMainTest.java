package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testserver.TestServer;
import io.upg.http.Addresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code upg-node} as a process of its own. */
class NodeMainTest {
  private static final long LIMIT_SECONDS = 60;

  @TempDir Path folder;
  private TestServer.PortBoundTestServer temporal;
  private int port;
  private Process node;

  @BeforeEach
  void open() throws Exception {
    port = Addresses.freePort();
    temporal = TestServer.createPortBoundServer(port);
    Files.createDirectories(folder.resolve("root"));
  }

  @AfterEach
  void close() throws Exception {
    if (node != null) {
      node.destroyForcibly().waitFor();
    }
    temporal.close();
  }

  @Test
  void it_polls_until_it_gets_a_term_and_then_ends_with_0() throws Exception {
    node = start("--host", "h1", "--temporal", "127.0.0.1:" + port, "--artifacts", artifacts());
    Await.until(() -> said().contains("upg-node: h1 polls"), "the agent to poll");
    assertThat(folder.resolve("own/journal")).exists();

    node.destroy();

    assertThat(node.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).as(said()).isZero();
  }

  @Test
  void it_waits_for_a_temporal_that_comes_after_it() throws Exception {
    temporal.close();
    node = start("--host", "h1", "--temporal", "127.0.0.1:" + port, "--artifacts", artifacts());
    Await.until(() -> said().contains("Temporal does not answer"), "the agent to say it");

    temporal = TestServer.createPortBoundServer(port);

    Await.until(() -> said().contains("upg-node: h1 polls"), "the agent to poll");
  }

  @Test
  void bad_usage_ends_with_2_and_says_what_is_missing() throws Exception {
    node = start("--host", "h1");

    assertThat(node.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).isEqualTo(2);
    assertThat(said()).contains("Missing required options").contains("--temporal=HOST:PORT");
  }

  @Test
  void a_host_name_with_an_underscore_is_refused() throws Exception {
    node = start("--host", "h_1", "--temporal", "127.0.0.1:" + port, "--artifacts", artifacts());

    assertThat(node.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).isEqualTo(2);
    assertThat(said()).contains("Host name 'h_1'");
  }

  private Process start(String... options) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NodeMain.class.getName(),
                "--root",
                folder.resolve("root").toString(),
                "--state-dir",
                folder.resolve("own").toString()));
    words.addAll(List.of(options));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  private String artifacts() {
    return folder.toUri().toString();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said"));
  }
}
