package io.upg.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.patch.Patch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A patch as it was given.
 *
 * @param number from 1, in the order in which they were given
 * @param origin the project and number that it was taken over from: {@code spring 2}; null where it
 *     was given here
 * @param tasks numbers of the tasks that got a new revision by it
 * @param releases digests of the releases of those tasks
 */
public record StoredPatch(
    int number,
    Instant at,
    String who,
    String reason,
    String origin,
    BitSet tasks,
    List<String> releases,
    Patch patch) {

  public StoredPatch {
    tasks = (BitSet) tasks.clone();
    releases = List.copyOf(releases);
  }

  @Override
  public BitSet tasks() {
    return (BitSet) tasks.clone();
  }

  /**
   * All patches of a project, the oldest first.
   *
   * @param project its id in the store
   */
  public static List<StoredPatch> all(Tx tx, int project) throws SQLException {
    return tx.list(
        """
        select number, at, who, reason, origin, tasks, releases, body from patch
        where project_id = ? order by number
        """,
        StoredPatch::read,
        project);
  }

  /** Those of the project of this name, or null where there is none. */
  public static List<StoredPatch> ofProject(Tx tx, String name) throws SQLException {
    Optional<ProjectRow> project = ProjectRow.find(tx, name);
    return project.isPresent() ? all(tx, project.get().id()) : null;
  }

  private static StoredPatch read(ResultSet row) throws SQLException {
    return new StoredPatch(
        row.getInt("number"),
        Tx.instant(row, "at"),
        row.getString("who"),
        row.getString("reason"),
        row.getString("origin"),
        TaskRanges.parse(row.getString("tasks")),
        CanonicalJson.read(row.getString("releases").getBytes(UTF_8), new TypeReference<>() {}),
        CanonicalJson.read(row.getString("body").getBytes(UTF_8), Patch.class));
  }
}
