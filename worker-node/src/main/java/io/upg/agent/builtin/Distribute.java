package io.upg.agent.builtin;

import io.upg.agent.artifact.ArtifactCache;
import io.upg.agent.artifact.Bytes;
import io.upg.agent.artifact.Releases;
import io.upg.plan.model.ReleaseManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * Brings every file of the release to the host, verified, and rebuilds its folder. Takes back what
 * it added.
 */
final class Distribute implements Builtin {

  /** What was not here before: digests, and whether the folder. */
  private record Added(List<String> artifacts, boolean folder) {
    private Added {
      artifacts = List.copyOf(artifacts);
    }
  }

  @Override
  public String name() {
    return "distribute";
  }

  @Override
  public String run(BuiltinContext context) throws ActionFailed, IOException, InterruptedException {
    context.params();
    Releases releases = context.releases();
    List<String> missing = releases.missing(context.release());
    if (context.state().read(Added.class).isEmpty()) {
      boolean folder = !Files.isDirectory(releases.folder(context.release()));
      context.state().write(new Added(missing, folder));
    }
    releases.materialise(context.release());
    long bytes =
        context.release().manifest().files().values().stream()
            .mapToLong(ReleaseManifest.Entry::size)
            .sum();
    return "%d files, %s; %d were fetched"
        .formatted(context.release().files().size(), Bytes.text(bytes), missing.size());
  }

  @Override
  public String rollback(BuiltinContext context) throws IOException {
    Added added = context.state().read(Added.class).orElse(new Added(List.of(), false));
    ArtifactCache cache = context.releases().cache();
    for (String artifact : added.artifacts()) {
      cache.remove(artifact);
    }
    if (added.folder()) {
      context.releases().remove(context.release());
    }
    context.state().clear();
    return "%d files removed".formatted(added.artifacts().size());
  }
}
