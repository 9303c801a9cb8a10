package io.upg.metrics;

import com.uber.m3.tally.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a process says what it does, as it says it to a log. While no {@link MetricsServer} runs
 * here, saying it costs a look at one variable. Thread-safe.
 */
public final class Metrics {
  private static volatile Sink sink;

  /** Who listens. */
  interface Sink {
    void count(Metric metric, List<String> labels);

    void add(Metric metric, double amount);

    void observe(Metric metric, double value);

    void read(Metric metric, Supplier<Map<List<String>, Double>> values);

    Scope temporal();
  }

  private Metrics() {}

  /** From now on everything is said to it; null: to nobody. */
  static void to(Sink listening) {
    sink = listening;
  }

  /** One more of a counter. */
  public static void count(Metric counter, String... labels) {
    Sink listening = sink;
    if (listening != null) {
      listening.count(counter, List.of(labels));
    }
  }

  /** Some more of a counter or a gauge without labels; of a gauge also less. */
  public static void add(Metric metric, double amount) {
    Sink listening = sink;
    if (listening != null) {
      listening.add(metric, amount);
    }
  }

  /** One value of a histogram. */
  public static void observe(Metric histogram, double value) {
    Sink listening = sink;
    if (listening != null) {
      listening.observe(histogram, value);
    }
  }

  /**
   * A gauge that is read when somebody asks for it.
   *
   * @param values by the values of its labels
   */
  public static void read(Metric gauge, Supplier<Map<List<String>, Double>> values) {
    Sink listening = sink;
    if (listening != null) {
      listening.read(gauge, values);
    }
  }

  /** Where Temporal's SDK counts; empty while nobody listens. */
  public static Optional<Scope> temporal() {
    return Optional.ofNullable(sink).map(Sink::temporal);
  }
}
