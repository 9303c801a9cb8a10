package io.upg.plan.compile;

import io.upg.plan.input.Amount;
import io.upg.plan.input.Project.Limits;
import io.upg.plan.model.Budget;
import java.util.Optional;

/**
 * Turns the written budgets into hosts. Nothing written: 0, any failure waits. Where one of batch,
 * phase and project is written, those that are not do not limit: they admit all hosts.
 */
final class Budgets {
  private final Limits limits;
  private final int planHosts;

  Budgets(Limits limits, int planHosts) {
    this.limits = limits;
    this.planHosts = planHosts;
  }

  Budget ofPhase(int phaseHosts) {
    return new Budget(
        failures(limits.batch(), phaseHosts, phaseHosts),
        failures(limits.phase(), phaseHosts, phaseHosts),
        failures(limits.project(), planHosts, planHosts),
        limits.unreachable().map(amount -> amount.roundedDown(planHosts)).orElse(0));
  }

  private int failures(Optional<Amount> written, int of, int unlimited) {
    int otherwise = anyWritten() ? unlimited : 0;
    return written.map(amount -> amount.roundedDown(of)).orElse(otherwise);
  }

  private boolean anyWritten() {
    return limits.batch().isPresent() || limits.phase().isPresent() || limits.project().isPresent();
  }
}
