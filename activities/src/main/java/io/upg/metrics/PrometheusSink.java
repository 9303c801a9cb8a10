package io.upg.metrics;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import com.uber.m3.util.Duration;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what was said in Micrometer's registry for Prometheus, beside what Temporal's SDK says. */
final class PrometheusSink implements Metrics.Sink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PrometheusSink.class);
  private static final Duration SDK_REPORTS = Duration.ofSeconds(1);
  private static final double[] SIZES = {1, 10, 100, 1_000, 10_000, 100_000};
  private static final java.time.Duration[] DURATIONS =
      LongStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
          .mapToObj(java.time.Duration::ofMillis)
          .toArray(java.time.Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Scope temporal =
      new RootScopeBuilder()
          .reporter(new MicrometerClientStatsReporter(registry))
          .reportEvery(SDK_REPORTS);
  private final Map<Metric, DoubleAdder> moved = new ConcurrentHashMap<>();
  private final Map<Metric, MultiGauge> gauges = new ConcurrentHashMap<>();
  private final Map<Metric, Supplier<Map<List<String>, Double>>> read = new ConcurrentHashMap<>();

  @Override
  public void count(Metric metric, List<String> labels) {
    counter(metric, labels).increment();
  }

  private Counter counter(Metric metric, List<String> labels) {
    return Counter.builder(metric.prometheus())
        .description(metric.help())
        .tags(tags(metric, labels))
        .register(registry);
  }

  @Override
  public void add(Metric metric, double amount) {
    if (metric.kind() == Metric.Kind.COUNTER) {
      counter(metric, List.of()).increment(amount);
      return;
    }
    moved.computeIfAbsent(metric, this::gauge).add(amount);
  }

  private DoubleAdder gauge(Metric metric) {
    DoubleAdder value = new DoubleAdder();
    Gauge.builder(metric.prometheus(), value, DoubleAdder::sum)
        .description(metric.help())
        .register(registry);
    return value;
  }

  @Override
  public void observe(Metric metric, double value) {
    if (metric.kind() == Metric.Kind.SECONDS) {
      // Not a summary: its buckets count whole numbers only.
      Timer.builder(metric.prometheus())
          .description(metric.help())
          .serviceLevelObjectives(DURATIONS)
          .register(registry)
          .record(java.time.Duration.ofNanos((long) (value * 1e9)));
      return;
    }
    DistributionSummary.builder(metric.prometheus())
        .description(metric.help())
        .serviceLevelObjectives(SIZES)
        .register(registry)
        .record(value);
  }

  @Override
  public void read(Metric metric, Supplier<Map<List<String>, Double>> values) {
    gauges.computeIfAbsent(
        metric, m -> MultiGauge.builder(m.prometheus()).description(m.help()).register(registry));
    read.put(metric, values);
  }

  @Override
  public Scope temporal() {
    return temporal;
  }

  /** Everything, in Prometheus' text format. */
  String scrape() {
    read.forEach((metric, values) -> gauges.get(metric).register(rows(metric, values), true));
    return registry.scrape();
  }

  private static List<MultiGauge.Row<?>> rows(
      Metric metric, Supplier<Map<List<String>, Double>> values) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    values
        .get()
        .forEach((labels, value) -> rows.add(MultiGauge.Row.of(tags(metric, labels), value)));
    return rows;
  }

  private static Tags tags(Metric metric, List<String> labels) {
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      tags.add(Tag.of(metric.labels().get(i), labels.get(i)));
    }
    return Tags.of(tags);
  }

  @Override
  public void close() {
    try {
      temporal.close();
    } catch (ScopeCloseException e) {
      LOG.warn("metrics: Temporal's did not close well: {}", e.getMessage());
    }
    registry.close();
  }
}
