package io.upg.agent;

import io.upg.agent.builtin.BuiltinContext;
import io.upg.agent.builtin.PackageTransaction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** The tasks of one group that are one package transaction, as they come and go. */
final class Gathering implements PackageTransaction {
  private static final long PAUSE_MILLIS = 50;

  private final Map<String, BooleanSupplier> expected;
  private final Map<String, BuiltinContext> present = new TreeMap<>();
  private final Map<String, Told> told = new HashMap<>();
  private final Set<String> coming = new HashSet<>();
  private final Set<String> gone = new HashSet<>();

  /**
   * @param expected each task, and whether it has ended without coming
   */
  Gathering(Map<String, BooleanSupplier> expected) {
    this.expected = Map.copyOf(expected);
  }

  /** Says that it will arrive at once: until it has, somebody is left. */
  synchronized void announce(String task) {
    coming.add(task);
    gone.remove(task);
  }

  synchronized void arrive(BuiltinContext part) {
    coming.remove(part.task());
    present.put(part.task(), part);
  }

  /** Whether nobody is left. */
  synchronized boolean leave(String task) {
    present.remove(task);
    told.remove(task);
    gone.add(task);
    return present.isEmpty() && coming.isEmpty();
  }

  @Override
  public List<BuiltinContext> parts() throws InterruptedException {
    while (!complete()) {
      Thread.sleep(PAUSE_MILLIS);
    }
    synchronized (this) {
      return List.copyOf(present.values());
    }
  }

  private synchronized boolean complete() {
    return expected.entrySet().stream()
        .allMatch(
            task ->
                present.containsKey(task.getKey())
                    || gone.contains(task.getKey())
                    || task.getValue().getAsBoolean());
  }

  @Override
  public synchronized void tell(String task, Told what) {
    told.put(task, what);
  }

  @Override
  public synchronized Optional<Told> told(String task) {
    return Optional.ofNullable(told.remove(task));
  }
}
