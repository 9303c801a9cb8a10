package io.upg.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.upg.artifact.ArtifactClient;
import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.plan.cut.Rule;
import io.upg.plan.json.Sha256;
import io.upg.plan.patch.Patch;
import io.upg.store.StoreHarness;
import io.upg.store.TestPlans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatchPublisherTest {
  private static final byte[] SCRIPT = "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8);

  private final StoreHarness store =
      new StoreHarness().save(TestPlans.of("spring", 1).phase("data", 1, "stop").compiled());
  private final Map<String, byte[]> artifacts = new ConcurrentHashMap<>();
  private final HttpServer server = serve();

  private HttpServer serve() {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext("/sha256/", this::answer);
      http.start();
      return http;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String sha256 = exchange.getRequestURI().getPath().substring("/sha256/".length());
      if (exchange.getRequestMethod().equals("PUT")) {
        artifacts.put(sha256, exchange.getRequestBody().readAllBytes());
        exchange.sendResponseHeaders(201, -1);
        return;
      }
      byte[] content = artifacts.get(sha256);
      boolean get = exchange.getRequestMethod().equals("GET");
      exchange.sendResponseHeaders(content == null ? 404 : 200, get && content != null ? 0 : -1);
      if (get && content != null) {
        exchange.getResponseBody().write(content);
      }
    }
  }

  @AfterEach
  void close() {
    server.stop(0);
    store.close();
  }

  private CommandAnswer patch(String address, String sha256) {
    Optional<ArtifactClient> client =
        Optional.ofNullable(address)
            .map(url -> new ArtifactClient(url, ArtifactClient.Limits.SHORT));
    CommandRequest command =
        store
            .command(CommandKind.PATCH)
            .patch(new Patch("nova", "do.py", sha256, null))
            .reason("r")
            .build();
    return new PatchPublisher(store.commands, client).judge("spring", command);
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void assertRefused(CommandAnswer answer, String rule, String words) {
    assertThat(answer.accepted()).isFalse();
    assertThat(answer.refusal().rule()).isEqualTo(rule);
    assertThat(answer.refusal().message()).contains(words);
    assertThat(store.value("select revision from task_state")).isEqualTo("1");
    assertThat(store.value("select max(outcome) from audit")).isEqualTo("refused: " + rule);
  }

  @Test
  void the_sheet_is_in_the_artifact_store_when_the_revision_is_recorded() {
    String script = Sha256.hex(SCRIPT);
    artifacts.put(script, SCRIPT);

    assertThat(patch(address(), script).count()).isEqualTo(1);
    String sheet = store.value("select sheet from task_state where revision = 2");
    assertThat(artifacts).containsKey(sheet);
    assertThat(Sha256.hex(artifacts.get(sheet))).isEqualTo(sheet);
  }

  @Test
  void a_file_that_nobody_put_is_refused() {
    assertRefused(patch(address(), "b".repeat(64)), Rule.BAD_INPUT, "upg artifact put");
    assertThat(artifacts).isEmpty();
  }

  @Test
  void a_script_that_cannot_be_run_is_refused() {
    byte[] words = {'h', 'i'};
    artifacts.put(Sha256.hex(words), words);
    assertRefused(patch(address(), Sha256.hex(words)), Rule.BAD_INPUT, "neither '#!' nor an ELF");
  }

  @Test
  void without_an_artifact_server_a_patch_is_refused() {
    assertRefused(patch(null, "b".repeat(64)), Rule.ARTIFACTS, "--artifacts URL");
  }

  @Test
  void a_server_that_is_away_or_silent_refuses_instead_of_hanging() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      long begin = System.nanoTime();
      CommandAnswer answer = patch("http://127.0.0.1:" + silent.getLocalPort(), Sha256.hex(SCRIPT));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
      assertRefused(answer, Rule.ARTIFACTS, "does not answer");
    }
    server.stop(0);
    assertRefused(patch(address(), Sha256.hex(SCRIPT)), Rule.ARTIFACTS, "does not answer");
  }
}
