package io.upg.agent;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.upg.agent.journal.Moment;
import io.upg.agent.process.ProcessMarks;
import io.upg.agent.process.ProcessTree;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TemporalClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One host with its agent, an orchestrator and a Temporal: each a process that can be killed. */
final class MatrixCloud implements AutoCloseable {
  private final Path folder;
  private final TestHost host;
  private final MatrixTemporal temporal;
  private final WorkflowClient client;
  private Process agent;
  private Process caller;

  MatrixCloud(Path folder, TestHost host) throws Exception {
    this.folder = folder;
    this.host = host;
    this.temporal = new MatrixTemporal(folder);
    this.client = TemporalClients.client(temporal.target(), "default");
    startCaller();
    startAgent();
  }

  /** Delivers it, until it is answered. */
  WorkflowStub send(NodeTaskOrder order) {
    WorkflowStub sent =
        client.newUntypedWorkflowStub(
            "Deliver",
            WorkflowOptions.newBuilder()
                .setTaskQueue(MatrixCaller.QUEUE)
                .setWorkflowId("deliver-" + UUID.randomUUID())
                .build());
    sent.start(order);
    return sent;
  }

  void stopAt(Moment moment) throws IOException {
    Files.write(MatrixAgent.stop(folder, moment), new byte[0]);
  }

  void awaitStop(Moment moment) throws Exception {
    Await.until(() -> Files.exists(MatrixAgent.at(folder, moment)), "the agent at " + moment);
  }

  void goOn(Moment moment) throws IOException {
    Files.deleteIfExists(MatrixAgent.stop(folder, moment));
    Files.deleteIfExists(MatrixAgent.at(folder, moment));
  }

  void killAgent() {
    agent.destroyForcibly().onExit().join();
  }

  void startAgent() throws IOException {
    agent =
        java(
            "agent",
            MatrixAgent.class,
            "--sandbox",
            "--host",
            TestHost.NAME,
            "--temporal",
            temporal.target(),
            "--artifacts",
            host.shelf().uri().toString(),
            "--root",
            host.root().toString(),
            "--state-dir",
            host.own().toString());
  }

  /** The script itself, its guard lives. */
  void killScript() {
    ProcessMarks.scripts(host.root()).forEach(ProcessHandle::destroyForcibly);
  }

  /** Everything that came from scripts of this host. */
  void killSession() {
    new ProcessTree(null, "UPG_ROOT=" + host.root()).kill();
  }

  /** It is off when this returns. */
  void killHost() throws IOException {
    killSession();
    killAgent();
    killSession();
    SandboxPower.off(new AgentFolders(host.own()).boot());
  }

  void killCaller() {
    caller.destroyForcibly().onExit().join();
  }

  void startCaller() throws IOException {
    caller = java("caller", MatrixCaller.class, temporal.target());
  }

  Process agent() {
    return agent;
  }

  MatrixTemporal temporal() {
    return temporal;
  }

  /** All of them anew, whatever state they are in; what they said until now is kept there. */
  void recover(Path evidence) throws Exception {
    for (Moment moment : Moment.values()) {
      goOn(moment);
    }
    killHost();
    killCaller();
    temporal.kill();
    for (String name : List.of("agent.log", "caller.log", "temporal.log")) {
      Path log = folder.resolve(name);
      if (Files.exists(log)) {
        Files.move(log, evidence.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    temporal.start();
    startCaller();
    startAgent();
  }

  @Override
  public void close() {
    killAgent();
    killCaller();
    client.getWorkflowServiceStubs().shutdownNow();
    temporal.close();
  }

  private Process java(String name, Class<?> main, String... arguments) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dupg.matrix.folder=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    words.addAll(List.of(arguments));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()))
        .start();
  }
}
