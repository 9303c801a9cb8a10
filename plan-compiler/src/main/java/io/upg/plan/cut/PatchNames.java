package io.upg.plan.cut;

import io.upg.plan.Suggest;
import io.upg.plan.input.References;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Step;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskSheet;
import io.upg.plan.patch.Change;
import io.upg.plan.patch.Patch;
import io.upg.plan.patch.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whether the plan knows what a patch names, and which sheets it is about. */
final class PatchNames {
  private static final int LISTED = 20;

  private final Contents contents;
  private final GlobalPlan plan;
  private final Patch patch;
  private final Change change;

  /** Every sheet that a task of the component has now, and of the action where one is named. */
  private final Set<String> sheets = new TreeSet<>();

  private final boolean isScript;

  PatchNames(Contents contents, Patch patch) {
    this.contents = contents;
    this.plan = contents.plan();
    this.patch = patch;
    this.change = patch.change();
    for (Task task : plan.tasks()) {
      if (inScope(task)) {
        sheets.add(contents.digest(task));
      }
    }
    isScript =
        patch.script() != null
            && plan.tasks().stream()
                .filter(task -> task.component().equals(patch.component()))
                .map(contents::digest)
                .distinct()
                .anyMatch(digest -> runs(contents.sheet(digest), patch.script()));
  }

  /** Whether it is a task of the patch's component and action. */
  boolean inScope(Task task) {
    return task.component().equals(patch.component())
        && (change.action() == null || change.action().equals(task.action()));
  }

  /** A file that nobody runs may be read by any task of the release. */
  boolean uses(TaskSheet sheet, String file) {
    return isScript ? runs(sheet, file) : contents.hasFile(sheet, file);
  }

  private static boolean runs(TaskSheet sheet, String file) {
    return Step.scripts(sheet.forward()).contains(file)
        || Step.scripts(sheet.backward()).contains(file);
  }

  /** Whether the rollback of a task that is done would be another one. */
  boolean changesWayBack(TaskSheet sheet) {
    Step back = Step.own(sheet.backward());
    if (change.place() == Place.BEFORE || change.place() == Place.AFTER) {
      return false;
    }
    if (change.rollback() != null) {
      return sheet.reversible();
    }
    boolean nothing = back instanceof Step.Nothing || back instanceof Step.Impossible;
    boolean file =
        patch.replacesFile()
            && (Step.scripts(sheet.backward()).contains(patch.script())
                || !Step.scripts(sheet.forward()).contains(patch.script()));
    return !nothing && (file || !change.with().isEmpty() || change.timeout() != null);
  }

  /** One sentence for each name that is unknown. */
  List<String> problems() {
    List<String> components =
        plan.tasks().stream().map(Task::component).distinct().sorted().toList();
    if (!components.contains(patch.component())) {
      return List.of(
          hinted(
              "Project '%s' has no component '%s'.".formatted(plan.project(), patch.component()),
              patch.component(),
              components));
    }
    if (sheets.isEmpty()) {
      List<String> actions =
          plan.tasks().stream()
              .filter(task -> task.component().equals(patch.component()))
              .map(Task::action)
              .distinct()
              .toList();
      return List.of(
          hinted(
              "Component '%s' has no action '%s' in project '%s'."
                  .formatted(patch.component(), change.action(), plan.project()),
              change.action(),
              actions));
    }
    List<String> problems = new ArrayList<>();
    if (patch.replacesFile() || patch.script() != null && patch.sha256() == null) {
      checkFile(patch.script(), problems);
    }
    if (change.hasRollbackFile() && change.rollbackSha256() == null) {
      checkFile(change.rollback(), problems);
    }
    return problems;
  }

  private void checkFile(String file, List<String> problems) {
    if (sheets.stream().noneMatch(digest -> contents.hasFile(contents.sheet(digest), file))) {
      Set<String> files = new TreeSet<>();
      Set<String> versions = new TreeSet<>();
      for (String digest : sheets) {
        TaskSheet sheet = contents.sheet(digest);
        files.addAll(contents.release(sheet).files().keySet());
        files.addAll(sheet.files().keySet());
        versions.add(sheet.to());
      }
      problems.add(
          hinted(
              "Release %s %s has no file '%s'."
                  .formatted(patch.component(), String.join(", ", versions), file),
              file,
              files));
    }
  }

  private static String hinted(String sentence, String unknown, Collection<String> known) {
    String hint = Suggest.hint(unknown, known);
    if (hint.isEmpty()) {
      String more = known.size() > LISTED ? ", …" : "";
      hint = "There are: " + String.join(", ", known.stream().limit(LISTED).toList()) + more + ".";
    }
    return sentence + " " + hint;
  }

  /** What the new parameters refer to and nothing fills in on the hosts of these tasks. */
  List<String> undefinedReferences(Collection<Integer> tasks) {
    List<String> problems = new ArrayList<>();
    References references = References.in(change.with());
    references.unclosed().forEach(text -> problems.add("'${' in '" + text + "' is never closed."));
    for (String name : references.names()) {
      if (name.startsWith(References.VARS)) {
        String path = name.substring(References.VARS.length());
        List<String> lacking =
            tasks.stream()
                .map(number -> plan.tasks().get(number - 1).host())
                .distinct()
                .filter(host -> !defined(host, path))
                .toList();
        if (!lacking.isEmpty()) {
          problems.add(
              "'${%s}' has no value on %s%s."
                  .formatted(name, lacking.get(0), lacking.size() > 1 ? " and other hosts" : ""));
        }
      } else if (!References.KNOWN.contains(name)) {
        problems.add(
            hinted("'${" + name + "}' is nothing that is filled in.", name, References.KNOWN));
      }
    }
    return problems;
  }

  private boolean defined(String host, String path) {
    Object at = plan.hostSheets().get(plan.hosts().get(host)).vars();
    for (String name : path.split("\\.", -1)) {
      if (!(at instanceof Map<?, ?> map) || !map.containsKey(name)) {
        return false;
      }
      at = map.get(name);
    }
    return true;
  }
}
