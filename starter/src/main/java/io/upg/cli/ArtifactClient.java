package io.upg.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Puts content to the artifact server, which keeps it by SHA-256 and verifies it. What is there
 * already is not sent again.
 */
final class ArtifactClient {
  private static final int AT_ONCE = 8;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofMinutes(10);

  private final String address;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  ArtifactClient(String address) {
    this.address = address.replaceAll("/+$", "");
  }

  /** What is to be there: {@code name} is for messages. */
  private record Content(String sha256, String name, BodySource body) {}

  private interface BodySource {
    BodyPublisher open() throws FileNotFoundException;
  }

  /**
   * Returns when everything is on the server.
   *
   * @param documents SHA-256 → bytes
   * @param files SHA-256 → file
   * @return how many were not there before
   */
  int put(Map<String, byte[]> documents, Map<String, Path> files) {
    List<Callable<Boolean>> puts = new ArrayList<>();
    documents.forEach(
        (sha256, bytes) ->
            puts.add(
                () ->
                    put(new Content(sha256, "document", () -> BodyPublishers.ofByteArray(bytes)))));
    files.forEach(
        (sha256, file) ->
            puts.add(
                () ->
                    put(new Content(sha256, file.toString(), () -> BodyPublishers.ofFile(file)))));
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      return countNew(threads.invokeAll(puts));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Interrupted while putting artifacts to " + address + ".", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static int countNew(List<Future<Boolean>> puts) throws InterruptedException {
    int created = 0;
    for (Future<Boolean> put : puts) {
      try {
        created += put.get() ? 1 : 0;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
      }
    }
    return created;
  }

  private boolean put(Content content) {
    URI uri = URI.create(address + "/sha256/" + content.sha256());
    try {
      if (status(HttpRequest.newBuilder(uri).method("HEAD", BodyPublishers.noBody())) == 200) {
        return false;
      }
      int status = status(HttpRequest.newBuilder(uri).PUT(content.body().open()));
      if (status / 100 != 2) {
        throw rejected(content, status);
      }
      return true;
    } catch (IOException e) {
      throw unavailable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    }
  }

  private int status(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<Void> answer =
        http.send(request.timeout(ANSWER).build(), BodyHandlers.discarding());
    return answer.statusCode();
  }

  private RuntimeException rejected(Content content, int status) {
    String message =
        "Artifact server %s did not take %s as SHA-256 %s: it answered %d. If the file changed meanwhile, compile again; else look at the server's log."
            .formatted(address, content.name(), content.sha256(), status);
    return new Unavailable(message, null);
  }

  private Unavailable unavailable(Exception e) {
    return new Unavailable(
        "Artifact server %s does not answer (%s). Start it: 'upg up --dir D' or 'upg serve artifacts'."
            .formatted(address, e),
        e);
  }
}
