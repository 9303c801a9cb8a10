package io.upg.workflow;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandRequest;

/**
 * A project, {@code upg/<project>}: takes its commands and sees that every open run has a workflow.
 * It never completes by itself, and can be started anew from PostgreSQL at any time.
 *
 * <p>The update and the signals do the same; only the update answers. A command's id acts once.
 */
@WorkflowInterface
public interface ProjectWorkflow {

  @WorkflowMethod
  void serve(ProjectInput input);

  /**
   * Judges a command, starts its run if it has one, and answers; never waits for tasks.
   *
   * <p>Refused before it reaches the history, with {@link
   * io.upg.contract.FailureTypes#BAD_COMMAND}, where it has no id, who or kind. (SDK 1.38 brings
   * the client its message, but not its type: temporalio/sdk-java#2875.)
   */
  @UpdateMethod
  CommandAnswer command(CommandRequest request);

  @UpdateValidatorMethod(updateName = "command")
  void checkCommand(CommandRequest request);

  /**
   * A {@link CommandRequest} as JSON, from a portal. Taken raw, because a payload that cannot be
   * read must end as a refusal in the audit, not be dropped.
   */
  @SignalMethod
  void run(RawValue command);

  /** Like {@link #run(RawValue)}. */
  @SignalMethod
  void retry(RawValue command);

  /** Like {@link #run(RawValue)}. */
  @SignalMethod
  void rollback(RawValue command);

  /** Like {@link #run(RawValue)}. */
  @SignalMethod
  void skip(RawValue command);

  /** Like {@link #run(RawValue)}; the file is put to the artifact store before. */
  @SignalMethod
  void patch(RawValue command);

  /** Like {@link #run(RawValue)}. */
  @SignalMethod
  void pause(RawValue command);

  /** Like {@link #run(RawValue)}. */
  @SignalMethod
  void resume(RawValue command);

  /** Like {@link #run(RawValue)}. */
  @SignalMethod
  void abort(RawValue command);

  /** From its runs: something has changed that the project's page shows. */
  @SignalMethod
  void refresh();
}
