package io.upg.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How a count grows, looked at ten times a second from its start to its close. */
final class Curve implements AutoCloseable {
  private static final long PERIOD_MILLIS = 100;

  private record Point(long nanos, long count) {}

  private final LongSupplier count;
  private final long zero;
  private final long began = System.nanoTime();
  private final List<Point> points = new ArrayList<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  private Curve(LongSupplier count) {
    this.count = count;
    this.zero = count.getAsLong();
  }

  static Curve of(LongSupplier count) {
    Curve curve = new Curve(count);
    curve.thread.scheduleAtFixedRate(curve::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return curve;
  }

  private synchronized void look() {
    points.add(new Point(System.nanoTime() - began, count.getAsLong() - zero));
  }

  /** When the count had grown by so much; the time until now where it has not. */
  synchronized Duration reached(long growth) {
    return points.stream()
        .filter(point -> point.count() >= growth)
        .findFirst()
        .map(point -> Duration.ofNanos(point.nanos()))
        .orElseGet(() -> Duration.ofNanos(System.nanoTime() - began));
  }

  @Override
  public void close() {
    thread.shutdownNow();
    look();
  }
}
