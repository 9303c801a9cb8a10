package io.upg.recorder;

import io.upg.store.LiveNode;
import io.upg.store.LiveShard;
import io.upg.store.LiveStore;
import io.upg.store.LiveStore.HostPoll;
import io.upg.store.LiveView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows what is under way: asks Temporal about every open shard and writes what it says in one
 * statement. Of many projectors one does so, by a lease in PostgreSQL. It decides nothing, and
 * nothing waits for it.
 */
final class LiveProjector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveProjector.class);

  /** What waits to be taken is shown as it was at the most 5 s ago. */
  static final Duration INTERVAL = Duration.ofSeconds(4);

  /** A look may take a fourth of the time: on a server under load the next one comes later. */
  private static final int REST = 3;

  private static final int CALLS = 4;
  private static final Duration LIMIT = Duration.ofSeconds(8);
  private static final long CLOSE_SECONDS = 10;

  /** A host that lives has taken its work by then. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private static final int SILENT_ASKED = 10;

  private final Look look;
  private final LiveStore store;
  private final String holder = UUID.randomUUID().toString();
  private final LookPlan plan = new LookPlan();
  private final ExecutorService calls = Executors.newFixedThreadPool(CALLS, named("look"));
  private final ExecutorService loop = Executors.newSingleThreadExecutor(named("project"));
  private boolean leading;
  private boolean leftOvers = true;
  private boolean blind;

  LiveProjector(Look look, LiveStore store) {
    this.look = look;
    this.store = store;
  }

  static LiveProjector start(Look look, LiveStore store) {
    LiveProjector projector = new LiveProjector(look, store);
    projector.loop.execute(projector::loop);
    return projector;
  }

  private static ThreadFactory named(String what) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "upg-recorder-" + what + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private void loop() {
    try {
      while (!loop.isShutdown()) {
        long start = System.nanoTime();
        once();
        long took = System.nanoTime() - start;
        TimeUnit.NANOSECONDS.sleep(Math.max(INTERVAL.toNanos() - took, REST * took));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks once, where it is this one's turn. */
  void once() throws InterruptedException {
    try {
      List<LiveShard> live = store.shards();
      if (live.isEmpty() && !leftOvers) {
        return;
      }
      leading = store.lead(holder);
      leftOvers = !live.isEmpty();
      if (leading) {
        project(live);
      }
    } catch (RuntimeException e) {
      LOG.debug("the look at what is under way failed, the next one follows", e);
    }
  }

  private void project(List<LiveShard> live) throws InterruptedException {
    List<LiveShard> due = plan.due(live, System.nanoTime());
    store.show(holder, live, views(due));
    List<String> silent = live.isEmpty() ? List.of() : store.silent(SILENCE, SILENT_ASKED);
    if (!silent.isEmpty()) {
      store.polls(polls(silent));
    }
  }

  private List<LiveView> views(List<LiveShard> due) throws InterruptedException {
    List<Callable<Seen>> looks = new ArrayList<>();
    due.forEach(shard -> looks.add(() -> see(shard)));
    List<Seen> all = answers(looks);
    observe(due.size(), all.size());
    List<LiveView> views = new ArrayList<>();
    for (Seen seen : all) {
      plan.saw(seen.shard(), seen.nodes(), seen.nanos());
      seen.nodes().ifPresent(nodes -> views.add(new LiveView(seen.shard(), seen.age(), nodes)));
    }
    return views;
  }

  private record Seen(LiveShard shard, Optional<List<LiveNode>> nodes, long nanos) {
    Duration age() {
      return Duration.ofNanos(System.nanoTime() - nanos);
    }
  }

  private Seen see(LiveShard shard) {
    long nanos = System.nanoTime();
    return new Seen(shard, look.at(shard), nanos);
  }

  private List<HostPoll> polls(List<String> hosts) throws InterruptedException {
    List<Callable<HostPoll>> asked = new ArrayList<>();
    hosts.forEach(host -> asked.add(() -> new HostPoll(host, look.poll(host).orElse(null))));
    return answers(asked);
  }

  /** Those that came in time. */
  private <T> List<T> answers(List<Callable<T>> questions) throws InterruptedException {
    List<T> answers = new ArrayList<>();
    for (Future<T> answer : calls.invokeAll(questions, LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      try {
        answers.add(answer.get());
      } catch (ExecutionException | CancellationException none) {
        LOG.debug("Temporal gave no answer", none);
      }
    }
    return answers;
  }

  /** One line when nothing is to be seen any more, and one when it is again. */
  private void observe(int asked, int answered) {
    if (asked == 0 || (answered == 0) == blind) {
      return;
    }
    blind = answered == 0;
    if (blind) {
      LOG.warn("Temporal does not say what is under way; upg status shows how old its answers are");
    } else {
      LOG.info("Temporal says again what is under way: shards={}", answered);
    }
  }

  @Override
  public void close() {
    loop.shutdownNow();
    calls.shutdownNow();
    try {
      loop.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
      if (leading) {
        store.resign(holder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.debug("the lease runs out by itself", e);
    }
  }
}
