package io.upg.plan.cut;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskSheet;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The content of every task of a plan at one moment: as compiled, or as patched since.
 *
 * @param digests task number → digest of its sheet, of patched tasks
 * @param sheets digest → content, of those sheets
 * @param manifests digest → content, of every release that the plan's sheets name
 */
public record Contents(
    GlobalPlan plan,
    Map<Integer, String> digests,
    Map<String, TaskSheet> sheets,
    Map<String, ReleaseManifest> manifests) {

  public Contents {
    digests = Collections.unmodifiableMap(new TreeMap<>(digests));
    sheets = Collections.unmodifiableMap(new HashMap<>(sheets));
    manifests = Collections.unmodifiableMap(new HashMap<>(manifests));
  }

  public String digest(Task task) {
    return digests.getOrDefault(task.number(), task.sheet());
  }

  public TaskSheet of(Task task) {
    return sheet(digest(task));
  }

  /** The content behind a digest of this plan's. */
  public TaskSheet sheet(String digest) {
    TaskSheet patched = sheets.get(digest);
    return patched == null ? plan.sheets().get(digest) : patched;
  }

  ReleaseManifest release(TaskSheet sheet) {
    return manifests.get(sheet.release());
  }

  /** Whether the release, as this task sees it, has the file. */
  boolean hasFile(TaskSheet sheet, String file) {
    return sheet.files().containsKey(file) || release(sheet).files().containsKey(file);
  }

  /** As it will be when these tasks have been patched. */
  public Contents after(PatchDecision.Accepted patch) {
    Map<Integer, String> changed = new TreeMap<>(digests);
    changed.putAll(patch.digests());
    Map<String, TaskSheet> more = new HashMap<>(sheets);
    more.putAll(patch.sheets());
    return new Contents(plan, changed, more, manifests);
  }
}
