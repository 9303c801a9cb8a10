package io.upg.taskbench;

import io.upg.agent.artifact.FileTrees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A host to try things on: a copy of a root R and of the secrets beside it, {@code R.upg/secrets},
 * and an agent's folder. Deleted when closed.
 */
public final class Scratch implements AutoCloseable {
  private final Path folder;
  private final Optional<Path> original;

  private Scratch(Path folder, Optional<Path> original) {
    this.folder = folder;
    this.original = original;
  }

  /**
   * @param root empty for a host that has nothing
   * @param parent where the copy is made
   */
  public static Scratch of(Optional<Path> root, Path parent)
      throws IOException, InterruptedException {
    Files.createDirectories(parent);
    Path folder = Files.createTempDirectory(parent, "check-").toRealPath();
    Scratch scratch = new Scratch(folder, root);
    try {
      if (root.isEmpty()) {
        Files.createDirectory(scratch.root());
      } else {
        copy(root.get(), scratch.root());
        Path beside = root.get().resolveSibling(root.get().getFileName() + ".upg");
        scratch.take(beside.resolve("secrets"));
      }
      return scratch;
    } catch (IOException | InterruptedException | RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  /** Another one, as this one is now: its services too run or are stopped as they are here. */
  Scratch copy() throws IOException, InterruptedException {
    Scratch copy = of(Optional.of(root()), folder.getParent());
    copy.take(agent().resolve("services"));
    copy.take(agent().resolve("secrets"));
    return copy;
  }

  /** Puts a copy of a folder, if it is there, into the agent's. */
  private void take(Path source) throws IOException, InterruptedException {
    if (Files.isDirectory(source)) {
      Files.createDirectories(agent());
      copy(source, agent().resolve(source.getFileName()));
    }
  }

  /** What the root is a copy of, as it is now. */
  RootSnapshot original() throws IOException {
    return original.isEmpty()
        ? RootSnapshot.of(folder.resolve("none"))
        : RootSnapshot.of(original.get());
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
