package io.upg.cli;

import io.upg.artifact.ArtifactClient;
import io.upg.plan.compile.Definition;
import io.upg.plan.cut.Contents;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.model.TaskSheet;
import io.upg.plan.patch.Patch;
import io.upg.plan.patch.PatchedRelease;
import io.upg.store.Database;
import io.upg.store.PlanStore;
import io.upg.store.StoredPatch;
import io.upg.store.query.PatchQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upg patch export}. */
@Command(
    name = "export",
    description = {
      "Write the releases that were patched, with their patches, as DIR/COMPONENT/VERSION.",
      "Whoever compiles against them has the fix from the start.",
    })
final class PatchExportCommand extends UpgCommand {
  @Parameters(index = "0", paramLabel = "PROJECT", description = "The project's name.")
  private String project;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder of releases; those that are written must not be in it.")
  private Path out;

  @Mixin private OutputOption output;
  @Mixin private ConnectionOptions connection;

  PatchExportCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws IOException {
    List<Map<String, Object>> releases = new ArrayList<>();
    try (Database database = connection.openForReading(context().env())) {
      PatchQuery query = new PatchQuery(database);
      GlobalPlan plan = new PlanStore(database).load(project);
      Contents contents = query.contents(plan);
      List<StoredPatch> patches = query.all(project);
      for (Definition definition : query.definitions(project)) {
        List<TaskSheet> sheets = sheets(definition, contents);
        List<Patch> own =
            patches.stream()
                .filter(
                    patch -> sheets.stream().anyMatch(s -> patch.releases().contains(s.release())))
                .map(StoredPatch::patch)
                .toList();
        if (!own.isEmpty()) {
          releases.add(write(definition, contents, sheets, own));
        }
      }
    }
    if (releases.isEmpty()) {
      say("Project '" + project + "' has no patches to write.");
    }
    output.print(context().out(), () -> releases, () -> text(releases));
    return ExitCode.DONE;
  }

  /** A project may upgrade to several versions of a component, each with patches of its own. */
  private static List<TaskSheet> sheets(Definition definition, Contents contents) {
    return contents.plan().sheets().values().stream()
        .filter(sheet -> sheet.component().equals(definition.component()))
        .filter(sheet -> sheet.to().equals(definition.version()))
        .toList();
  }

  private Map<String, Object> write(
      Definition definition, Contents contents, List<TaskSheet> sheets, List<Patch> patches)
      throws IOException {
    ReleaseManifest manifest = contents.manifests().get(sheets.get(0).release());
    PatchedRelease release = PatchedRelease.of(definition.text(), manifest, sheets, patches);
    Path folder = out.resolve(definition.component()).resolve(definition.version());
    if (Files.exists(folder)) {
      throw new UsageProblem(
          "'%s' is there already. Name another --out, or move it away.".formatted(folder));
    }
    files(release, folder);
    release.left().forEach(this::say);
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("component", definition.component());
    written.put("version", definition.version());
    written.put("folder", folder.toString());
    written.put("patches", patches.size());
    written.put("notes", release.left());
    return written;
  }

  /** The definition last: a folder without one is no release. */
  private void files(PatchedRelease release, Path folder) throws IOException {
    ArtifactClient artifacts = connection.artifactClient(context().env());
    for (Map.Entry<String, String> file : release.files().entrySet()) {
      Path target = folder.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      artifacts.get(file.getValue(), target);
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("component.yaml"), release.definition());
  }

  private static String text(List<Map<String, Object>> releases) {
    StringBuilder text = new StringBuilder();
    for (Map<String, Object> release : releases) {
      int patches = (int) release.get("patches");
      text.append(
          "%s: %s %s with %s\n"
              .formatted(
                  release.get("folder"),
                  release.get("component"),
                  release.get("version"),
                  patches == 1 ? "1 patch" : patches + " patches"));
    }
    return text.toString();
  }
}
