package io.upg.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.upg.plan.cut.Contents;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.model.TaskSheet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Reads the content of all tasks of a plan, patches applied. */
public final class RecordedContents {
  private RecordedContents() {}

  /**
   * @param project its id in the store
   */
  public static Contents read(Tx tx, int project, GlobalPlan plan) throws SQLException {
    Map<Integer, String> digests = new TreeMap<>();
    tx.each(
        "select number, sheet from task_state where project_id = ? and sheet is not null",
        row -> digests.put(row.getInt("number"), row.getString("sheet")),
        project);
    Map<String, ReleaseManifest> manifests = new HashMap<>();
    tx.each(
        "select digest, manifest from release where digest = any (?)",
        row ->
            manifests.put(
                row.getString("digest"),
                CanonicalJson.read(
                    row.getString("manifest").getBytes(UTF_8), ReleaseManifest.class)),
        (Object)
            plan.sheets().values().stream()
                .map(TaskSheet::release)
                .distinct()
                .toArray(String[]::new));
    return new Contents(plan, digests, sheets(tx, digests.values()), manifests);
  }

  /** Sheets by digest. */
  static Map<String, TaskSheet> sheets(Tx tx, Collection<String> digests) throws SQLException {
    Map<String, TaskSheet> sheets = new HashMap<>();
    if (digests.isEmpty()) {
      return sheets;
    }
    tx.each(
        "select digest, body from sheet where digest = any (?)",
        row ->
            sheets.put(
                row.getString("digest"),
                CanonicalJson.read(row.getString("body").getBytes(UTF_8), TaskSheet.class)),
        (Object) digests.stream().distinct().toArray(String[]::new));
    return sheets;
  }
}
