package io.upg.bench.bare;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** Sends one node task to each of its hosts, a window of them at a time. */
@WorkflowInterface
public interface BareShard {

  /** Returns how many hosts answered. */
  @WorkflowMethod
  int run(String name, List<String> hosts, BareLimits limits);
}
