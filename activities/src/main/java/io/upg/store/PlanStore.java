package io.upg.store;

import io.upg.plan.compile.Compiled;
import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.Rule;
import io.upg.plan.model.GlobalPlan;
import io.upg.store.SaveResult.Outcome;
import java.sql.SQLException;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Optional;

/** The plans of all projects. Thread-safe. */
public final class PlanStore {
  private static final String STARTED =
      """
      select exists (select from run_shard where project_id = ? and grant_no is not null)
          or exists (select from run where project_id = ? and state = 'open')
      """;

  private static final String PATCHED = "select exists (select from patch where project_id = ?)";

  private final Database database;
  private final PlanCache cache = new PlanCache();

  public PlanStore(Database database) {
    this.database = database;
  }

  /**
   * Stores a plan in one transaction, or nothing of it: not where the project already has this
   * plan, nor where something of its plan has run.
   */
  public SaveResult save(Compiled compiled, String who) {
    return database.tx(tx -> save(tx, compiled, who));
  }

  private static SaveResult save(Tx tx, Compiled compiled, String who) throws SQLException {
    GlobalPlan plan = compiled.plan();
    Optional<ProjectRow> before = ProjectRow.lock(tx, plan.project());
    if (before.isEmpty()) {
      tx.update("insert into project (name) values (?) on conflict do nothing", plan.project());
      before = ProjectRow.lock(tx, plan.project());
    }
    ProjectRow project = before.orElseThrow();
    if (plan.digest().equals(project.digest())) {
      return new SaveResult(Outcome.UNCHANGED, plan.digest(), project.revision(), null);
    }
    Refusal refusal = refusal(tx, project);
    if (refusal != null) {
      return new SaveResult(Outcome.REFUSED, plan.digest(), project.revision(), refusal);
    }
    int revision = project.revision() + 1;
    new PlanWriter(tx, compiled, project.id()).write(revision, who);
    Outcome outcome = revision == 1 ? Outcome.CREATED : Outcome.REVISED;
    return new SaveResult(outcome, plan.digest(), revision, null);
  }

  /** Why the project's plan may not become another one, or null. */
  private static Refusal refusal(Tx tx, ProjectRow project) throws SQLException {
    if (project.closed()) {
      return new Refusal(
          Rule.PROJECT_STATE,
          "Project '%s' is closed. Compile under another project name.".formatted(project.name()),
          List.of());
    }
    if (tx.one(PATCHED, row -> row.getBoolean(1), project.id())) {
      return new Refusal(
          Rule.PLAN_STARTED,
          ("Project '%s' was patched, and another plan would lose its patches. Write them into the"
                  + " releases (upg patch export %s --out DIR), then compile those under another"
                  + " project name.")
              .formatted(project.name(), project.name()),
          List.of());
    }
    if (tx.one(STARTED, row -> row.getBoolean(1), project.id(), project.id())) {
      return new Refusal(
          Rule.PLAN_STARTED,
          ("Project '%s' has begun to run plan %.12s, so it cannot become another plan. Finish it,"
                  + " or close it and compile under another project name.")
              .formatted(project.name(), project.digest()),
          List.of());
    }
    return null;
  }

  /**
   * The project's plan; read once, then kept in memory.
   *
   * @throws UnknownProject if it is not stored
   */
  public GlobalPlan load(String project) {
    return database.tx(tx -> load(tx, project));
  }

  private GlobalPlan load(Tx tx, String name) throws SQLException {
    return load(tx, ProjectRow.require(tx, ProjectRow.find(tx, name), name));
  }

  GlobalPlan load(Tx tx, ProjectRow project) throws SQLException {
    return cache.get(project.digest(), () -> read(tx, project));
  }

  /** Brings the plan into memory, if there is one: before others are made to wait for it. */
  void prepare(String project) {
    database.tx(
        tx -> {
          Optional<ProjectRow> row = ProjectRow.find(tx, project);
          return row.isPresent() ? load(tx, row.get()) : null;
        });
  }

  /**
   * Every statement sees what is committed by then: a compile in between must not mix two plans.
   */
  private static GlobalPlan read(Tx tx, ProjectRow project) throws SQLException {
    GlobalPlan plan = new PlanReader(tx, project).read();
    ProjectRow now = ProjectRow.require(tx, ProjectRow.find(tx, project.name()), project.name());
    if (!plan.digest().equals(now.digest())) {
      throw new ConcurrentModificationException(
          "Project '%s' was compiled again while its plan was read. Try again."
              .formatted(project.name()));
    }
    return plan;
  }

  /** Names of all projects that are not closed: those that must have a workflow. */
  public List<String> openProjects() {
    return database.tx(
        tx ->
            tx.list(
                "select name from project where closed_at is null order by id",
                row -> row.getString(1)));
  }
}
