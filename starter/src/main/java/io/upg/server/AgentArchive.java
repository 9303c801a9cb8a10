package io.upg.server;

import io.upg.agent.artifact.FileTrees;
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
   * Runs an agent that has nothing to do, and has its JVM write the archive when it ends.
   *
   * @param temporal that agent's {@code host:port}
   * @throws IOException if the agent does not come to its polls, or writes nothing
   */
  static void write(String temporal, Path archive) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("upg-agent-archive");
    Path unfinished = Path.of(archive + ".new");
    try {
      Process agent = start(temporal, folder, unfinished);
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

  private static Process start(String temporal, Path folder, Path archive) throws IOException {
    Path root = Files.createDirectory(folder.resolve("root"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.upg.agent.NodeMain", "--host", "archive", "--temporal", temporal));
    command.addAll(List.of("--artifacts", folder.toUri().toString(), "--root", root.toString()));
    command.addAll(List.of("--state-dir", folder.resolve("state").toString()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
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
