package io.upg.workflow;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowLock;
import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.FailureTypes;
import io.upg.contract.RunStop;
import io.upg.contract.WorkflowIds;
import java.util.function.Supplier;

public final class ProjectWorkflowImpl implements ProjectWorkflow {
  /** Far below the 2,000 updates that a server takes for one history. */
  static final int COMMANDS_PER_HISTORY = 200;

  private final String project;
  private final WorkflowLock turns = Workflow.newWorkflowLock();
  private final ProjectDetails details;
  private int commands;

  /** A command may be handled before {@link #serve}: what handlers need is set here. */
  @WorkflowInit
  public ProjectWorkflowImpl(ProjectInput input) {
    project = input.project();
    details = new ProjectDetails(project);
  }

  @Override
  public void serve(ProjectInput input) {
    try {
      Stubs.project("open runs of " + project).openRuns(project).forEach(this::ensureRun);
      if (Workflow.getVersion("stops", Workflow.DEFAULT_VERSION, 1) >= 1) {
        tellStops();
      }
      details.refresh();
    } catch (ActivityFailure failure) {
      if (!Failures.runClosed(failure)) {
        throw failure;
      }
      // Closed or deleted: whoever still waits for an answer gets it first.
      Workflow.await(Workflow::isEveryHandlerFinished);
      return;
    }
    Workflow.await(this::historyIsLong);
    // A handler that is cut off here would leave its run without a workflow.
    Workflow.await(Workflow::isEveryHandlerFinished);
    Workflow.continueAsNew(input);
  }

  @Override
  public CommandAnswer command(CommandRequest request) {
    return handle(request);
  }

  @Override
  public void checkCommand(CommandRequest request) {
    CommandShape.problem(request)
        .ifPresent(
            problem -> {
              throw ApplicationFailure.newNonRetryableFailure(problem, FailureTypes.BAD_COMMAND);
            });
  }

  @Override
  public void run(RawValue command) {
    signal(CommandKind.RUN, command);
  }

  @Override
  public void retry(RawValue command) {
    signal(CommandKind.RETRY, command);
  }

  @Override
  public void rollback(RawValue command) {
    signal(CommandKind.ROLLBACK, command);
  }

  @Override
  public void skip(RawValue command) {
    signal(CommandKind.SKIP, command);
  }

  @Override
  public void patch(RawValue command) {
    signal(CommandKind.PATCH, command);
  }

  @Override
  public void pause(RawValue command) {
    signal(CommandKind.PAUSE, command);
  }

  @Override
  public void resume(RawValue command) {
    signal(CommandKind.RESUME, command);
  }

  @Override
  public void abort(RawValue command) {
    signal(CommandKind.ABORT, command);
  }

  @Override
  public void refresh() {
    details.refresh();
  }

  /** Never throws: a failure in a signal would end the project's workflow. */
  private void signal(CommandKind kind, RawValue payload) {
    SignalledCommand signal = SignalledCommand.read(kind, payload);
    try {
      if (signal.problem() == null) {
        handle(signal.command());
      } else {
        Stubs.project("refused: " + summary(signal.command()))
            .refuse(project, signal.command(), signal.problem());
      }
    } catch (TemporalFailure failure) {
      Workflow.getLogger(ProjectWorkflow.class)
          .warn(
              "project={} signal={} command={} not carried out: {}",
              project,
              kind.word(),
              signal.command().id(),
              Failures.message(failure));
    }
  }

  /** A command's second coming is told by its id in PostgreSQL, and only makes sure of its run. */
  private CommandAnswer handle(CommandRequest command) {
    commands++;
    CommandAnswer answer = inTurn(() -> Stubs.project(summary(command)).judge(project, command));
    if (answer.accepted() && answer.run() > 0) {
      ensureRun(answer.run());
    }
    if (answer.accepted() && command.kind() == CommandKind.ABORT && command.now()) {
      tellStops();
    }
    if (answer.accepted()) {
      details.refresh();
    }
    return answer;
  }

  private static String summary(CommandRequest command) {
    return command.kind().word() + " by " + command.who();
  }

  /** Commands are judged in the order in which they came: the last word of a sender counts. */
  private <T> T inTurn(Supplier<T> judge) {
    if (Workflow.getVersion("judge-in-turn", Workflow.DEFAULT_VERSION, 1) < 1) {
      return judge.get();
    }
    turns.lock();
    try {
      return judge.get();
    } finally {
      turns.unlock();
    }
  }

  /** Repeatable: a run that was told before does nothing more. */
  private void tellStops() {
    for (RunStop stop : Stubs.project("runs to stop of " + project).stops(project)) {
      ensureRun(stop.run());
      try {
        Workflow.newExternalWorkflowStub(RunWorkflow.class, WorkflowIds.run(project, stop.run()))
            .stop(stop.by());
      } catch (SignalExternalWorkflowException | ApplicationFailure ended) {
        // It has closed meanwhile; SDK 1.38 says so with an ApplicationFailure.
      }
    }
  }

  /** Returns when the run has a workflow, which outlives this one. */
  private void ensureRun(int run) {
    RunWorkflow child =
        Workflow.newChildWorkflowStub(
            RunWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.run(project, run))
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setStaticSummary("run " + run + " of " + project)
                .setTypedSearchAttributes(Attributes.ofChild(project, null))
                .build());
    // How it ends is told by PostgreSQL; a failure that nobody asks for is logged as one forgotten.
    Async.procedure(child::run, new RunInput(project, run, 1)).handle((end, failure) -> null);
    try {
      Workflow.getWorkflowExecution(child).get();
    } catch (ChildWorkflowFailure failure) {
      if (!(Failures.cause(failure) instanceof WorkflowExecutionAlreadyStarted)) {
        throw failure;
      }
    }
  }

  private boolean historyIsLong() {
    return commands >= COMMANDS_PER_HISTORY || Workflow.getInfo().isContinueAsNewSuggested();
  }
}
