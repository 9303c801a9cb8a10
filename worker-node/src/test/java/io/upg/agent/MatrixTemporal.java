package io.upg.agent;

import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.upg.http.Addresses;
import io.upg.temporal.TestTemporal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Temporal that is killed and started again on its port: the real one with its database on the
 * disk, or the one in memory, which then has forgotten everything.
 */
final class MatrixTemporal implements AutoCloseable {
  private final Path folder;
  private final int port = Addresses.freePort();
  private Process real;
  private TestServer.PortBoundTestServer inMemory;

  MatrixTemporal(Path folder) throws Exception {
    this.folder = folder;
    start();
  }

  String target() {
    return "127.0.0.1:" + port;
  }

  boolean forgets() {
    return !TestTemporal.isReal();
  }

  void start() throws Exception {
    if (forgets()) {
      inMemory = TestServer.createPortBoundServer(port);
      return;
    }
    real =
        new ProcessBuilder(
                List.of(
                    "temporal",
                    "server",
                    "start-dev",
                    "--headless",
                    "--ip",
                    "127.0.0.1",
                    "--port",
                    Integer.toString(port),
                    "--db-filename",
                    folder.resolve("temporal.db").toString(),
                    "--log-level",
                    "error"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("temporal.log").toFile())
            .start();
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target()).build());
    stubs.connect(Duration.ofSeconds(60));
    stubs.shutdownNow();
  }

  void kill() {
    if (real != null) {
      real.destroyForcibly().onExit().join();
    } else {
      inMemory.close();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
