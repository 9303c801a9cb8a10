package io.upg.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.Rule;
import io.upg.plan.json.CanonicalJson;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Commands: judged, carried out as far as the store goes, and audited, all in one transaction each.
 * A command's id acts once. Thread-safe, across processes too.
 */
public final class CommandStore {
  private final Database database;
  private final PlanStore plans;

  public CommandStore(Database database, PlanStore plans) {
    this.database = database;
    this.plans = plans;
  }

  /** Decides on a command that has not been given before. */
  @FunctionalInterface
  private interface Decide {
    Decision on(Tx tx, ProjectRow project) throws SQLException;
  }

  /**
   * Judges a command by the rules, and writes its audit row and, where it runs tasks, its run.
   *
   * @throws RunClosed if the project is not stored
   */
  public CommandAnswer judge(String project, CommandRequest command) {
    return judge(project, command, Set.of());
  }

  /**
   * The same for a command that needs a {@link #publication}.
   *
   * @param published digests of the documents that are in the artifact store
   * @throws Unpublished if it would need others
   */
  public CommandAnswer judge(String project, CommandRequest command, Set<String> published) {
    plans.prepare(project);
    return once(
        project,
        command,
        (tx, row) ->
            new CommandJudge(new Judging(tx, row, plans.load(tx, row), command, published))
                .judge());
  }

  /**
   * What must be in the artifact store before the command is judged; nothing where it was judged
   * before, or would be refused.
   *
   * @throws RunClosed if the project is not stored
   */
  public Publication publication(String name, CommandRequest command) {
    if (command.kind() != CommandKind.PATCH) {
      return Publication.NOTHING;
    }
    return database.tx(
        tx -> {
          ProjectRow project = RunRow.projectOf(ProjectRow.find(tx, name), name);
          if (project.closed() || answered(tx, project, command).isPresent()) {
            return Publication.NOTHING;
          }
          Judging judging = new Judging(tx, project, plans.load(tx, project), command, Set.of());
          return Publication.of(new PatchRules(judging).plan());
        });
  }

  /** Audits a command that was not fit to be judged. */
  public CommandAnswer refuse(String project, CommandRequest command, String problem) {
    return refuse(project, command, new Refusal(Rule.BAD_INPUT, problem, List.of()));
  }

  /** Audits a command that is refused for what the store does not know of. */
  public CommandAnswer refuse(String project, CommandRequest command, Refusal refusal) {
    return once(project, command, (tx, row) -> Decision.refused(command.kind(), refusal));
  }

  private CommandAnswer once(String name, CommandRequest command, Decide decide) {
    return database.tx(
        tx -> {
          ProjectRow project = RunRow.projectOf(ProjectRow.lock(tx, name), name);
          Optional<CommandAnswer> before = answered(tx, project, command);
          if (before.isPresent()) {
            return before.get();
          }
          Decision decision = decide.on(tx, project);
          audit(tx, project, command, decision);
          return decision.answer();
        });
  }

  private static Optional<CommandAnswer> answered(Tx tx, ProjectRow project, CommandRequest command)
      throws SQLException {
    return tx.first(
        "select answer from audit where project_id = ? and command_id = ?",
        row -> CanonicalJson.read(row.getString(1).getBytes(UTF_8), CommandAnswer.class),
        project.id(),
        command.id());
  }

  private static void audit(Tx tx, ProjectRow project, CommandRequest command, Decision decision)
      throws SQLException {
    CommandAnswer answer = decision.answer();
    tx.update(
        """
        insert into audit (project_id, who, command, command_id, request, tasks, task_count,
          reason, outcome, answer)
        values (?, ?, ?, ?, ?::json, ?::int4multirange, ?, ?, ?, ?::json)
        """,
        project.id(),
        command.who(),
        command.kind().word(),
        command.id(),
        json(command),
        TaskRanges.text(decision.tasks()),
        decision.tasks().cardinality(),
        command.reason(),
        answer.accepted() ? "accepted" : "refused: " + answer.refusal().rule(),
        json(answer));
  }

  static String json(Object value) {
    return new String(CanonicalJson.bytes(value), UTF_8);
  }
}
