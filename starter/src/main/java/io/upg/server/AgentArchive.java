package io.upg.server;

import io.upg.agent.artifact.FileTrees;
import io.upg.http.Addresses;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The agent's own {@code -XX:SharedArchiveFile}: what it loads until it waits for work, and nothing
 * of the servers and commands, because it is in the memory of every agent.
 */
final class AgentArchive {
  private static final long FIRST_POLL_SECONDS = 1;
  private static final long END_SECONDS = 60;

  private AgentArchive() {}

  /**
   * For a packaged agent.
   *
   * @param args the archive, and the launcher of the agent that is to have it
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (TemporalServer temporal = EmbeddedTemporal.start(Addresses.freePort())) {
      write(temporal.target(), Path.of(args[0]), List.of(args[1]));
    }
  }

  /** For the agent of a checkout: on this process's class path. */
  static void write(String temporal, Path archive) throws IOException, InterruptedException {
    write(
        temporal,
        archive,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "io.upg.agent.NodeMain"));
  }

  /**
   * Runs an agent that has nothing to do, and has its JVM write the archive when it ends.
   *
   * @param temporal that agent's {@code host:port}
   * @param command starts an agent
   * @throws IOException if the agent does not come to its polls, or writes nothing
   */
  private static void write(String temporal, Path archive, List<String> command)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("upg-agent-archive");
    Path unfinished = Path.of(archive + ".new");
    try {
      Process agent = start(temporal, folder, unfinished, command);
      try (BufferedReader said = agent.inputReader()) {
        awaitPolls(said);
        agent.waitFor(FIRST_POLL_SECONDS, TimeUnit.SECONDS);
        agent.destroy();
        agent.waitFor(END_SECONDS, TimeUnit.SECONDS);
      } finally {
        agent.destroyForcibly();
      }
      Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
      FileTrees.delete(folder);
    }
  }

  private static Process start(String temporal, Path folder, Path archive, List<String> launcher)
      throws IOException {
    Path root = Files.createDirectory(folder.resolve("root"));
    List<String> command = new ArrayList<>(launcher);
    command.addAll(List.of("--host", "archive", "--temporal", temporal));
    command.addAll(List.of("--artifacts", folder.toUri().toString(), "--root", root.toString()));
    command.addAll(List.of("--state-dir", folder.resolve("state").toString()));
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process
        .environment()
        .put("JDK_JAVA_OPTIONS", "-XX:ArchiveClassesAtExit=" + archive + " -Xlog:disable");
    return process.start();
  }

  private static void awaitPolls(BufferedReader said) throws IOException {
    String line = said.readLine();
    while (line != null && !line.contains(" polls ")) {
      line = said.readLine();
    }
    if (line == null) {
      throw new IOException("the agent ended before its first poll");
    }
  }
}
