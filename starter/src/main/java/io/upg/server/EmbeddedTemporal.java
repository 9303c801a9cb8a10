package io.upg.server;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.temporal.internal.testservice.TestServicesStarter;
import io.upg.http.Addresses;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The SDK's in-memory test server, in this process, on loopback, in real time. The library's own
 * starter listens on all interfaces, so the server is built here from the same services.
 */
final class EmbeddedTemporal implements TemporalServer {
  private static final String WORKFLOW_SERVICE = "temporal.api.workflowservice.v1.WorkflowService";
  private static final boolean REAL_TIME = true;

  private final TestServicesStarter services;
  private final Server server;

  private EmbeddedTemporal(TestServicesStarter services, Server server) {
    this.services = services;
    this.server = server;
  }

  static EmbeddedTemporal start(int port) throws IOException {
    TestServicesStarter services = new TestServicesStarter(REAL_TIME, 0);
    NettyServerBuilder builder = NettyServerBuilder.forAddress(Addresses.loopback(port));
    for (BindableService service : services.getServices()) {
      builder.addService(service);
    }
    HealthStatusManager health = new HealthStatusManager();
    builder.addService(health.getHealthService());
    Server server = builder.build().start();
    health.setStatus(WORKFLOW_SERVICE, io.grpc.health.v1.HealthCheckResponse.ServingStatus.SERVING);
    return new EmbeddedTemporal(services, server);
  }

  @Override
  public String target() {
    return Addresses.LOOPBACK + ":" + server.getPort();
  }

  @Override
  public Optional<String> ui() {
    return Optional.empty();
  }

  @Override
  public String description() {
    return "Temporal: the in-memory test server. It has no Web UI and no limits, and what is in flight"
        + " is lost when it stops (PostgreSQL keeps plan and states). For a real one put `temporal`"
        + " on PATH, or say --temporal HOST:PORT";
  }

  @Override
  public void close() {
    server.shutdown();
    try {
      // Long polls would hold it for a minute: they are cut.
      if (!server.awaitTermination(200, TimeUnit.MILLISECONDS)) {
        server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    services.close();
  }
}
