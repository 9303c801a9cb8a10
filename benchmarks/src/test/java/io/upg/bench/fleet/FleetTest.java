package io.upg.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.testserver.TestServer;
import io.upg.bench.bare.BareLimits;
import io.upg.bench.bare.BareWorker;
import io.upg.contract.TemporalClients;
import io.upg.plan.hosts.HostRange;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A fleet on the in-memory server, given work by a bare fan-out. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FleetTest {
  private static final BareLimits LIMITS = new BareLimits(20, 5, 30);

  private static TestServer.PortBoundTestServer server;
  private static WorkflowClient client;
  private static BareWorker bare;
  private static String target;

  @BeforeAll
  static void start() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    target = "127.0.0.1:" + port;
    server = TestServer.createPortBoundServer(port);
    client = TemporalClients.client(target, "default");
    bare = BareWorker.start(client);
  }

  @AfterAll
  static void stop() {
    bare.close();
    client.getWorkflowServiceStubs().shutdownNow();
    server.close();
  }

  /** Hosts of one test only: they share a server. */
  private static List<String> hosts(String prefix) {
    return HostRange.expand(prefix + "-[01-40]");
  }

  @Test
  void every_host_answers_once() {
    List<String> hosts = hosts("prompt");
    try (Fleet fleet =
        Fleet.start(hosts, target, "default", Behaviour.PROMPT, Duration.ofMillis(200))) {
      assertThat(bare.run("first", hosts, LIMITS)).isEqualTo(hosts.size());
      assertThat(bare.run("second", hosts, LIMITS)).isEqualTo(hosts.size());
      FleetReport report = fleet.report();
      assertThat(report.deliveries()).isEqualTo(2L * hosts.size());
      assertThat(report.tasks()).isEqualTo(2L * hosts.size());
      assertThat(report.redeliveries()).isZero();
      assertThat(report.violations()).as("%s", report.told()).isZero();
    }
  }

  @Test
  void a_delivery_that_times_out_comes_again_and_joins_what_runs() {
    List<String> hosts = hosts("slow");
    Duration time = Duration.ofSeconds(2);
    Behaviour slow = new Behaviour(time, time, 0, 0, Duration.ofMillis(400), 1);
    try (Fleet fleet = Fleet.start(hosts, target, "default", slow, Duration.ZERO)) {
      assertThat(bare.run("slow", hosts.subList(0, 5), new BareLimits(5, 5, 1))).isEqualTo(5);
      FleetReport report = fleet.report();
      assertThat(report.redeliveries()).isPositive();
      assertThat(report.tasks()).isEqualTo(5);
      assertThat(report.heartbeats()).isPositive();
      assertThat(report.violations()).as("%s", report.told()).isZero();
    }
  }

  @Test
  void an_unreachable_host_takes_nothing() {
    List<String> hosts = hosts("silent");
    Behaviour half = new Behaviour(Duration.ZERO, Duration.ZERO, 0, 0.5, Duration.ofSeconds(1), 1);
    List<String> silent = hosts.stream().filter(host -> !half.polls(host)).toList();
    List<String> others = hosts.stream().filter(half::polls).toList();
    try (Fleet fleet = Fleet.start(hosts, target, "default", half, Duration.ZERO)) {
      assertThat(fleet.reachable()).isEqualTo(others.size()).isPositive();
      CompletableFuture<Integer> unanswered =
          CompletableFuture.supplyAsync(() -> bare.run("silent", silent, LIMITS));
      assertThat(bare.run("others", others, LIMITS)).isEqualTo(others.size());
      assertThat(unanswered).isNotDone();
      assertThat(fleet.report().deliveries()).isEqualTo(others.size());
    }
  }
}
