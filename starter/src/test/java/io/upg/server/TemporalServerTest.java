package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.upg.contract.TemporalClients;
import io.upg.http.Addresses;
import io.upg.temporal.OnEitherTemporal;
import io.upg.temporal.TestTemporal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEitherTemporal
class TemporalServerTest {
  @TempDir Path folder;

  /** Sleeps, so that time that is skipped would show. */
  @WorkflowInterface
  public interface Nap {
    @WorkflowMethod
    String sleep(long millis);
  }

  /** {@link Nap} as it is. */
  public static final class NapWorkflow implements Nap {
    @Override
    public String sleep(long millis) {
      Workflow.sleep(Duration.ofMillis(millis));
      return "rested";
    }
  }

  @Test
  void the_embedded_server_runs_workflows_in_real_time() throws Exception {
    try (TemporalServer server = EmbeddedTemporal.start(Addresses.freePort())) {
      long start = System.nanoTime();
      assertThat(nap(server, "nap", 400)).isEqualTo("rested");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
    }
  }

  @Test
  void the_embedded_server_listens_on_loopback_only() throws Exception {
    InetSocketAddress outside = new InetSocketAddress(outsideAddress(), Addresses.freePort());
    try (TemporalServer server = EmbeddedTemporal.start(outside.getPort());
        Socket socket = new Socket()) {
      assertThat(server.target()).startsWith("127.0.0.1:");
      assertThatThrownBy(() -> socket.connect(outside, 500)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_development_server_keeps_workflows_over_a_restart_and_is_taken_over_alive()
      throws Exception {
    Optional<Path> binary = DevTemporal.binary();
    assumeTrue(binary.isPresent(), "no `temporal` on PATH");
    DataFolder data = new DataFolder(folder);
    Files.createDirectories(data.logs());
    Ports ports = Ports.in(data.ports());

    try (TemporalServer first = DevTemporal.start(binary.get(), data, ports);
        TemporalServer adopted = DevTemporal.start(binary.get(), data, ports)) {
      assertThat(adopted.target()).isEqualTo(first.target());
      assertThat(nap(adopted, "kept", 1)).isEqualTo("rested");
    }
    try (TemporalServer second = DevTemporal.start(binary.get(), data, ports)) {
      WorkflowClient client = TemporalClients.client(second.target(), TemporalServer.NAMESPACE);
      assertThat(client.newUntypedWorkflowStub("kept").getResult(String.class)).isEqualTo("rested");
      client.getWorkflowServiceStubs().shutdownNow();
    }
  }

  @Test
  void the_tests_of_servers_use_the_temporal_that_was_asked_for() {
    assertThat(TemporalChoice.of(TestTemporal.CHOICE, Optional.empty()))
        .isInstanceOf(
            TestTemporal.isReal() ? TemporalChoice.Dev.class : TemporalChoice.Embedded.class);
  }

  private static String nap(TemporalServer server, String id, long millis) {
    WorkflowClient client = TemporalClients.client(server.target(), TemporalServer.NAMESPACE);
    WorkerFactory factory = WorkerFactory.newInstance(client);
    factory.newWorker("naps").registerWorkflowImplementationTypes(NapWorkflow.class);
    factory.start();
    try {
      WorkflowStub stub =
          client.newUntypedWorkflowStub(
              "Nap", WorkflowOptions.newBuilder().setTaskQueue("naps").setWorkflowId(id).build());
      stub.start(millis);
      return stub.getResult(String.class);
    } finally {
      factory.shutdownNow();
      client.getWorkflowServiceStubs().shutdownNow();
    }
  }

  private static String outsideAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
        .findFirst()
        .map(address -> address.getHostAddress())
        .orElse("127.0.0.2");
  }
}
