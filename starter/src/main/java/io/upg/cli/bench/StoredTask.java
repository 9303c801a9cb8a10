package io.upg.cli.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import io.upg.agent.artifact.ArtifactCache;
import io.upg.artifact.ArtifactsAway;
import io.upg.cli.ArtifactOptions;
import io.upg.cli.CliContext;
import io.upg.cli.TaskSearch;
import io.upg.plan.cut.Contents;
import io.upg.plan.cut.Selection;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskSheet;
import io.upg.store.Database;
import io.upg.store.PlanStore;
import io.upg.store.query.PatchQuery;
import io.upg.store.query.TaskRow;
import io.upg.taskbench.BenchTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A task of a stored plan as it is now, patches applied: from PostgreSQL, which is only read, and
 * the artifact server.
 */
final class StoredTask {
  private final ArtifactOptions connection;
  private final CliContext context;

  StoredTask(ArtifactOptions connection, CliContext context) {
    this.connection = connection;
    this.context = context;
  }

  /**
   * @param work where its files are put
   */
  BenchTask task(String project, String id, Path work) throws IOException {
    try (Database database = connection.openForReading(context.env())) {
      Selection one = new Selection(List.of(id), null, null, null, null, false, false);
      TaskRow row = new TaskSearch(database).find(project, one, Set.of(), null, 1).get(0);
      GlobalPlan plan = new PlanStore(database).load(project);
      return task(plan, row, new PatchQuery(database).contents(plan), work);
    }
  }

  private BenchTask task(GlobalPlan plan, TaskRow row, Contents contents, Path work)
      throws IOException {
    Task task = plan.tasks().get(row.number() - 1);
    TaskSheet sheet = contents.of(task);
    ReleaseManifest manifest = contents.manifests().get(sheet.release());
    Map<String, String> digests = new TreeMap<>();
    manifest.files().forEach((path, entry) -> digests.put(path, entry.sha256()));
    digests.putAll(sheet.files());
    Map<String, Path> files = new TreeMap<>();
    for (Map.Entry<String, String> file : digests.entrySet()) {
      files.put(file.getKey(), fetch(file.getValue(), work));
    }
    List<Map<String, Object>> peers =
        CanonicalJson.read(
            Files.readAllBytes(fetch(sheet.peers(), work)), new TypeReference<>() {});
    return new BenchTask(
        plan.project(),
        task.id(),
        task.host(),
        Math.max(1, row.attempt()),
        row.revision(),
        sheet,
        plan.hostSheets().get(plan.hosts().get(task.host())),
        peers,
        files);
  }

  private Path fetch(String sha256, Path work) throws IOException {
    Path file = work.resolve("fetched").resolve(sha256);
    if (Files.exists(file) && ArtifactCache.digest(file).equals(sha256)) {
      return file;
    }
    Files.createDirectories(file.getParent());
    String artifacts = connection.artifacts(context.env());
    connection.artifactClient(context.env()).get(sha256, file);
    String found = ArtifactCache.digest(file);
    if (!found.equals(sha256)) {
      Files.delete(file);
      throw new ArtifactsAway(
          "Artifact server %s gave another content for SHA-256 %s: %s. Put it again: upg compile."
              .formatted(artifacts, sha256, found),
          null);
    }
    return file;
  }
}
