package io.upg.store;

import io.upg.contract.CommandRequest;
import io.upg.plan.cut.Cut;
import io.upg.plan.cut.Interceptor;
import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.Rule;
import io.upg.plan.cut.RunRequest;
import io.upg.plan.cut.TaskStates;
import io.upg.plan.model.TaskState;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** {@code run}: starts a forward run, or follows the open one. */
final class RunRules {
  private static final String BEGUN =
      """
      select coalesce(range_agg(range), '{}') from run_batch, unnest(tasks) as range
      where project_id = ? and run = ? and state <> 'ready'
      """;

  private final Judging judging;
  private final String name;

  RunRules(Judging judging) {
    this.judging = judging;
    this.name = judging.name();
  }

  Decision judge() throws SQLException {
    ProjectRow project = judging.project();
    if (project.pausedBy() != null) {
      return judging.refusedByState(
          "Project '%s' was paused by %s. Go on with: upg resume %s"
              .formatted(name, project.pausedBy(), name));
    }
    Optional<RunRow> open = RunRow.openForward(judging.tx(), project);
    if (open.isPresent()) {
      return open.get().aborted()
          ? judging.refusedByState(AbortRules.ending(open.get()))
          : follow(open.get());
    }
    Instant until = judging.command().until();
    if (until != null && !judging.tx().now().isBefore(until)) {
      String message = "--until %s has passed: nothing would start. Give a later time.";
      return judging.refused(Rule.BAD_INPUT, message.formatted(until));
    }
    Decision decision = start(judging.command(), List.of());
    if (decision.answer().started()) {
      AbortRules.lift(judging.tx(), project);
    }
    return decision;
  }

  /** Cuts a request anew and starts its run. */
  Decision start(CommandRequest request, List<String> notes) throws SQLException {
    Cut cut = CommandCut.of(judging.plan(), judging.facts(), request);
    if (!(cut instanceof Cut.Accepted accepted)) {
      return judging.refused((Cut.Refused) cut);
    }
    return judging.start(request, accepted.plan(), joined(notes, accepted.notes()));
  }

  /** Accepted where all that the command would bring to done is the open run's already. */
  private Decision follow(RunRow open) throws SQLException {
    CommandRequest command = judging.command();
    Optional<Refusal> incomplete = CommandCut.incomplete(command);
    if (incomplete.isPresent()) {
      return judging.refused(incomplete.get());
    }
    if (command.outOfOrder()) {
      String message =
          "Run %d of project '%s' is open and keeps its order: nothing runs out of order beside it."
              + " Wait for its end (upg status %s --watch), or stop it behind its batch: upg pause %s";
      return judging.refused(Rule.RUN_OPEN, message.formatted(open.run(), name, name, name));
    }
    TaskStates states = judging.facts();
    TaskStates asIfNotSent =
        number -> states.of(number) == TaskState.RUNNING ? TaskState.UNDO : states.of(number);
    // Out of order: the open run has judged the order.
    RunRequest request = new RunRequest(command.phases(), command.selection(), true);
    Cut answer = Interceptor.cut(judging.plan(), asIfNotSent, request);
    if (!(answer instanceof Cut.Accepted cut)) {
      return judging.refused((Cut.Refused) answer);
    }
    if (cut.plan().tasks() == 0) {
      return judging.noted(0, cut.notes());
    }
    BitSet others = Decision.numbers(cut.plan());
    others.andNot(open.tasks());
    if (!others.isEmpty()) {
      return judging.refused(another(open, others));
    }
    List<String> notes = joined(following(open), cut.notes());
    return Decision.accepted(
        command.kind(),
        open.run(),
        false,
        cut.plan(),
        joined(notes, behind(open, states, Decision.numbers(cut.plan()))));
  }

  private List<String> following(RunRow open) {
    String note = "Run %d is at work on it since before; this follows it.".formatted(open.run());
    CommandRequest command = judging.command();
    if (command.until() == null && command.pauseAfter() == null) {
      return List.of(note);
    }
    return List.of(note, "Run %d keeps its own --until and --pause-after.".formatted(open.run()));
  }

  /** What was taken back in a batch that the open run has begun does not come again in it. */
  private List<String> behind(RunRow open, TaskStates states, BitSet wanted) throws SQLException {
    BitSet behind =
        TaskRanges.parse(
            judging.tx().one(BEGUN, row -> row.getString(1), judging.project().id(), open.run()));
    behind.and(wanted);
    behind.stream()
        .filter(number -> states.of(number) != TaskState.ROLLED_BACK)
        .boxed()
        .toList()
        .forEach(behind::clear);
    if (behind.isEmpty()) {
      return List.of();
    }
    String note = "Run %d is past what was taken back since: %s. Run that now: upg retry %s TASK";
    return List.of(
        note.formatted(open.run(), String.join(", ", judging.ids(behind)), judging.name()));
  }

  private Refusal another(RunRow open, BitSet others) {
    List<String> ids = judging.ids(others);
    String message =
        "Run %d of project '%s' is open with another selection: %s is not in it. Wait for its"
            + " end (upg status %s --watch), or stop it behind its batch: upg pause %s";
    return new Refusal(
        Rule.RUN_OPEN, message.formatted(open.run(), name, ids.get(0), name, name), ids);
  }

  private static List<String> joined(List<String> notes, List<String> more) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return all;
  }
}
