package io.upg.cli.bench;

import io.upg.cli.ArtifactOptions;
import io.upg.cli.CliContext;
import io.upg.cli.UsageProblem;
import io.upg.plan.input.Release;
import io.upg.plan.model.Step;
import io.upg.taskbench.BenchTask;
import io.upg.taskbench.TaskFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Which task: an action of a release folder, a script, what {@code upg task export} wrote, or a
 * task of a stored plan.
 */
public final class TaskSource {
  private static final String DEFINITION = TaskValues.DEFINITION;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description =
          "A release's folder, a script, a file or folder of 'upg task export', or a project.")
  private String source;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TASK",
      description = "Of a release: the action. Of a project: the task's id.")
  private String task;

  @Option(
      names = "--rollback",
      paramLabel = "FILE",
      description = "Takes back a script that is in no release; else nothing is to be taken back.")
  private Path rollback;

  @Mixin private TaskValues values;
  @Mixin private ArtifactOptions connection;

  /**
   * @param work where files of a task that does not lie here may be put
   */
  BenchTask task(CliContext context, Path work) throws IOException, InterruptedException {
    Path path = Path.of(source);
    BenchTask found = Files.exists(path) ? here(path, work) : stored(context, work);
    if (rollback != null && !LooseScript.is(found)) {
      throw new UsageProblem(
          "--rollback is for a script that is in no release: %s has its own."
              .formatted(found.id()));
    }
    return values.with(found);
  }

  /** The host before the upgrade, as the release that the task is of brings one. */
  Optional<Path> sampleRoot() {
    Path path = Path.of(source);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    Optional<Path> folder = Files.isDirectory(path) ? Optional.of(path) : releaseOf(path);
    return folder.flatMap(TaskValues::sampleRoot);
  }

  private BenchTask here(Path path, Path work) throws IOException, InterruptedException {
    String name = path.getFileName().toString();
    if (Files.isDirectory(path) && TaskFolder.is(path)) {
      return exported(() -> TaskFolder.read(path));
    }
    if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
      return exported(() -> TaskFolder.unpack(path, work.resolve("unpacked")));
    }
    if (!Files.isDirectory(path)) {
      return script(path);
    }
    if (Files.isRegularFile(path.resolve(DEFINITION))) {
      return action(path);
    }
    throw new UsageProblem(
        "Folder '%s' holds neither %s nor %s: it is no release, and not what 'upg task export' wrote."
            .formatted(path, DEFINITION, TaskFolder.CONTEXT));
  }

  /** How an exported task is read. */
  private interface Reading {
    BenchTask read() throws IOException, InterruptedException;
  }

  private BenchTask exported(Reading reading) throws InterruptedException {
    if (task != null) {
      throw new UsageProblem("'%s' is one task by itself: leave out '%s'.".formatted(source, task));
    }
    try {
      return reading.read();
    } catch (IOException e) {
      throw new UsageProblem(e.getMessage());
    }
  }

  private BenchTask action(Path folder) {
    Release release = TaskValues.release(folder);
    if (task == null && release.actions().size() != 1) {
      throw new UsageProblem(
          "Release %s has the actions %s: name one of them behind '%s'."
              .formatted(release.title(), names(release), source));
    }
    String name = task == null ? release.actions().keySet().iterator().next() : task;
    Release.Action action =
        release
            .action(name)
            .orElseThrow(
                () ->
                    new UsageProblem(
                        "Release %s has no action '%s'; it has %s."
                            .formatted(release.title(), name, names(release))));
    return values.task(release, action, folder);
  }

  private static String names(Release release) {
    return String.join(", ", release.actions().keySet());
  }

  /** The action of its release that runs it; where it is in none, it is a task of its own. */
  private BenchTask script(Path file) throws IOException {
    Optional<Path> folder = releaseOf(file);
    if (folder.isEmpty()) {
      return LooseScript.task(file, Optional.ofNullable(rollback), values);
    }
    Release release = TaskValues.release(folder.get());
    String path = folder.get().toAbsolutePath().relativize(file.toAbsolutePath()).toString();
    List<Release.Action> runs = new ArrayList<>();
    for (Release.Action action : release.actions().values()) {
      if (Step.scripts(action.forward()).contains(path)
          && (task == null || task.equals(action.name().value()))) {
        runs.add(action);
      }
    }
    if (runs.size() != 1) {
      throw new UsageProblem(
          "%s of release %s is run by %s; name the action: %s ACTION."
              .formatted(
                  path,
                  release.title(),
                  runs.isEmpty()
                      ? "no action" + (task == null ? "" : " '" + task + "'")
                      : runs.size() + " actions",
                  folder.get()));
    }
    return values.task(release, runs.get(0), folder.get());
  }

  private static Optional<Path> releaseOf(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    while (folder != null && !Files.isRegularFile(folder.resolve(DEFINITION))) {
      folder = folder.getParent();
    }
    return Optional.ofNullable(folder);
  }

  private BenchTask stored(CliContext context, Path work) throws IOException {
    if (task == null) {
      throw new UsageProblem(
          "There is no file or folder '%s'. For a task of a stored plan: PROJECT TASK."
              .formatted(source));
    }
    return new StoredTask(connection, context).task(source, task, work);
  }
}
