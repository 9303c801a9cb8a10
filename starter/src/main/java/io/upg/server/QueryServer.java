package io.upg.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.upg.access.Access;
import io.upg.cli.Documents;
import io.upg.http.JdkHttp;
import io.upg.plan.cut.Refusal;
import io.upg.store.Database;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents of {@code -o json} over HTTP: {@code GET|HEAD} of {@link QueryPaths}, byte for byte
 * what the command prints. It writes nothing and knows nothing but PostgreSQL, so any number may
 * run, each on its own; while PostgreSQL is away it answers 503. Who may connect is decided by the
 * address it listens on, and by what it asks for.
 *
 * <p>An answer is complete before the first byte of it is sent: a status tells the truth about its
 * body, and a slow reader holds no transaction.
 */
final class QueryServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueryServer.class);
  private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(30);
  private static final String RETRY_AFTER_SECONDS = "5";
  private static final int BACKLOG = 1024;

  /** Each has a connection when it needs one: none waits for another's question. */
  private static final int THREADS = 8;

  static {
    JdkHttp.limits(Duration.ofSeconds(30), Duration.ofMinutes(10));
  }

  private final Database database;
  private final QueryPaths paths;
  private final HttpServer http;
  private final AtomicBoolean away = new AtomicBoolean();
  private volatile boolean schemaSeen;
  private final ExecutorService pool = JdkHttp.pool(THREADS, "query");

  private QueryServer(Database database, HttpServer http) {
    this.database = database;
    this.paths = new QueryPaths(database);
    this.http = http;
  }

  /**
   * Starts also while PostgreSQL is away.
   *
   * @param bind port 0 takes a free one
   * @param access what it asks for
   * @throws IOException if the address cannot be bound
   */
  static QueryServer start(String jdbcUrl, InetSocketAddress bind, Access access)
      throws IOException {
    HttpServer http = JdkHttp.server(bind, BACKLOG, access);
    Database database = Database.forQueries(jdbcUrl, THREADS, STATEMENT_LIMIT);
    QueryServer server = new QueryServer(database, http);
    JdkHttp.context(http, "/", access, server::answer);
    http.setExecutor(server.pool);
    http.start();
    LOG.info("query: serving at {}", server.url());
    return server;
  }

  /** Where clients find it: {@code http://127.0.0.1:8080}. */
  String url() {
    return JdkHttp.url(http);
  }

  /** Stops listening; answers that are being sent get a second to end. */
  @Override
  public void close() {
    JdkHttp.stop(http, pool);
    database.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange;
        Spool body = new Spool()) {
      int status = answer(exchange, body);
      send(exchange, status, body);
    } catch (IOException e) {
      LOG.debug("query: {} {}: {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
      throw e; // the peer went away: the connection is closed
    }
  }

  /** Writes the body and sets the headers. Returns the status. */
  private int answer(HttpExchange exchange, Spool body) throws IOException {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return say(
          body, QueryFailure.badInput(405, "Only GET and HEAD: nothing is changed by a query."));
    }
    try {
      if (!schemaSeen) {
        database.requireSchema();
        schemaSeen = true;
      }
      paths
          .answer(exchange.getRequestURI(), body)
          .ifPresent(
              next ->
                  exchange.getResponseHeaders().set("Link", "<%s>; rel=\"next\"".formatted(next)));
      back();
      return 200;
    } catch (RuntimeException e) {
      body.reset();
      QueryFailure failure = QueryFailure.of(e);
      note(exchange, failure, e);
      if (failure.status() == 503) {
        exchange.getResponseHeaders().set("Retry-After", RETRY_AFTER_SECONDS);
      }
      return say(body, failure);
    }
  }

  private static int say(Spool body, QueryFailure failure) throws IOException {
    body.line(Documents.json(Documents.error(failure.error())));
    return failure.status();
  }

  /** One line when PostgreSQL goes, and not one for every question meanwhile. */
  private void note(HttpExchange exchange, QueryFailure failure, RuntimeException cause) {
    Refusal error = failure.error();
    if (failure.status() == 500) {
      LOG.error("query: {}", exchange.getRequestURI(), cause);
    } else if (failure.status() == 503 && !away.getAndSet(true)) {
      LOG.warn("query: {}", error.message());
    }
  }

  private void back() {
    if (away.get() && away.getAndSet(false)) {
      LOG.info("query: PostgreSQL answers again");
    }
  }

  private static void send(HttpExchange exchange, int status, Spool body) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Long.toString(body.size()));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.size());
    try (OutputStream out = exchange.getResponseBody()) {
      body.copyTo(out);
    }
  }
}
