package io.upg.taskbench;

import io.upg.agent.artifact.ArtifactCache;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.json.Sha256;
import io.upg.plan.model.Direction;
import io.upg.plan.model.ReleaseManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A folder from which the bench's agent fetches, as from an artifact server: by digest. */
record Shelf(Path folder) {

  /** Puts there all that the task needs. */
  NodeTaskOrder order(BenchTask task, Direction direction, long grant) throws IOException {
    Map<String, ReleaseManifest.Entry> files = new TreeMap<>();
    for (Map.Entry<String, Path> file : task.files().entrySet()) {
      files.put(file.getKey(), link(file.getValue()));
    }
    ReleaseManifest manifest =
        new ReleaseManifest(task.sheet().component(), task.sheet().to(), files);
    String sheet = document(task.sheet(document(manifest), document(task.peers())));
    TaskOrder order = new TaskOrder(1, task.id(), task.attempt(), task.revision(), sheet);
    return new NodeTaskOrder(
        task.project(),
        1,
        task.host(),
        direction,
        grant,
        document(task.hostSheet()),
        List.of(List.of(order)));
  }

  private String document(Object value) throws IOException {
    byte[] bytes = CanonicalJson.bytes(value);
    String sha256 = Sha256.hex(bytes);
    Files.write(fresh(sha256), bytes);
    return sha256;
  }

  /** The file stays where it is; its agent verifies what it copies. */
  private ReleaseManifest.Entry link(Path file) throws IOException {
    String sha256 = ArtifactCache.digest(file);
    Files.createSymbolicLink(fresh(sha256), file.toAbsolutePath());
    return new ReleaseManifest.Entry(sha256, Files.size(file));
  }

  private Path fresh(String sha256) throws IOException {
    Path place = folder.resolve(sha256.substring(0, 2)).resolve(sha256);
    Files.createDirectories(place.getParent());
    Files.deleteIfExists(place);
    return place;
  }
}
