package io.upg.agent.builtin;

import io.upg.agent.artifact.Release;
import io.upg.agent.artifact.Releases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a built-in gets.
 *
 * @param params filled in
 * @param root the host's root
 * @param stateDir kept between run and rollback
 * @param timeout of this try
 * @param say adds a line to the task's output
 */
public record BuiltinContext(
    String component,
    String to,
    Map<String, Object> params,
    Path root,
    Path stateDir,
    Release release,
    Releases releases,
    Services services,
    Duration timeout,
    Consumer<String> say) {

  Params params(String... known) throws ActionFailed {
    return Params.of(params, known);
  }

  StateFile state() {
    return new StateFile(stateDir.resolve("builtin.json"));
  }

  /** A path as the host sees it, inside its root. */
  Path onHost(String path) throws ActionFailed {
    Path inside = root.resolve(path.replaceAll("^/+", "")).normalize();
    if (!inside.startsWith(root)) {
      throw new ActionFailed("Path '%s' leads out of the host's root %s".formatted(path, root));
    }
    return inside;
  }
}
