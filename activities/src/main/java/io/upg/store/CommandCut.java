package io.upg.store;

import io.upg.contract.CommandRequest;
import io.upg.plan.cut.Cut;
import io.upg.plan.cut.Interceptor;
import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.RetryCut;
import io.upg.plan.cut.RollbackCut;
import io.upg.plan.cut.RollbackOptions;
import io.upg.plan.cut.Rule;
import io.upg.plan.cut.RunRequest;
import io.upg.plan.cut.TaskFacts;
import io.upg.plan.model.GlobalPlan;
import java.util.List;
import java.util.Optional;

/** What a command would run: the same for its judgement and for a dry run. Pure. */
public final class CommandCut {
  private CommandCut() {}

  /**
   * @throws IllegalArgumentException if the command is of a kind that runs no tasks
   */
  public static Cut of(GlobalPlan plan, TaskFacts facts, CommandRequest command) {
    Optional<Refusal> incomplete = incomplete(command);
    if (incomplete.isPresent()) {
      return new Cut.Refused(incomplete.get());
    }
    return switch (command.kind()) {
      case RUN ->
          Interceptor.cut(
              plan,
              facts,
              new RunRequest(command.phases(), command.selection(), command.outOfOrder()));
      case RETRY -> RetryCut.cut(plan, facts, command.selection(), options(command));
      case ROLLBACK -> RollbackCut.cut(plan, facts, command.selection(), options(command));
      case SKIP, PATCH, PAUSE, RESUME, ABORT ->
          throw new IllegalArgumentException("'" + command.kind().word() + "' runs no tasks");
    };
  }

  private static RollbackOptions options(CommandRequest command) {
    return new RollbackOptions(command.withDependents(), command.only());
  }

  /** What the command lacks, or says twice. */
  public static Optional<Refusal> incomplete(CommandRequest command) {
    if (command.withDependents() && command.only()) {
      return badInput(
          "--with-dependents takes back what stands on the selected tasks, --only leaves it"
              + " standing: say one of them.");
    }
    if (command.reason() != null && !command.reason().isBlank()) {
      return Optional.empty();
    }
    return switch (command.kind()) {
      case RUN ->
          command.outOfOrder()
              ? badInput("A run out of order needs a reason: --out-of-order --reason R.")
              : Optional.empty();
      case RETRY, ROLLBACK ->
          command.only()
              ? badInput("Leaving later tasks standing needs a reason: --only --reason R.")
              : Optional.empty();
      case SKIP -> badInput("A skip needs a reason: --reason R. It stays in the audit.");
      case PATCH -> badInput("A patch needs a reason: --reason R. It stays in the audit.");
      case PAUSE, RESUME, ABORT -> Optional.empty();
    };
  }

  private static Optional<Refusal> badInput(String message) {
    return Optional.of(new Refusal(Rule.BAD_INPUT, message, List.of()));
  }
}
