package io.upg.agent;

import com.fasterxml.jackson.core.type.TypeReference;
import io.upg.agent.artifact.ArtifactCache;
import io.upg.agent.artifact.Release;
import io.upg.agent.artifact.Releases;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.HostSheet;
import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.model.TaskSheet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a task's world from its order: fetches the documents, fills in what refers to the host. */
final class TaskWorlds {
  private static final TypeReference<List<Map<String, Object>>> PEERS = new TypeReference<>() {};

  private final AgentConfig config;
  private final AgentFolders folders;
  private final Releases releases;
  private final Path sdk;

  TaskWorlds(AgentConfig config, AgentFolders folders, Releases releases, Path sdk) {
    this.config = config;
    this.folders = folders;
    this.releases = releases;
    this.sdk = sdk;
  }

  /**
   * @throws IOException if a document cannot be had
   * @throws TaskRefused if something it names is not there
   */
  TaskWorld make(NodeTaskOrder order, TaskOrder task)
      throws IOException, TaskRefused, InterruptedException {
    TaskSheet sheet = document(task.sheet(), TaskSheet.class);
    HostSheet host = document(order.hostSheet(), HostSheet.class);
    Release release =
        new Release(
            sheet.release(), document(sheet.release(), ReleaseManifest.class), sheet.files());
    Path stateDir = folders.state(order.project(), task.task());
    Path workDir = folders.work(order.project(), task.task(), order.grant());
    References references = references(order, sheet, host, stateDir, releases.folder(release));
    return new TaskWorld(
        order,
        task,
        sheet,
        host,
        release,
        references.fill(sheet.params()),
        new TaskSecrets(config.secrets(), workDir),
        references,
        peers(sheet),
        config.root(),
        workDir,
        stateDir,
        releases.folder(release),
        sdk,
        config.mode());
  }

  private References references(
      NodeTaskOrder order, TaskSheet sheet, HostSheet host, Path stateDir, Path releaseDir) {
    Map<String, Object> scope = new HashMap<>();
    scope.put("to", sheet.to());
    scope.put("from", sheet.from());
    scope.put("host", order.host());
    scope.put("component", sheet.component());
    scope.put("root", config.root().toString());
    scope.put("stateDir", stateDir.toString());
    scope.put("releaseDir", releaseDir.toString());
    scope.put("vars", host.vars());
    return new References(scope);
  }

  private List<?> peers(TaskSheet sheet) throws IOException, InterruptedException {
    return sheet.peers() == null
        ? List.of()
        : CanonicalJson.read(cache().bytes(sheet.peers()), PEERS);
  }

  private <T> T document(String sha256, Class<T> type) throws IOException, InterruptedException {
    return CanonicalJson.read(cache().bytes(sha256), type);
  }

  private ArtifactCache cache() {
    return releases.cache();
  }
}
