package io.upg.store;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandRequest;
import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.cut.Cut;
import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.Rule;
import io.upg.plan.model.GlobalPlan;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One command that is being judged, inside a transaction that holds the project: what every rule
 * needs, and the answers they give.
 *
 * @param published digests of documents that agents can fetch, besides those of the plan
 */
record Judging(
    Tx tx, ProjectRow project, GlobalPlan plan, CommandRequest command, Set<String> published) {

  String name() {
    return project.name();
  }

  /** All, for what looks at every task. */
  RecordedFacts facts() throws SQLException {
    return RecordedFacts.read(tx, project.id());
  }

  /** For decisions on single tasks. */
  RecordedFacts factsAsAsked() throws SQLException {
    return RecordedFacts.onDemand(tx, project.id());
  }

  /** Starts the run of a cut, unless its tasks are not where the plan found them. */
  Decision start(CommandRequest request, CurrentPlan cut, List<String> notes) throws SQLException {
    if (cut.tasks() == 0) {
      return noted(0, notes);
    }
    Optional<Refusal> moved = FleetRule.check(tx, project, cut);
    if (moved.isPresent()) {
      return refused(moved.get());
    }
    int run = new RunWriter(tx, project, plan).write(request, command.who(), cut);
    return Decision.accepted(command.kind(), run, true, cut, notes);
  }

  /** Accepted, and there is nothing to run. */
  Decision noted(int run, List<String> notes) {
    return Decision.noted(command.kind(), run, notes);
  }

  /** Accepted and done with: its tasks changed here and now, without a run. */
  Decision about(BitSet tasks, List<String> notes) {
    CommandAnswer answer =
        new CommandAnswer(command.kind(), null, 0, false, tasks.cardinality(), ids(tasks), notes);
    return new Decision(answer, tasks);
  }

  Decision noted(String note) {
    return noted(0, List.of(note));
  }

  Decision refused(Cut.Refused cut) {
    return refused(cut.refusal());
  }

  Decision refused(Refusal refusal) {
    return Decision.refused(command.kind(), refusal);
  }

  Decision refused(String rule, String message) {
    return refused(new Refusal(rule, message, List.of()));
  }

  Decision refusedByState(String message) {
    return refused(Rule.PROJECT_STATE, message);
  }

  /** Ids of the first of them. */
  List<String> ids(BitSet numbers) {
    return numbers.stream()
        .limit(CommandAnswer.FIRST)
        .mapToObj(number -> plan.tasks().get(number - 1).id())
        .toList();
  }
}
