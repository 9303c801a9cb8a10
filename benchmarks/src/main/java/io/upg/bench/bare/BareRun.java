package io.upg.bench.bare;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** Sends one node task to every host, in child workflows. */
@WorkflowInterface
public interface BareRun {

  /** Returns how many hosts answered. */
  @WorkflowMethod
  int run(String name, List<String> hosts, BareLimits limits);
}
