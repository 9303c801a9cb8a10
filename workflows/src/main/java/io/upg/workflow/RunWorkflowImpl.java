package io.upg.workflow;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.upg.contract.Gate;
import io.upg.contract.RunActivities;
import io.upg.contract.RunOutline;
import io.upg.contract.Verdict;
import io.upg.contract.WorkflowIds;
import java.util.Optional;

public final class RunWorkflowImpl implements RunWorkflow {
  /** Keeps histories short enough to be read and replayed quickly. */
  static final int BATCHES_PER_HISTORY = 50;

  private RunDetails details;
  private Shards shards;
  private String stoppedBy;

  @Override
  public void run(RunInput input) {
    details = new RunDetails(input);
    String waitingFor;
    try {
      waitingFor = runBatches(input);
    } catch (TemporalFailure failure) {
      if (Failures.runClosed(failure)) {
        details.isClosed();
        return;
      }
      waitingFor = unexpected(input, failure);
    }
    close(input, waitingFor);
  }

  /** Returns what the operator has to do, or null where the selection was brought to its end. */
  private String runBatches(RunInput input) {
    RunOutline outline = toStore("outline").outline(input.project(), input.run());
    details.begins(outline);
    if (stoppedBy == null) {
      stoppedBy = outline.stoppedBy();
    }
    int first = Math.max(input.from(), outline.next());
    for (int batch = first; batch <= outline.batches(); batch++) {
      if (historyIsLong(batch - first)) {
        // Between batches only: a shard that runs over it would be closed with its parent.
        Workflow.continueAsNew(new RunInput(input.project(), input.run(), batch));
      }
      String place = "batch " + batch + " of " + outline.batches();
      Gate gate = toStore("gate of " + place).open(input.project(), input.run(), batch);
      if (gate.stop() != null) {
        return gate.stop();
      }
      details.batchBegins(batch, gate);
      tellProject(input);
      shards = new Shards(input, batch, gate, stoppedBy);
      Optional<String> broken = shards.run(details::shardEnded);
      if (broken.isPresent()) {
        return broken.get();
      }
      Verdict verdict = toStore("verdict on " + place).judge(input.project(), input.run(), batch);
      details.judged(verdict);
      if (!verdict.passed()) {
        return verdict.waitingFor();
      }
    }
    return null;
  }

  @Override
  public void stop(String by) {
    if (stoppedBy == null) {
      stoppedBy = by;
      if (shards != null) {
        shards.stop(by);
      }
    }
  }

  /** Closes the run also where this workflow was cancelled: an open run holds its tasks. */
  private void close(RunInput input, String waitingFor) {
    RunActivities store = toStore("closing of the run");
    Workflow.newDetachedCancellationScope(
            () -> {
              try {
                details.ends(store.close(input.project(), input.run(), waitingFor), waitingFor);
              } catch (TemporalFailure failure) {
                if (!Failures.runClosed(failure)) {
                  throw failure;
                }
                details.isClosed();
              }
              // A workflow that has ended cannot tell anybody any more.
              tellProject(input).get();
            })
        .run();
  }

  private static boolean historyIsLong(int batches) {
    return batches >= BATCHES_PER_HISTORY
        || (batches > 0 && Workflow.getInfo().isContinueAsNewSuggested());
  }

  private RunActivities toStore(String step) {
    details.waitsForPostgreSql(step);
    return Stubs.run(step);
  }

  /** Its page shows the run, too. Whether there is one to be told is no matter of the run. */
  private static Promise<Void> tellProject(RunInput input) {
    if (Workflow.getVersion("tell-project", Workflow.DEFAULT_VERSION, 1) < 1) {
      return Workflow.newPromise(null);
    }
    ProjectWorkflow project =
        Workflow.newExternalWorkflowStub(
            ProjectWorkflow.class, WorkflowIds.project(input.project()));
    return Async.procedure(project::refresh).handle((told, failure) -> null);
  }

  private static String unexpected(RunInput input, TemporalFailure failure) {
    return "Run %d of project '%s' ended unexpectedly: %s. See what is left: upg status %s"
        .formatted(input.run(), input.project(), Failures.message(failure), input.project());
  }
}
