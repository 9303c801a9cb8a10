package io.upg.cli;

import io.upg.store.Database;
import io.upg.store.StoreException;
import io.upg.store.query.ProgressQuery;
import io.upg.store.query.RunProgress;
import java.time.Duration;
import java.time.Instant;

/** Watches a run in PostgreSQL, with progress on stderr, until it is closed. */
final class RunFollower {
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final Duration OUTAGE_LIMIT = Duration.ofMinutes(10);

  /** Reading takes at most a tenth of the time, however large the plan is. */
  private static final int PAUSE_TO_READ = 10;

  private final CliContext context;
  private final ProgressQuery query;
  private final ProgressDisplay display;
  private final Duration outageLimit;
  private Instant outageSince;

  RunFollower(CliContext context, Database database) {
    this(context, database, OUTAGE_LIMIT);
  }

  /**
   * @param outageLimit how long PostgreSQL may be away
   */
  RunFollower(CliContext context, Database database, Duration outageLimit) {
    this.context = context;
    this.outageLimit = outageLimit;
    this.query = new ProgressQuery(database);
    this.display = new ProgressDisplay(context);
  }

  /**
   * Returns when the run is closed. Ctrl-C ends the command, not the run, and says so.
   *
   * @throws Unavailable if PostgreSQL does not answer for too long
   */
  RunProgress untilClosed(String project, int run) {
    Thread goodbye = new Thread(() -> sayGoodbye(project, run), "upg-goodbye");
    Runtime.getRuntime().addShutdownHook(goodbye);
    try {
      return follow(project, run);
    } finally {
      forget(goodbye);
      display.leave();
    }
  }

  private RunProgress follow(String project, int run) {
    while (true) {
      Instant before = Instant.now();
      RunProgress progress = read(project, run);
      if (progress != null) {
        display.show(progress);
        if (!progress.open()) {
          return progress;
        }
      }
      pause(Duration.between(before, Instant.now()).multipliedBy(PAUSE_TO_READ));
    }
  }

  /** Null while PostgreSQL does not answer. */
  private RunProgress read(String project, int run) {
    try {
      RunProgress progress = query.of(project, run);
      outageSince = null;
      return progress;
    } catch (StoreException e) {
      waitForStore(e);
      return null;
    }
  }

  private void waitForStore(StoreException e) {
    if (outageSince == null) {
      outageSince = Instant.now();
      display.leave();
      context
          .err()
          .println(
              "PostgreSQL does not answer (%s). The run goes on as far as it can; trying again for %s."
                  .formatted(firstLine(e), Words.duration(outageLimit)));
    }
    if (Instant.now().isAfter(outageSince.plus(outageLimit))) {
      throw new Unavailable(
          "PostgreSQL did not answer for %s: %s. Start it; the same command then follows the run again."
              .formatted(Words.duration(outageLimit), firstLine(e)),
          e);
    }
  }

  private void sayGoodbye(String project, int run) {
    context
        .err()
        .printf("%nNo longer following; run %d goes on. See it: upg status %s%n", run, project);
  }

  private static void forget(Thread goodbye) {
    try {
      Runtime.getRuntime().removeShutdownHook(goodbye);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook has had its say.
    }
  }

  private static void pause(Duration atLeast) {
    Duration pause = atLeast.compareTo(PAUSE) > 0 ? atLeast : PAUSE;
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Following was interrupted; the run goes on.", e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given").strip();
  }
}
