package io.upg.plan.compile;

import io.upg.plan.Suggest;
import io.upg.plan.draft.Releases;
import io.upg.plan.input.Inventory;
import io.upg.plan.input.InventoryParser;
import io.upg.plan.input.LogicBook;
import io.upg.plan.input.LogicBookParser;
import io.upg.plan.input.Project;
import io.upg.plan.input.ProjectParser;
import io.upg.plan.input.Release;
import io.upg.plan.input.ReleaseParser;
import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Text;
import io.upg.plan.yaml.YamlMap;
import io.upg.plan.yaml.YamlReader;
import io.upg.plan.yaml.YamlScalar;
import io.upg.plan.yaml.YamlValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the files of a project; a file that cannot be read is reported and left out. */
final class Sources {
  static final String DEFAULT_LOGIC = "default";
  static final String COMPONENT_FILE = "component.yaml";

  private final SourceTree tree;
  private final String projectPath;
  private final Problems problems;
  private boolean guessing;

  Sources(SourceTree tree, String projectPath, Problems problems) {
    this.tree = tree;
    this.projectPath = projectPath;
    this.problems = problems;
  }

  Optional<Project> project() {
    Place place = new Place(projectPath, 0);
    Optional<Project> project =
        file(projectPath, place).map(file -> ProjectParser.parse(file, problems));
    guessing = project.isEmpty();
    return project;
  }

  /** Where no project names it, an inventory of the usual name need not be there. */
  Optional<Inventory> inventory(Project project) {
    String path = tree.resolve(projectPath, project.inventory().value());
    if (guessing && tree.text(path).isEmpty()) {
      return Optional.empty();
    }
    return inventory(path, project.inventory().place());
  }

  /**
   * @param named where the file is asked for
   */
  Optional<Inventory> inventory(String path, Place named) {
    return file(path, named).map(file -> InventoryParser.parse(file, problems));
  }

  Optional<LogicBook> logic(Project project) {
    Text logic = project.logic();
    if (logic.value().equals(DEFAULT_LOGIC)) {
      return map("logic/default.yaml", defaultLogic()).map(f -> LogicBookParser.parse(f, problems));
    }
    return file(tree.resolve(projectPath, logic.value()), logic.place())
        .map(file -> LogicBookParser.parse(file, problems));
  }

  /**
   * @param wanted where the version was asked for
   */
  Optional<Release> release(Project project, Releases.Key key, Place wanted) {
    String folder = folder(project) + "/" + key.component() + "/" + key.version();
    String path = folder + "/" + COMPONENT_FILE;
    Optional<String> text = tree.text(path);
    if (text.isEmpty()) {
      missingRelease(project, key, path, wanted);
      return Optional.empty();
    }
    return map(path, text.get()).map(file -> release(file, folder, key));
  }

  /** A release by its folder alone; component and version as its file says. */
  Optional<Release> release(String folder) {
    String path = folder + "/" + COMPONENT_FILE;
    return file(path, new Place(path, 0))
        .map(
            file ->
                release(
                    file,
                    folder,
                    new Releases.Key(written(file, "component"), written(file, "version"))));
  }

  private static String written(YamlMap file, String key) {
    YamlMap.Entry entry = file.entries().get(key);
    return entry != null && entry.value() instanceof YamlScalar scalar ? scalar.text() : "";
  }

  private Release release(YamlMap file, String folder, Releases.Key key) {
    Map<String, ReleaseManifest.Entry> files = new TreeMap<>(tree.files(folder));
    files.remove(COMPONENT_FILE);
    return ReleaseParser.parse(file, folder, key.component(), key.version(), files, problems);
  }

  /** The folder that holds a folder for each component. */
  String folder(Project project) {
    String path = tree.resolve(projectPath, project.releases().value());
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private void missingRelease(Project project, Releases.Key key, String path, Place wanted) {
    String title = "component " + key.component() + " has no release " + key.version();
    String versions = String.join(", ", tree.folders(folder(project) + "/" + key.component()));
    String meant =
        Suggest.hint(key.version(), tree.folders(folder(project) + "/" + key.component()));
    String there = versions.isEmpty() ? "" : "There are: " + versions + ".";
    problems.error(
        "no-release",
        wanted,
        title + ": there is no file " + path + ".",
        meant.isEmpty() ? there : meant);
  }

  private Optional<YamlMap> file(String path, Place named) {
    Optional<String> text = tree.text(path);
    if (text.isEmpty()) {
      problems.error("no-file", named, "there is no file " + path + ".", "");
    }
    return text.flatMap(t -> map(path, t));
  }

  private Optional<YamlMap> map(String path, String text) {
    Optional<YamlValue> value = YamlReader.read(path, text, problems);
    if (value.isPresent() && !(value.get() instanceof YamlMap)) {
      String kind = value.get().kind();
      problems.error("type", value.get().place(), "the file is " + kind + "; expected a map.", "");
    }
    return value.filter(YamlMap.class::isInstance).map(YamlMap.class::cast);
  }

  private static String defaultLogic() {
    try (InputStream in = Sources.class.getResourceAsStream("/logic/default.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the shipped logic book cannot be read", e);
    }
  }
}
