package io.upg.plan.cut;

import io.upg.plan.NaturalOrder;
import io.upg.plan.hosts.HostNames;
import io.upg.plan.model.Task;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/** Hosts on which a run failed, and which it leaves behind because the budget allows it. */
public final class LeftBehind {
  private LeftBehind() {}

  /** The hosts of which one of these tasks failed: the run's later batches leave them out. */
  public static SortedSet<String> hosts(Iterable<Task> tasks, TaskStates states) {
    SortedSet<String> hosts = new TreeSet<>(NaturalOrder.INSTANCE);
    for (Task task : tasks) {
      if (states.of(task).failed()) {
        hosts.add(task.host());
      }
    }
    return hosts;
  }

  /** What a run that came to its end without these hosts waits for. */
  public static String waitingFor(String project, Collection<String> hosts) {
    return "The run ended, but left %d %s behind within the budget: %s. See: upg tasks %s --failed."
            .formatted(
                hosts.size(), hosts.size() == 1 ? "host" : "hosts", HostNames.text(hosts), project)
        + " Fix the cause, then: upg run "
        + project;
  }
}
