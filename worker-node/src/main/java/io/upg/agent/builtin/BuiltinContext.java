package io.upg.agent.builtin;

import io.upg.agent.artifact.Release;
import io.upg.agent.artifact.Releases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a built-in gets.
 *
 * @param params filled in
 * @param root the host's root
 * @param stateDir kept between run and rollback
 * @param reversible whether the built-in is to take itself back one day
 * @param transaction those that it acts together with, if any
 * @param timeout of this try
 * @param say adds a line to the task's output
 */
public record BuiltinContext(
    String task,
    String component,
    String to,
    Map<String, Object> params,
    Path root,
    Path stateDir,
    Release release,
    Releases releases,
    Services services,
    Programs programs,
    Filler filler,
    boolean reversible,
    Optional<PackageTransaction> transaction,
    Duration timeout,
    Consumer<String> say) {

  /** Fills in the references of a whole text. */
  @FunctionalInterface
  public interface Filler {
    /**
     * @throws ActionFailed if it names what is not defined on this host
     */
    String fill(String text) throws ActionFailed;
  }

  Params params(String... known) throws ActionFailed {
    return Params.of(params, known);
  }

  StateFile state() {
    return new StateFile(stateDir.resolve("builtin.json"));
  }

  /** A path as the host sees it, inside its root; no folder on the way may lead out of it. */
  Path onHost(String path) throws ActionFailed, IOException {
    Path inside = root.resolve(path.replaceAll("^/+", "")).normalize();
    if (!inside.startsWith(root) || !parent(inside).startsWith(root.toRealPath())) {
      throw new ActionFailed("Path '%s' leads out of the host's root %s".formatted(path, root));
    }
    return inside;
  }

  /** The innermost folder around it that is there, links followed. */
  private Path parent(Path inside) throws IOException {
    Path folder = inside.equals(root) ? root : inside.getParent();
    while (!Files.exists(folder)) {
      folder = folder.getParent();
    }
    return folder.toRealPath();
  }
}
