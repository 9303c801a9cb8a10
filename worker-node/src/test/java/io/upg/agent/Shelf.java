package io.upg.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.json.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An artifact server in memory whose faults are chosen by the test. */
public final class Shelf implements AutoCloseable {
  private static final String PATH = "/sha256/";

  private final Map<String, byte[]> content = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger errors = new AtomicInteger();
  private final AtomicInteger breaks = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile boolean ranges = true;

  public Shelf() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(PATH, this::answer);
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public String put(byte[] bytes) {
    String sha256 = Sha256.hex(bytes);
    content.put(sha256, bytes);
    return sha256;
  }

  public String put(String text) {
    return put(text.getBytes(StandardCharsets.UTF_8));
  }

  public String document(Object value) {
    return put(CanonicalJson.bytes(value));
  }

  public void corrupt(String sha256, byte[] bytes) {
    content.put(sha256, bytes);
  }

  public void remove(String sha256) {
    content.remove(sha256);
  }

  /** The next requests are answered 503. */
  public void failNext(int count) {
    errors.set(count);
  }

  /** The next answers break off half-way. */
  public void breakNext(int count) {
    breaks.set(count);
  }

  public void withoutRanges() {
    ranges = false;
  }

  /** {@code <sha256>} or {@code <sha256> <range>}, in order. */
  public List<String> requests() {
    return new ArrayList<>(requests);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String sha256 = exchange.getRequestURI().getPath().substring(PATH.length());
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(range == null ? sha256 : sha256 + " " + range);
      byte[] bytes = content.get(sha256);
      if (bytes == null) {
        exchange.sendResponseHeaders(404, -1);
      } else if (errors.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        exchange.sendResponseHeaders(503, -1);
      } else {
        send(exchange, bytes, ranges && range != null ? from(range) : 0);
      }
    }
  }

  private void send(HttpExchange exchange, byte[] bytes, int from) throws IOException {
    int length = bytes.length - from;
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, length == 0 ? -1 : length);
    boolean broken = breaks.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes, from, broken ? length / 2 : length);
    }
  }

  private static int from(String range) {
    return Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
  }
}
