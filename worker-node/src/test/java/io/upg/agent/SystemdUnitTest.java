package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.WorkerFactory;
import io.upg.agent.builtin.UserSystemd;
import io.upg.agent.process.ProcessMarks;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import io.upg.contract.TemporalClients;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code deploy/systemd/upg-node.service} under a real systemd; only its paths are others. Left out
 * where there is none, unless {@code -Dupg.systemd=demand}.
 */
class SystemdUnitTest {
  private static final Path UNIT = Path.of("..", "deploy", "systemd", "upg-node.service");

  /** By it the agent is found. */
  private static final String MARK = "UPG_UNIT_TEST=";

  @TempDir Path folder;

  @Test
  void an_agent_that_is_killed_comes_back_and_its_script_has_gone_on() throws Exception {
    boolean demanded = "demand".equals(System.getProperty("upg.systemd"));
    assumeTrue(demanded || UserSystemd.installed(), "left out: no systemd on this machine");
    UserSystemd systemd;
    try {
      systemd = UserSystemd.start(folder);
    } catch (Exception | AssertionError e) {
      assumeTrue(demanded, "left out: systemd cannot run here: " + e.getMessage());
      throw e;
    }
    TestHost host = TestHost.in(folder).real();
    try (MatrixTemporal temporal = new MatrixTemporal(folder)) {
      WorkflowClient client = TemporalClients.client(temporal.target(), "default");
      WorkerFactory caller = WorkerFactory.newInstance(client);
      caller
          .newWorker(MatrixCaller.QUEUE)
          .registerWorkflowImplementationTypes(MatrixCaller.DeliverImpl.class);
      caller.start();
      systemd.unit("upg-node", unit(host, temporal.target()));
      systemd.start("upg-node");
      comesBack(host, client);
      caller.shutdownNow();
      client.getWorkflowServiceStubs().shutdownNow();
    } finally {
      systemd.end();
      ProcessMarks.kill(folder);
      host.close();
    }
  }

  private void comesBack(TestHost host, WorkflowClient client) throws Exception {
    Sheet sheet =
        host.script(
            "convert",
            "echo x >>\"$UPG_ROOT/runs\"; touch \"$UPG_ROOT/on\"; until [ -e \"$UPG_ROOT/go\" ]; do sleep 0.05; done");
    WorkflowStub sent =
        client.newUntypedWorkflowStub(
            "Deliver",
            WorkflowOptions.newBuilder()
                .setTaskQueue(MatrixCaller.QUEUE)
                .setWorkflowId("deliver")
                .build());
    sent.start(host.order(1, Direction.RUN, List.of(List.of(sheet))));
    Await.until(() -> Files.exists(host.root().resolve("on")), "the script to start");
    ProcessHandle first = agent().orElseThrow();
    first.destroyForcibly();
    Await.until(
        () -> agent().filter(again -> again.pid() != first.pid()).isPresent(),
        "another agent to be started");
    Files.createFile(host.root().resolve("go"));

    TaskResult result = sent.getResult(NodeTaskReport.class).results().get(0);
    assertThat(result.state()).as(result.error()).isEqualTo(TaskState.DONE);
    assertThat(Files.readAllLines(host.root().resolve("runs"))).hasSize(1);
  }

  private Optional<ProcessHandle> agent() {
    return ProcessMarks.with(MARK + folder).stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .findFirst();
  }

  private String unit(TestHost host, String temporal) throws Exception {
    Path options = folder.resolve("node.yaml");
    Files.writeString(
        options,
        "host: %s\ntemporal: %s\nartifacts: %s\nroot: %s\nstate-dir: %s\n"
            .formatted(TestHost.NAME, temporal, host.shelf().uri(), host.root(), host.own()));
    String java =
        "%s/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp %s %s"
            .formatted(
                System.getProperty("java.home"),
                System.getProperty("java.class.path"),
                NodeMain.class.getName());
    String shipped = Files.readString(UNIT);
    String service =
        shipped
            .substring(shipped.indexOf("[Service]\n") + "[Service]\n".length())
            .replaceAll("(?s)\\[Install].*", "");
    assertThat(service).contains("/etc/upg/node.yaml").contains("/usr/bin/upg-node ");
    return "Environment=%s%s\n".formatted(MARK, folder)
        + service
            .replace("/etc/upg/node.yaml", options.toString())
            .replace("/usr/bin/upg-node ", java + " ");
  }
}
