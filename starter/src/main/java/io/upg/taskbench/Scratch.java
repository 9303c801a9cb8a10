package io.upg.taskbench;

import io.upg.agent.artifact.FileTrees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A host to try things on: a copy of a root, and an agent's folder beside it. Deleted when closed.
 */
public final class Scratch implements AutoCloseable {
  private final Path folder;

  private Scratch(Path folder) {
    this.folder = folder;
  }

  /**
   * @param root null for a host that has nothing
   * @param parent where the copy is made
   */
  public static Scratch of(Path root, Path parent) throws IOException, InterruptedException {
    Files.createDirectories(parent);
    Scratch scratch = new Scratch(Files.createTempDirectory(parent, "check-").toRealPath());
    try {
      if (root == null) {
        Files.createDirectory(scratch.root());
      } else {
        copy(root, scratch.root());
      }
      return scratch;
    } catch (IOException | InterruptedException | RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  /** Another one, as this one is now: its services too run or are stopped as they are here. */
  Scratch copy() throws IOException, InterruptedException {
    Scratch copy = of(root(), folder.getParent());
    Path services = agent().resolve("services");
    if (Files.isDirectory(services)) {
      Files.createDirectories(copy.agent());
      copy(services, copy.agent().resolve("services"));
    }
    return copy;
  }

  Path folder() {
    return folder;
  }

  Path root() {
    return folder.resolve("root");
  }

  Path agent() {
    return folder.resolve("agent");
  }

  @Override
  public void close() throws IOException {
    FileTrees.delete(folder);
  }

  /** With modes, owners, times, links and hard links, as cp does it. */
  private static void copy(Path from, Path to) throws IOException, InterruptedException {
    Process cp =
        new ProcessBuilder("cp", "-a", from.toRealPath().toString(), to.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(cp.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (cp.waitFor() != 0) {
      throw new IOException("'%s' cannot be copied: %s".formatted(from, said.strip()));
    }
  }
}
