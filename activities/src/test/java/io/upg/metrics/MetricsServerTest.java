package io.upg.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsServerTest {
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void what_a_process_says_is_what_prometheus_reads() throws Exception {
    Metrics.add(Metric.GRANTS, 1_000); // nobody listens yet
    try (MetricsServer server = MetricsServer.start("0")) {
      Metrics.read(Metric.TASKS, () -> Map.of(List.of("spring", "done"), 7.0));
      Metrics.read(Metric.QUEUE_AGE, () -> Map.of(List.of(), 1.5));
      Metrics.count(Metric.COMMANDS, "run", "accepted");
      Metrics.count(Metric.COMMANDS, "run", "accepted");
      Metrics.add(Metric.GRANTS, 3);
      Metrics.add(Metric.NODE_TASKS, 1);
      Metrics.add(Metric.NODE_TASKS, 1);
      Metrics.add(Metric.NODE_TASKS, -1);
      Metrics.observe(Metric.GROUP_RESULTS, 50);
      Metrics.observe(Metric.GROUP_SECONDS, 0.02);
      Metrics.add(Metric.JOURNAL_WRITES, 1);
      Metrics.count(Metric.REFUSED_ORDERS, "stale-grant");
      assertThat(Metrics.temporal()).isPresent();

      List<String> lines = get(server.url()).body().lines().toList();

      assertThat(lines)
          .contains(
              "upg_tasks{project=\"spring\",state=\"done\"} 7.0",
              "upg_commands_total{answer=\"accepted\",command=\"run\"} 2.0",
              "upg_grants_total 3.0",
              "upg_group_commit_results_bucket{le=\"10.0\"} 0",
              "upg_group_commit_results_bucket{le=\"100.0\"} 1",
              "upg_group_commit_results_sum 50.0",
              "upg_group_commit_duration_seconds_bucket{le=\"0.025\"} 1",
              "upg_recorder_queue_age_seconds 1.5",
              "upg_agent_node_tasks_running 1.0",
              "upg_agent_journal_writes_total 1.0",
              "upg_agent_refused_orders_total{reason=\"stale-grant\"} 1.0");
      for (Metric metric : Metric.values()) {
        assertThat(lines)
            .contains("# HELP %s %s".formatted(metric.prometheus(), metric.help()))
            .contains("# TYPE %s %s".formatted(metric.prometheus(), type(metric)));
      }
    }
    assertThat(Metrics.temporal()).isEmpty();
  }

  @Test
  void it_answers_nothing_else() throws Exception {
    try (MetricsServer server = MetricsServer.start("127.0.0.1:0")) {
      assertThat(get(server.url().replace("/metrics", "/")).statusCode()).isEqualTo(404);
      HttpRequest post =
          HttpRequest.newBuilder(URI.create(server.url()))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }
  }

  @Test
  void a_port_that_is_taken_is_said() {
    try (MetricsServer first = MetricsServer.start("0")) {
      String taken = URI.create(first.url()).getAuthority();
      assertThatThrownBy(() -> MetricsServer.start(taken))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(taken)
          .hasMessageContaining("Address already in use")
          .hasMessageContaining("Name a free port");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "127.0.0.1:99999", ""})
  void an_address_that_is_none_is_said(String address) {
    assertThatThrownBy(() -> MetricsServer.start(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + address + "' is no address: expected HOST:PORT or PORT");
  }

  @Test
  void the_table_in_the_docs_is_the_list_of_metrics() throws Exception {
    List<String> rows =
        Files.readAllLines(Path.of("../docs/metrics.md")).stream()
            .filter(line -> line.startsWith("| `upg_"))
            .toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(Metric.values()).map(MetricsServerTest::row).toList());
  }

  private static String row(Metric metric) {
    String labels =
        metric.labels().isEmpty() ? "" : "`" + String.join("`, `", metric.labels()) + "`";
    return "| `%s` | %s | %s | %s |"
        .formatted(metric.prometheus(), type(metric), labels, metric.help())
        .replace("|  |", "| |");
  }

  private static String type(Metric metric) {
    return switch (metric.kind()) {
      case COUNTER, GAUGE -> metric.kind().name().toLowerCase(Locale.ROOT);
      case SIZES, SECONDS -> "histogram";
    };
  }

  private HttpResponse<String> get(String url) throws Exception {
    return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }
}
