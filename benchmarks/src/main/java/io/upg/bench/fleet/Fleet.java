package io.upg.bench.fleet;

import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Simulated hosts that poll. Threads are few, however many hosts there are. */
public final class Fleet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

  /** HTTP/2 streams of one connection share a lock and a buffer; more connections share less. */
  private static final int HOSTS_A_CONNECTION = 1_000;

  private static final int HOSTS_A_SECOND = 1_000;
  private static final long LOOK_MILLIS = 50;
  private static final int THREADS = 2;

  /** Programs at the same time: Ansible's usual forks for a large fleet. */
  private static final int WORKERS = 50;

  private static final Duration SAID_EVERY = Duration.ofSeconds(5);

  private final Behaviour behaviour;
  private final FleetCounts counts = new FleetCounts();
  private final int size;
  private final List<SimulatedHost> hosts = new ArrayList<>();
  private final List<FleetConnection> connections = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, named("fleet"));
  private final ExecutorService workers =
      Executors.newFixedThreadPool(WORKERS, named("fleet-work"));
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, named("fleet-timer"));
  private final AtomicBoolean closed = new AtomicBoolean();
  private long exhaustedSaid;
  private volatile long brokenSaidAt = System.nanoTime() - SAID_EVERY.toNanos();

  private Fleet(List<String> names, String target, String namespace, Behaviour behaviour) {
    this.behaviour = behaviour;
    this.size = names.size();
    timer.setRemoveOnCancelPolicy(true);
    FleetConnection connection = null;
    for (String name : names) {
      if (!behaviour.polls(name)) {
        continue;
      }
      if (hosts.size() % HOSTS_A_CONNECTION == 0) {
        connection = new FleetConnection(target, namespace, threads);
        connections.add(connection);
      }
      hosts.add(new SimulatedHost(name, this, connection));
    }
  }

  /**
   * Lets the hosts begin to poll, evenly over {@code stagger}, and returns at once.
   *
   * @param target {@code HOST:PORT} of Temporal
   */
  public static Fleet start(
      List<String> names, String target, String namespace, Behaviour behaviour, Duration stagger) {
    Fleet fleet = new Fleet(names, target, namespace, behaviour);
    for (int i = 0; i < fleet.hosts.size(); i++) {
      SimulatedHost host = fleet.hosts.get(i);
      fleet.later(stagger.multipliedBy(i).dividedBy(fleet.hosts.size()), host::poll);
    }
    fleet.timer.scheduleWithFixedDelay(
        fleet::sayExhausted, SAID_EVERY.toMillis(), SAID_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return fleet;
  }

  /** What a careful deployment does: 1,000 hosts a second. */
  public static Duration stagger(int hosts) {
    return Duration.ofMillis(hosts * 1_000L / HOSTS_A_SECOND);
  }

  /** Returns when every host has a poll open. */
  public void awaitPolling(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (counts.polling.sum() < reachable()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "Not all hosts poll after %s: %s".formatted(limit, report().line()));
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  public FleetReport report() {
    return counts.report(size);
  }

  /** How many hosts take part; the others are unreachable. */
  public int reachable() {
    return hosts.size();
  }

  Behaviour behaviour() {
    return behaviour;
  }

  FleetCounts counts() {
    return counts;
  }

  boolean closed() {
    return closed.get();
  }

  void later(Duration delay, Runnable work) {
    try {
      timer.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // closed meanwhile
    }
  }

  /** Starts the behaviour's program so often, one after the other, then goes on. */
  void work(int times, Runnable end) {
    workers.execute(
        () -> {
          for (int i = 0; i < times; i++) {
            startProgram();
          }
          end.run();
        });
  }

  private void startProgram() {
    try {
      int exit = new ProcessBuilder(behaviour.command()).start().waitFor();
      if (exit != 0) {
        counts.violated(List.of(behaviour.command() + " ended with exit code " + exit));
      }
    } catch (IOException e) {
      counts.violated(List.of(behaviour.command() + " cannot be started: " + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A host that cannot poll does not say so 10,000 times. */
  void broken(String host, Status status) {
    counts.brokenPolls.increment();
    long now = System.nanoTime();
    if (!closed() && now - brokenSaidAt >= SAID_EVERY.toNanos()) {
      brokenSaidAt = now;
      LOG.warn("host={} cannot poll, as perhaps others: {}", host, status);
    }
  }

  private void sayExhausted() {
    long exhausted = counts.exhausted.sum();
    if (exhausted > exhaustedSaid) {
      LOG.warn(
          "the server refused {} polls and calls with RESOURCE_EXHAUSTED in {} s: these hosts get"
              + " no work meanwhile. Raise its limits: deploy/temporal/dynamicconfig.yaml",
          exhausted - exhaustedSaid,
          SAID_EVERY.toSeconds());
      exhaustedSaid = exhausted;
    }
  }

  private static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Gives up every poll: what the server hands out afterwards reaches nobody. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      timer.shutdownNow();
      connections.forEach(FleetConnection::close);
      threads.shutdownNow();
      workers.shutdownNow();
    }
  }
}
