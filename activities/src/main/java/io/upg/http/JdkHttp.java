package io.upg.http;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.upg.access.Access;
import io.upg.access.Tls;
import io.upg.access.Token;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;

/** What every server on the JDK's HTTP server needs beside its answers. */
public final class JdkHttp {
  private JdkHttp() {}

  /**
   * Sets what the JDK's server reads once in a process, unless it was set from outside: without
   * nodelay small answers wait 40 ms for an ACK; without the limits a peer that stops in the middle
   * of a request keeps its thread.
   */
  public static void limits(Duration request, Duration response) {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    setIfAbsent("sun.net.httpserver.maxReqTime", request);
    setIfAbsent("sun.net.httpserver.maxRspTime", response);
  }

  private static void setIfAbsent(String property, Duration limit) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, String.valueOf(limit.toSeconds()));
    }
  }

  /**
   * A server that speaks TLS where {@code access} says so; whoever shows no certificate that it
   * asks for gets no connection.
   *
   * @throws IOException if the address cannot be bound
   */
  public static HttpServer server(InetSocketAddress bind, int backlog, Access access)
      throws IOException {
    return access.tls().isPresent()
        ? secured(HttpsServer.create(bind, backlog), access.tls().get())
        : HttpServer.create(bind, backlog);
  }

  /** Requests to these paths are answered, without the token that is asked for with 401. */
  public static void context(HttpServer http, String path, Access access, HttpHandler answer) {
    http.createContext(path, access.token().map(token -> asking(token, answer)).orElse(answer));
  }

  private static HttpServer secured(HttpsServer http, Tls tls) {
    http.setHttpsConfigurator(
        new HttpsConfigurator(tls.forHttp()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setNeedClientAuth(tls.asksForCertificates());
            parameters.setSSLParameters(wanted);
          }
        });
    return http;
  }

  private static HttpHandler asking(Token token, HttpHandler answer) {
    return exchange -> {
      if (token.isShownBy(exchange.getRequestHeaders().getFirst("Authorization"))) {
        answer.handle(exchange);
        return;
      }
      try (exchange) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_UNAUTHORIZED, -1);
      }
    };
  }

  /** Where clients on this machine find it: {@code http://127.0.0.1:8080}. */
  public static String url(HttpServer http) {
    String scheme = http instanceof HttpsServer ? "https://" : "http://";
    return scheme + Addresses.text(http.getAddress());
  }

  /** Daemon threads. */
  public static ExecutorService pool(int threads, String name) {
    return Executors.newFixedThreadPool(
        threads,
        work -> {
          Thread thread = new Thread(work, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Ends what is under way after a second. */
  public static void stop(HttpServer http, ExecutorService pool) {
    http.stop(0);
    pool.shutdown();
    try {
      pool.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pool.shutdownNow();
  }
}
