package io.upg.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.upg.access.Access;
import io.upg.http.JdkHttp;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Releases by digest over HTTP: {@code GET|HEAD|PUT /sha256/<hex>}. GET takes a byte range, PUT
 * verifies. It has no list and no DELETE; any web server over the same folder can stand in for the
 * reading half. Who may connect is decided by the address it listens on, and by what it asks for.
 */
public final class ArtifactServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ArtifactServer.class);
  private static final String PREFIX = "/sha256/";
  private static final int THREADS = 32;
  private static final int BACKLOG = 1024;

  static {
    JdkHttp.limits(Duration.ofMinutes(10), Duration.ofHours(1));
  }

  private final ArtifactFolder artifacts;
  private final HttpServer http;
  private final ExecutorService pool = JdkHttp.pool(THREADS, "artifacts");

  private ArtifactServer(ArtifactFolder artifacts, HttpServer http) {
    this.artifacts = artifacts;
    this.http = http;
  }

  /** One that asks nobody who he is, as {@link #start(Path, InetSocketAddress, Access)}. */
  public static ArtifactServer start(Path folder, InetSocketAddress bind) throws IOException {
    return start(folder, bind, Access.OPEN);
  }

  /**
   * @param folder made where it is missing
   * @param bind port 0 takes a free one
   * @param access what it asks for, to read as well as to write: artifacts hold parameters
   * @throws IOException if the address cannot be bound or the folder not be written
   */
  public static ArtifactServer start(Path folder, InetSocketAddress bind, Access access)
      throws IOException {
    HttpServer http = JdkHttp.server(bind, BACKLOG, access);
    ArtifactServer server = new ArtifactServer(new ArtifactFolder(folder), http);
    JdkHttp.context(http, PREFIX, access, server::answer);
    http.setExecutor(server.pool);
    http.start();
    LOG.info("artifacts: serving {} at {}", folder, server.url());
    return server;
  }

  /** Where clients find it: {@code http://127.0.0.1:8080}. */
  public String url() {
    return JdkHttp.url(http);
  }

  /** Stops listening; transfers that run get a second to end. */
  @Override
  public void close() {
    JdkHttp.stop(http, pool);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String digest = exchange.getRequestURI().getPath().substring(PREFIX.length());
      if (!ArtifactFolder.isDigest(digest)) {
        say(exchange, 404, "No artifact '" + digest + "': expected 64 lower-case hex digits.");
        return;
      }
      switch (exchange.getRequestMethod()) {
        case "GET", "HEAD" -> get(exchange, digest);
        case "PUT" -> put(exchange, digest);
        default -> {
          exchange.getResponseHeaders().set("Allow", "GET, HEAD, PUT");
          say(exchange, 405, "Artifacts take GET, HEAD and PUT.");
        }
      }
    } catch (IOException e) {
      // The peer went away, or the disk failed after the answer had begun: the connection is closed
      // and the peer sees a short answer.
      LOG.debug("artifacts: {} {}: {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
      throw e;
    }
  }

  private void get(HttpExchange exchange, String digest) throws IOException {
    try (FileChannel file = FileChannel.open(artifacts.path(digest))) {
      long size = file.size();
      Optional<ByteRange> asked =
          ByteRange.of(exchange.getRequestHeaders().getFirst("Range"), size);
      exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
      exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
      exchange.getResponseHeaders().set("ETag", '"' + digest + '"');
      asked.ifPresent(
          range -> exchange.getResponseHeaders().set("Content-Range", range.contentRange(size)));
      ByteRange sent = asked.orElse(new ByteRange(0, size));
      send(exchange, asked.isPresent() ? 206 : 200, file, sent);
    } catch (NoSuchFileException e) {
      say(exchange, 404, "No artifact " + digest + ". Put it there, or compile again.");
    } catch (ByteRange.Unsatisfiable e) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes */" + Files.size(artifacts.path(digest)));
      say(exchange, 416, e.getMessage());
    }
  }

  private static void send(HttpExchange exchange, int status, FileChannel file, ByteRange range)
      throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(range.length()));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, range.length() == 0 ? -1 : range.length());
    if (range.length() == 0) {
      return;
    }
    try (OutputStream body = exchange.getResponseBody()) {
      long end = range.first() + range.length();
      for (long at = range.first(); at < end; ) {
        at += file.transferTo(at, end - at, Channels.newChannel(body));
      }
    }
  }

  private void put(HttpExchange exchange, String digest) throws IOException {
    try (InputStream body = exchange.getRequestBody()) {
      boolean fresh = artifacts.put(digest, body);
      say(exchange, fresh ? 201 : 200, fresh ? "Stored." : "Was here already.");
    } catch (ArtifactFolder.WrongDigest e) {
      say(exchange, 400, e.getMessage());
    } catch (IOException e) {
      LOG.warn("artifacts: {} was not stored: {}", digest, e.toString());
      say(exchange, 507, "Artifact " + digest + " cannot be stored: " + e.getMessage());
    }
  }

  private static void say(HttpExchange exchange, int status, String sentence) throws IOException {
    byte[] body = (sentence + "\n").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
