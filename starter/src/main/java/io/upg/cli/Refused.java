package io.upg.cli;

import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.Rule;

/** A rule said no: exit code 4, or 2 where the rule is {@link Rule#BAD_INPUT}. */
public final class Refused extends RuntimeException {
  private final transient Refusal refusal;

  public Refused(Refusal refusal) {
    super(refusal.message());
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }

  public int exitCode() {
    return refusal.rule().equals(Rule.BAD_INPUT) ? ExitCode.USAGE : ExitCode.REFUSED;
  }
}
