package io.upg.orchestrator;

import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.query.StatusDocument;
import io.upg.store.query.StatusQuery;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Tasks by project and state, from what {@code upg status} reads. An answer serves for some
 * seconds, however many ask; while PostgreSQL does not answer there is none, and nobody waits for
 * it long.
 */
final class TaskCounts implements Supplier<Map<List<String>, Double>> {
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final StatusQuery status;
  private CompletableFuture<Map<List<String>, Double>> asked;
  private long askedAt;

  TaskCounts(Database database) {
    this.status = new StatusQuery(database);
  }

  @Override
  public Map<List<String>, Double> get() {
    try {
      return ask().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException away) {
      return Map.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Map.of();
    }
  }

  private synchronized CompletableFuture<Map<List<String>, Double>> ask() {
    boolean old = System.nanoTime() - askedAt > FRESH.toNanos();
    if (asked == null || asked.isDone() && (old || asked.isCompletedExceptionally())) {
      askedAt = System.nanoTime();
      asked = CompletableFuture.supplyAsync(this::count);
    }
    return asked;
  }

  private Map<List<String>, Double> count() {
    Map<List<String>, Double> counts = new HashMap<>();
    for (StatusDocument project : status.all()) {
      for (TaskState state : TaskState.values()) {
        double count = project.counts().getOrDefault(state, 0);
        counts.put(List.of(project.project(), state.word()), count);
      }
    }
    return counts;
  }
}
