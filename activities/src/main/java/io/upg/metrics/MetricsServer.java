package io.upg.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.upg.http.Addresses;
import io.upg.http.JdkHttp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prometheus' endpoint of this process: {@code GET /metrics}. One at a time; to be started before
 * what it is to measure, and before the Temporal client.
 */
public final class MetricsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
  private static final String PATH = "/metrics";
  private static final int BACKLOG = 16;
  private static final int THREADS = 2;

  static {
    JdkHttp.limits(Duration.ofSeconds(30), Duration.ofMinutes(10));
  }

  private final HttpServer http;
  private final PrometheusSink sink = new PrometheusSink();
  private final ExecutorService pool = JdkHttp.pool(THREADS, "metrics");

  private MetricsServer(HttpServer http) {
    this.http = http;
  }

  /**
   * @param address {@code HOST:PORT} or {@code PORT} (loopback); port 0 takes a free one
   * @throws IllegalArgumentException if nobody can listen there: what is wrong, and what to do
   */
  public static MetricsServer start(String address) {
    InetSocketAddress bind = Addresses.parse(address);
    try {
      MetricsServer server = new MetricsServer(HttpServer.create(bind, BACKLOG));
      server.http.createContext("/", server::answer);
      server.http.setExecutor(server.pool);
      server.http.start();
      Metrics.to(server.sink);
      LOG.info("metrics: serving at {}", server.url());
      return server;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "'%s': metrics cannot be served there: %s. Name a free port of this machine."
              .formatted(address, e.getMessage()),
          e);
    }
  }

  /** What Prometheus is to scrape. */
  public String url() {
    return "http://" + Addresses.text(http.getAddress()) + PATH;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean here = exchange.getRequestURI().getPath().equals(PATH);
      if (!here || !exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(here ? 405 : 404, -1);
        return;
      }
      byte[] body = sink.scrape().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (RuntimeException e) {
      LOG.error("metrics: not answered", e);
      throw e;
    }
  }

  /** Nothing is counted any more. */
  @Override
  public void close() {
    Metrics.to(null);
    JdkHttp.stop(http, pool);
    sink.close();
  }
}
