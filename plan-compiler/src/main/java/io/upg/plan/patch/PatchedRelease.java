package io.upg.plan.patch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.model.Step;
import io.upg.plan.model.TaskSheet;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Json;
import io.upg.plan.yaml.YamlMap;
import io.upg.plan.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A release with its patches written into it.
 *
 * @param definition its {@code component.yaml}
 * @param files path → SHA-256 of everything else
 * @param left one sentence for everything that a release cannot say
 */
public record PatchedRelease(String definition, Map<String, String> files, List<String> left) {

  public PatchedRelease {
    files = Map.copyOf(files);
    left = List.copyOf(left);
  }

  /**
   * @param definition as compiled
   * @param sheets those of this release, as compiled
   * @param patches of its component, the oldest first
   */
  public static PatchedRelease of(
      String definition,
      ReleaseManifest manifest,
      Collection<TaskSheet> sheets,
      List<Patch> patches) {
    return new Writer(definition, manifest).write(sheets, patches);
  }

  /** Writes one release. */
  private static final class Writer {
    private final ReleaseManifest manifest;
    private final YamlEdit edit;
    private final YamlMap written;
    private final Map<String, String> files = new TreeMap<>();
    private final Set<String> left = new LinkedHashSet<>();

    Writer(String definition, ReleaseManifest manifest) {
      this.manifest = manifest;
      this.edit = new YamlEdit(definition);
      this.written =
          (YamlMap) YamlReader.read("component.yaml", definition, new Problems()).orElseThrow();
      manifest.files().forEach((path, entry) -> files.put(path, entry.sha256()));
    }

    PatchedRelease write(Collection<TaskSheet> sheets, List<Patch> patches) {
      patches.forEach(patch -> files.putAll(patch.files()));
      noteNarrowFiles(patches);
      Map<String, TaskSheet> byAction = new TreeMap<>();
      sheets.forEach(sheet -> byAction.putIfAbsent(sheet.action(), sheet));
      byAction.values().forEach(sheet -> action(sheet, patched(sheet, patches)));
      files.forEach((path, sha256) -> edit.replace("\"" + sha256 + "\"", "sha256", path));
      return new PatchedRelease(edit.result(), files, new ArrayList<>(left));
    }

    /** A release has one content of a file for all its actions. */
    private void noteNarrowFiles(List<Patch> patches) {
      for (Patch patch : patches) {
        String action = patch.change().action();
        for (String file : patch.files().keySet()) {
          if (action != null && manifest.files().containsKey(file)) {
            left.add(
                "'%s' was replaced for the tasks of '%s' only; in the release it is replaced for all."
                    .formatted(file, action));
          }
        }
      }
    }

    private static TaskSheet patched(TaskSheet sheet, List<Patch> patches) {
      TaskSheet patched = sheet;
      for (Patch patch : patches) {
        String action = patch.change().action();
        if (action == null || action.equals(sheet.action())) {
          patched = PatchedSheet.of(patched, patch).sheet();
        }
      }
      return patched;
    }

    private void action(TaskSheet before, TaskSheet after) {
      boolean sameSteps =
          after.forward().equals(before.forward()) && after.backward().equals(before.backward());
      if (sameSteps
          && after.params().equals(before.params())
          && after.timeout().equals(before.timeout())) {
        return;
      }
      Map<String, Object> action = written(before.action());
      if (!sameSteps) {
        own(action, before, after);
        action.putAll(WrittenParts.of(after));
      }
      if (!after.params().equals(before.params())) {
        action.put("with", after.params());
      }
      if (!after.timeout().equals(before.timeout())) {
        action.put("timeout", after.timeout().toMillis() + "ms");
      }
      String value = new String(CanonicalJson.bytes(action), UTF_8);
      if (!edit.replace(value, "actions", before.action())) {
        left.add(
            "Action '%s' is not written in component.yaml. Add it by hand: %s: %s"
                .formatted(before.action(), before.action(), value));
      }
    }

    /** A script must say how it is taken back, also where that is as it was. */
    private static void own(Map<String, Object> action, TaskSheet before, TaskSheet after) {
      Step forward = Step.own(after.forward());
      Step backward = Step.own(after.backward());
      boolean another = !forward.equals(Step.own(before.forward()));
      if (another && forward instanceof Step.Script script) {
        action.remove("use");
        action.put("script", script.file());
      }
      if (after.reversible() && (another || !backward.equals(Step.own(before.backward())))) {
        action.put("rollback", WrittenParts.rollback(backward));
      }
    }

    private Map<String, Object> written(String action) {
      Map<String, Object> keys = new LinkedHashMap<>();
      if (written.entries().get("actions").value() instanceof YamlMap actions
          && actions.entries().containsKey(action)
          && actions.entries().get(action).value() instanceof YamlMap map) {
        keys.putAll(Json.map(map, new Problems()));
      }
      return keys;
    }
  }
}
