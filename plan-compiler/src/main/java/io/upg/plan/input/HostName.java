package io.upg.plan.input;

import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Text;

/** What a host may be named. */
public final class HostName {
  private HostName() {}

  /** Whether it may; otherwise it was reported. */
  public static boolean check(Text name, Problems problems) {
    return Names.host(name, problems);
  }
}
