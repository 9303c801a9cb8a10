package io.upg.store.query;

import io.upg.contract.CommandRequest;
import io.upg.plan.compile.Definition;
import io.upg.plan.cut.Contents;
import io.upg.plan.model.GlobalPlan;
import io.upg.store.Database;
import io.upg.store.PatchPlan;
import io.upg.store.RecordedContents;
import io.upg.store.RecordedFacts;
import io.upg.store.StoredPatch;
import io.upg.store.Tx;
import java.sql.SQLException;
import java.util.List;

/** Patches: those that were given, and what another one would do. */
public final class PatchQuery {
  private final Database database;

  public PatchQuery(Database database) {
    this.database = database;
  }

  /**
   * All of a project, the oldest first.
   *
   * @throws io.upg.store.UnknownProject if there is no such project
   */
  public List<StoredPatch> all(String project) {
    return Snapshot.read(database, tx -> StoredPatch.all(tx, ProjectRow.find(tx, project).id()));
  }

  /**
   * The content of every task as it is now.
   *
   * @throws io.upg.store.UnknownProject if there is no such project
   */
  public Contents contents(GlobalPlan plan) {
    return Snapshot.read(database, tx -> contents(tx, plan));
  }

  /** What the command would do by what is recorded now. */
  public PatchPlan plan(GlobalPlan plan, CommandRequest command) {
    return Snapshot.read(
        database,
        tx -> {
          int project = ProjectRow.find(tx, plan.project()).id();
          return PatchPlan.of(
              contents(tx, plan),
              RecordedFacts.read(tx, project),
              command,
              others(tx, command.from()));
        });
  }

  /**
   * The {@code component.yaml} of every release of the project's plan, as it was compiled.
   *
   * @throws io.upg.store.UnknownProject if there is no such project
   */
  public List<Definition> definitions(String project) {
    return Snapshot.read(
        database,
        tx ->
            tx.list(
                """
                select component, version, definition from plan_release
                where project_id = ? order by component, version
                """,
                row -> new Definition(row.getString(1), row.getString(2), row.getString(3)),
                ProjectRow.find(tx, project).id()));
  }

  private static Contents contents(Tx tx, GlobalPlan plan) throws SQLException {
    return RecordedContents.read(tx, ProjectRow.find(tx, plan.project()).id(), plan);
  }

  private static List<StoredPatch> others(Tx tx, String from) throws SQLException {
    return from == null ? null : StoredPatch.ofProject(tx, from);
  }
}
