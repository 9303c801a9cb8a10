package io.upg.workflow;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.upg.contract.Gate;
import io.upg.contract.RunActivities;
import io.upg.contract.RunOutline;
import io.upg.contract.Verdict;
import java.util.Optional;

public final class RunWorkflowImpl implements RunWorkflow {
  /** Keeps histories short enough to be read and replayed quickly. */
  static final int BATCHES_PER_HISTORY = 50;

  private final RunActivities store = Stubs.run();
  private Shards shards;
  private String stoppedBy;

  @Override
  public void run(RunInput input) {
    String waitingFor;
    try {
      waitingFor = runBatches(input);
    } catch (TemporalFailure failure) {
      if (Failures.runClosed(failure)) {
        return;
      }
      waitingFor = unexpected(input, failure);
    }
    close(input, waitingFor);
  }

  /** Returns what the operator has to do, or null where the selection was brought to its end. */
  private String runBatches(RunInput input) {
    say("outline");
    RunOutline outline = store.outline(input.project(), input.run());
    if (stoppedBy == null) {
      stoppedBy = outline.stoppedBy();
    }
    int first = Math.max(input.from(), outline.next());
    for (int batch = first; batch <= outline.batches(); batch++) {
      if (historyIsLong(batch - first)) {
        // Between batches only: a shard that runs over it would be closed with its parent.
        Workflow.continueAsNew(new RunInput(input.project(), input.run(), batch));
      }
      say("gate of batch " + batch + " of " + outline.batches());
      Gate gate = store.open(input.project(), input.run(), batch);
      if (gate.stop() != null) {
        return gate.stop();
      }
      Workflow.setCurrentDetails("Runs " + gate.title() + " in " + gate.shards() + " shards.");
      shards = new Shards(input, batch, gate, stoppedBy);
      Optional<String> broken = shards.run();
      if (broken.isPresent()) {
        return broken.get();
      }
      say("verdict on batch " + batch + " of " + outline.batches());
      Verdict verdict = store.judge(input.project(), input.run(), batch);
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
    say("closing of the run");
    Workflow.newDetachedCancellationScope(
            () -> {
              try {
                store.close(input.project(), input.run(), waitingFor);
              } catch (TemporalFailure failure) {
                if (!Failures.runClosed(failure)) {
                  throw failure;
                }
              }
            })
        .run();
    Workflow.setCurrentDetails(waitingFor == null ? "Done." : waitingFor);
  }

  private static boolean historyIsLong(int batches) {
    return batches >= BATCHES_PER_HISTORY
        || (batches > 0 && Workflow.getInfo().isContinueAsNewSuggested());
  }

  /** Workflow code cannot see that an activity is tried again, so it says beforehand what for. */
  private static void say(String step) {
    Workflow.setCurrentDetails("Waits for PostgreSQL: " + step + ".");
  }

  private static String unexpected(RunInput input, TemporalFailure failure) {
    return "Run %d of project '%s' ended unexpectedly: %s. See what is left: upg status %s"
        .formatted(input.run(), input.project(), Failures.message(failure), input.project());
  }
}
