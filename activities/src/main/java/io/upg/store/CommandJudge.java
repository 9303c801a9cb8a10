package io.upg.store;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandRequest;
import io.upg.plan.cut.Cut;
import io.upg.plan.cut.Interceptor;
import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.Rule;
import io.upg.plan.cut.RunRequest;
import io.upg.plan.cut.TaskStates;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.TaskState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The rules of one command, inside a transaction that holds the project. */
final class CommandJudge {
  private final Tx tx;
  private final ProjectRow project;
  private final GlobalPlan plan;
  private final CommandRequest command;
  private final String name;

  CommandJudge(Tx tx, ProjectRow project, GlobalPlan plan, CommandRequest command) {
    this.tx = tx;
    this.project = project;
    this.plan = plan;
    this.command = command;
    this.name = project.name();
  }

  Decision judge() throws SQLException {
    if (project.closed()) {
      return state("Project '%s' is closed: it takes no more commands.".formatted(name));
    }
    if (project.aborted()) {
      return state("Project '%s' was aborted: it cannot %s.".formatted(name, word()));
    }
    return switch (command.kind()) {
      case RUN -> run();
      case PAUSE -> pause();
      case RESUME -> resume();
    };
  }

  private Decision run() throws SQLException {
    if (project.pausedBy() != null) {
      return state(
          "Project '%s' was paused by %s. Go on with: upg resume %s"
              .formatted(name, project.pausedBy(), name));
    }
    if (command.outOfOrder() && (command.reason() == null || command.reason().isBlank())) {
      return refused(
          Rule.BAD_INPUT, "A run out of order needs a reason: --out-of-order --reason R.");
    }
    Optional<RunRow> open = RunRow.openForward(tx, project);
    return open.isPresent() ? follow(open.get()) : start(command, List.of());
  }

  /** Accepted where all that the command would bring to done is the open run's already. */
  private Decision follow(RunRow open) throws SQLException {
    RecordedStates states = states();
    TaskStates asIfNotSent =
        number -> states.of(number) == TaskState.RUNNING ? TaskState.UNDO : states.of(number);
    // Out of order: the open run has judged the order.
    RunRequest request = new RunRequest(command.phases(), command.selection(), true);
    Cut answer = Interceptor.cut(plan, asIfNotSent, request);
    if (!(answer instanceof Cut.Accepted cut)) {
      return cutRefused(answer);
    }
    if (cut.plan().tasks() == 0) {
      return Decision.noted(command.kind(), 0, cut.notes());
    }
    BitSet others = Decision.numbers(cut.plan());
    others.andNot(open.tasks());
    if (others.isEmpty()) {
      String note = "Run %d is at work on it since before; this follows it.".formatted(open.run());
      return Decision.accepted(
          command.kind(), open.run(), false, cut.plan(), with(note, cut.notes()));
    }
    return refused(
        Rule.RUN_OPEN,
        ("Run %d of project '%s' is open with another selection: %s is not in it. Wait for its"
                + " end (upg status %s --watch), or stop it behind its batch: upg pause %s")
            .formatted(open.run(), name, first(others), name, name),
        ids(others));
  }

  private Decision start(CommandRequest request, List<String> notes) throws SQLException {
    Cut cut =
        Interceptor.cut(
            plan,
            states(),
            new RunRequest(request.phases(), request.selection(), request.outOfOrder()));
    if (!(cut instanceof Cut.Accepted accepted)) {
      return cutRefused(cut);
    }
    List<String> all = new ArrayList<>(notes);
    all.addAll(accepted.notes());
    if (accepted.plan().tasks() == 0) {
      return Decision.noted(command.kind(), 0, all);
    }
    Optional<Refusal> moved = FleetRule.check(tx, project, accepted.plan());
    if (moved.isPresent()) {
      return Decision.refused(command.kind(), moved.get());
    }
    int run = new RunWriter(tx, project, plan).write(request, command.who(), accepted.plan());
    return Decision.accepted(command.kind(), run, true, accepted.plan(), all);
  }

  private Decision pause() throws SQLException {
    if (project.pausedBy() != null) {
      String already = "Project '%s' was paused before, by %s.".formatted(name, project.pausedBy());
      return Decision.noted(command.kind(), 0, List.of(already));
    }
    tx.update(
        "update project set paused_at = now(), paused_by = ? where id = ?",
        command.who(),
        project.id());
    String note = "Project '%s' is paused: running tasks finish, no new batch starts.";
    return Decision.noted(command.kind(), 0, List.of(note.formatted(name)));
  }

  private Decision resume() throws SQLException {
    Optional<RunRow> open = RunRow.openForward(tx, project);
    boolean paused = project.pausedBy() != null;
    if (open.isPresent() && !paused) {
      return state(
          "Project '%s' is running, not paused. Follow it with: upg status %s --watch"
              .formatted(name, name));
    }
    Decision decision = open.isPresent() ? goOn(open.get()) : runAgain();
    if (paused && decision.answer().accepted()) {
      tx.update("update project set paused_at = null, paused_by = null where id = ?", project.id());
    }
    return decision;
  }

  private Decision goOn(RunRow open) {
    return Decision.noted(
        command.kind(),
        open.run(),
        List.of("The pause is lifted; run %d goes on.".formatted(open.run())));
  }

  private Decision runAgain() throws SQLException {
    Optional<RunRow> last = RunRow.lastForward(tx, project);
    if (last.isEmpty()) {
      String note = "Nothing has run yet that could go on. Begin with: upg run %s";
      return Decision.noted(command.kind(), 0, List.of(note.formatted(name)));
    }
    String note = "The selection of run %d again.".formatted(last.get().run());
    return start(last.get().request(), List.of(note));
  }

  private RecordedStates states() throws SQLException {
    return RecordedStates.read(tx, project, plan.tasks().size());
  }

  private Decision cutRefused(Cut cut) {
    return Decision.refused(command.kind(), ((Cut.Refused) cut).refusal());
  }

  private Decision state(String message) {
    return refused(Rule.PROJECT_STATE, message);
  }

  private Decision refused(String rule, String message) {
    return refused(rule, message, List.of());
  }

  private Decision refused(String rule, String message, List<String> tasks) {
    return Decision.refused(command.kind(), new Refusal(rule, message, tasks));
  }

  private String word() {
    return command.kind().word();
  }

  private String first(BitSet numbers) {
    return plan.tasks().get(numbers.nextSetBit(0) - 1).id();
  }

  private List<String> ids(BitSet numbers) {
    return numbers.stream()
        .limit(CommandAnswer.FIRST)
        .mapToObj(n -> plan.tasks().get(n - 1).id())
        .toList();
  }

  private static List<String> with(String note, List<String> notes) {
    List<String> all = new ArrayList<>(List.of(note));
    all.addAll(notes);
    return all;
  }
}
