package io.upg.server;

import io.temporal.client.WorkflowClient;
import io.upg.agent.NodeAgents;
import io.upg.agent.artifact.FileTrees;
import io.upg.cli.Upg;
import io.upg.contract.TemporalClients;
import io.upg.http.Addresses;
import io.upg.store.Database;
import io.upg.store.StoreException;
import io.upg.taskbench.ReleaseSkeleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Loads what most commands load, for {@code -XX:ArchiveClassesAtExit}: with the archive a command
 * takes half the time to start. The launcher runs it once after each build; that it finds no
 * PostgreSQL is part of it.
 */
final class ClassArchive {
  private ClassArchive() {}

  /**
   * @param args where the agent's own archive goes
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    String nobody = "jdbc:postgresql://127.0.0.1:" + Addresses.freePort() + "/upg";
    Upg.run(new String[] {"--help"}, nowhere, nowhere, Map.of());
    Upg.run(new String[] {"status", "--jdbc", nobody, "-o", "json"}, nowhere, nowhere, Map.of());
    runOnBench(nowhere);
    try (TemporalServer temporal = EmbeddedTemporal.start(Addresses.freePort())) {
      WorkflowClient client = TemporalClients.client(temporal.target(), TemporalServer.NAMESPACE);
      NodeAgents.start(client, List.of()).close();
      client.getWorkflowServiceStubs().shutdownNow();
      AgentArchive.write(temporal.target(), Path.of(args[0]));
    } catch (IOException e) {
      System.err.println("no class archive of the agent: " + e.getMessage());
    }
    try {
      Database.open(nobody).close();
    } catch (StoreException e) {
      // As expected: its classes are loaded.
    }
  }

  /** A task that changes a root and fails: what its writer waits for most often. */
  private static void runOnBench(PrintStream nowhere) throws IOException {
    Path folder = Files.createTempDirectory("upg-archive-");
    try {
      Path release = folder.resolve("sample/1.0");
      new ReleaseSkeleton("sample", "1.0", "0.9").write(release);
      Path root = release.resolve(".check/root");
      String[] run = {"task", "run", release.toString(), "", "--host-root", root.toString()};
      for (String action : List.of("verify", "convert")) {
        run[3] = action;
        Upg.run(run, nowhere, nowhere, Map.of());
      }
    } finally {
      FileTrees.delete(folder);
    }
  }
}
