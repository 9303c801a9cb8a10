package io.upg.plan.cut;

import java.util.List;

/**
 * A forward run as asked for.
 *
 * @param phases names; empty means all in order, but an irreversible one only when named
 * @param outOfOrder run exactly the selected tasks though predecessors are not settled
 */
public record RunRequest(List<String> phases, Selection selection, boolean outOfOrder) {
  public RunRequest {
    phases = List.copyOf(phases);
  }
}
