package io.upg.workflow;

import io.upg.contract.Gate;
import io.upg.contract.RunEnding;
import io.upg.contract.RunOutline;
import io.upg.contract.Verdict;
import io.upg.contract.WorkflowAttributes;
import io.upg.plan.model.Direction;

/** What the Web UI shows and finds of a run; true at every step. */
final class RunDetails {
  private final RunInput input;
  private RunOutline outline;
  private Gate gate;
  private int batch;
  private int passed;
  private int shardsEnded;
  private int failed;

  RunDetails(RunInput input) {
    this.input = input;
  }

  /** Workflow code cannot see that an activity is tried again, so it says beforehand what for. */
  void waitsForPostgreSql(String step) {
    table("running").row("waits for", "PostgreSQL: " + step).show();
  }

  void begins(RunOutline of) {
    outline = of;
    passed = of.passed();
  }

  void batchBegins(int number, Gate opened) {
    batch = number;
    gate = opened;
    shardsEnded = 0;
    Attributes.set(WorkflowAttributes.PHASE, opened.phase());
    waitsForHosts();
  }

  void shardEnded() {
    shardsEnded++;
    waitsForHosts();
  }

  void judged(Verdict verdict) {
    passed += verdict.passed() ? gate.tasks() : 0;
    failed += verdict.failed();
  }

  /**
   * @param ending null where an older orchestrator has closed it
   * @param waitingFor what the workflow itself knows
   */
  void ends(RunEnding ending, String waitingFor) {
    String state = ending == null ? "closed" : ending.state();
    Attributes.set(WorkflowAttributes.STATE, state);
    String waits = ending == null ? waitingFor : ending.waitingFor();
    table(state).row("waits for", waits).show();
  }

  /** Another one has closed it, or its project is gone. */
  void isClosed() {
    Attributes.set(WorkflowAttributes.STATE, "closed");
    table("closed").row("see", "upg status " + input.project()).show();
  }

  private void waitsForHosts() {
    table("running").row("waits for", "hosts").show();
  }

  private DetailsTable table(String state) {
    DetailsTable table = new DetailsTable("run " + input.run(), input.project());
    table.row("state", state);
    if (outline == null) {
      return table;
    }
    table.row("direction", outline.direction() == Direction.RUN ? "forwards" : "backwards");
    if (gate != null) {
      table.row("phase", gate.phase());
      table.row("batch", batch + " of " + outline.batches() + ": " + gate.title());
      table.row("shards", shardsEnded + " of " + gate.shards() + " ended");
    }
    return table
        .row("tasks", passed + " of " + outline.tasks() + " in batches that have passed")
        .row("failed", failed == 0 ? null : failed + " tasks");
  }
}
