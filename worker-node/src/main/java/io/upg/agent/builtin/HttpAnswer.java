package io.upg.agent.builtin;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What a GET gave.
 *
 * @param status 0 where there was no answer
 * @param body its beginning, or why there was no answer
 */
record HttpAnswer(int status, String body) {
  private static final int MAX_BODY = 64 * 1024;
  private static final int SHOWN = 120;
  private static final int ERRORS = 400;

  /**
   * Asks in a thread of its own: a read cannot be interrupted, but whoever waits for it must be.
   * The thread that is left ends with the timeout.
   */
  static HttpAnswer of(String url, Duration timeout) throws InterruptedException {
    FutureTask<HttpAnswer> answer = new FutureTask<>(() -> ask(url, timeout));
    Thread asking = new Thread(answer, "upg-http");
    asking.setDaemon(true);
    asking.start();
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Asking " + url + " failed: " + e.getCause(), e.getCause());
    }
  }

  private static HttpAnswer ask(String url, Duration timeout) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(url).toURL().openConnection(java.net.Proxy.NO_PROXY);
      connection.setConnectTimeout((int) timeout.toMillis());
      connection.setReadTimeout((int) timeout.toMillis());
      connection.setInstanceFollowRedirects(false);
      try {
        int status = connection.getResponseCode();
        return new HttpAnswer(status, body(connection, status));
      } finally {
        connection.disconnect();
      }
    } catch (IOException | IllegalArgumentException | ClassCastException e) {
      return new HttpAnswer(0, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  boolean answered() {
    return status > 0;
  }

  /** As the middle of a sentence: {@code answers 503 'starting'}. */
  String summary() {
    String shown = body.length() > SHOWN ? body.substring(0, SHOWN) + "…" : body;
    return answered()
        ? "answers %d '%s'".formatted(status, shown.strip())
        : "does not answer (" + shown + ")";
  }

  private static String body(HttpURLConnection connection, int status) throws IOException {
    try (InputStream in =
        status >= ERRORS ? connection.getErrorStream() : connection.getInputStream()) {
      return in == null ? "" : new String(in.readNBytes(MAX_BODY), StandardCharsets.UTF_8);
    }
  }
}
