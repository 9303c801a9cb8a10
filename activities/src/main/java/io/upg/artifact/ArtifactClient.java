package io.upg.artifact;

import io.upg.access.Access;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Puts content to the artifact server, which keeps it by SHA-256 and verifies it. What is there
 * already is not sent again. Thread-safe.
 *
 * <p>Of several servers, which share their content, one that does not answer is passed over: the
 * next is asked, and stays the one that is asked first.
 */
public final class ArtifactClient {
  private static final int AT_ONCE = 8;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final List<String> addresses;
  private final Limits limits;
  private final Access access;
  private final HttpClient http;
  private volatile int answering;

  /**
   * How long it may take to connect, and to answer one request, the content's transfer included.
   */
  public record Limits(Duration connect, Duration answer) {
    /** For people, and for packages of any size. */
    public static final Limits USUAL = new Limits(Duration.ofSeconds(5), Duration.ofMinutes(10));

    /** For small documents, where somebody waits for an answer. */
    public static final Limits SHORT = new Limits(Duration.ofSeconds(1), Duration.ofSeconds(3));
  }

  /** Of servers that ask nobody who he is. */
  public ArtifactClient(String addresses, Limits limits) {
    this(addresses, limits, Access.OPEN);
  }

  /**
   * @param addresses of one server, or of several with commas between
   * @param access what they are shown
   */
  public ArtifactClient(String addresses, Limits limits, Access access) {
    this.addresses =
        Arrays.stream(addresses.split(",")).map(a -> a.strip().replaceAll("/+$", "")).toList();
    this.limits = limits;
    this.access = access;
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(limits.connect());
    access.tls().ifPresent(tls -> client.sslContext(tls.forHttp()));
    this.http = client.build();
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
   * @throws ArtifactsAway if the server does not answer, or refuses one
   */
  public int put(Map<String, byte[]> documents, Map<String, Path> files) {
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
      throw new ArtifactsAway(
          "Interrupted while putting artifacts to " + String.join(", ", addresses) + ".", e);
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

  private boolean put(Content content) throws InterruptedException {
    return inTurn(
            address -> {
              int known =
                  status(
                      request(address, content.sha256()).method("HEAD", BodyPublishers.noBody()));
              if (known == OK) {
                return Optional.of(false);
              }
              if (known == UNAUTHORIZED) {
                throw unexpected(address, content.sha256(), known);
              }
              int status = status(request(address, content.sha256()).PUT(content.body().open()));
              if (status / 100 != 2) {
                throw rejected(address, content, status);
              }
              return Optional.of(true);
            })
        .orElseThrow();
  }

  /**
   * The first bytes of a content, or empty where no server has one of this digest.
   *
   * @throws ArtifactsAway if a server does not answer, and none that does has it
   */
  public Optional<byte[]> head(String sha256, int bytes) {
    return uninterrupted(() -> inTurn(address -> head(address, sha256, bytes)));
  }

  private Optional<byte[]> head(String address, String sha256, int bytes)
      throws IOException, InterruptedException {
    HttpRequest.Builder get = request(address, sha256).header("Range", "bytes=0-" + (bytes - 1));
    HttpResponse<InputStream> answer = http.send(get.build(), BodyHandlers.ofInputStream());
    try (InputStream content = answer.body()) {
      return switch (answer.statusCode()) {
        case OK, PARTIAL -> Optional.of(content.readNBytes(bytes));
        case RANGE_NOT_SATISFIABLE -> Optional.of(new byte[0]); // there, and empty
        case NOT_FOUND -> Optional.empty();
        default -> throw unexpected(address, sha256, answer.statusCode());
      };
    }
  }

  /**
   * Fetches a content into a file.
   *
   * @throws ArtifactsAway if no server answers, or none has one of this digest
   */
  public void get(String sha256, Path file) {
    uninterrupted(() -> inTurn(address -> get(address, sha256, file)))
        .orElseThrow(() -> unexpected(String.join(", ", addresses), sha256, NOT_FOUND));
  }

  private Optional<Path> get(String address, String sha256, Path file)
      throws IOException, InterruptedException {
    HttpResponse<Path> answer =
        http.send(request(address, sha256).build(), BodyHandlers.ofFile(file));
    return switch (answer.statusCode()) {
      case OK -> Optional.of(answer.body());
      case NOT_FOUND -> Optional.empty();
      default -> throw unexpected(address, sha256, answer.statusCode());
    };
  }

  /** One server's answer; empty where it has none. */
  private interface Question<T> {
    Optional<T> ask(String address) throws IOException, InterruptedException;
  }

  /** The first answer that is not empty. */
  private <T> Optional<T> inTurn(Question<T> question) throws InterruptedException {
    Map<String, IOException> away = new LinkedHashMap<>();
    int first = answering;
    for (int i = 0; i < addresses.size(); i++) {
      int server = (first + i) % addresses.size();
      try {
        Optional<T> answer = question.ask(addresses.get(server));
        if (answer.isPresent()) {
          answering = server;
          return answer;
        }
      } catch (IOException e) {
        away.put(addresses.get(server), e);
      }
    }
    if (!away.isEmpty()) {
      throw unavailable(away);
    }
    return Optional.empty();
  }

  private <T> T uninterrupted(Callable<T> work) {
    try {
      return work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      Thread.currentThread().interrupt();
      throw new ArtifactsAway(
          "Interrupted while asking the artifact server " + String.join(", ", addresses) + ".", e);
    }
  }

  private HttpRequest.Builder request(String address, String sha256) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + "/sha256/" + sha256)).timeout(limits.answer());
    access.token().ifPresent(token -> request.header("Authorization", token.header()));
    return request;
  }

  private int status(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private ArtifactsAway unexpected(String address, String sha256, int status) {
    if (status == UNAUTHORIZED) {
      return new ArtifactsAway(
          "Artifact server %s wants a token, and %s. Give --artifact-token-file FILE with the one that the server was started with."
              .formatted(
                  address, access.token().isEmpty() ? "none was given" : "not the one given"),
          null);
    }
    return new ArtifactsAway(
        "Artifact server %s answered %d for SHA-256 %s; expected 200. Look at the server's log, or put it again: upg compile, or upg artifact put."
            .formatted(address, status, sha256),
        null);
  }

  private static ArtifactsAway rejected(String address, Content content, int status) {
    String message =
        "Artifact server %s did not take %s as SHA-256 %s: it answered %d. If the file changed meanwhile, give the command again; else look at the server's log."
            .formatted(address, content.name(), content.sha256(), status);
    return new ArtifactsAway(message, null);
  }

  private static ArtifactsAway unavailable(Map<String, IOException> away) {
    for (Map.Entry<String, IOException> server : away.entrySet()) {
      IOException why = server.getValue();
      boolean there = !(why instanceof ConnectException || why instanceof HttpTimeoutException);
      if (server.getKey().startsWith("https:") && there) {
        return new ArtifactsAway(
            "Artifact server %s: no TLS with it (%s). Show a certificate that it trusts, --temporal-cert and --temporal-key FILE, and name the CA of its own, --temporal-ca FILE (docs/security.md)."
                .formatted(server.getKey(), why.getMessage()),
            why);
      }
    }
    String servers =
        away.entrySet().stream()
            .map(server -> "%s does not answer (%s)".formatted(server.getKey(), server.getValue()))
            .collect(Collectors.joining(", "));
    return new ArtifactsAway(
        "Artifact server %s. Start it: 'upg up --dir D' or 'upg serve artifacts'."
            .formatted(servers),
        away.values().iterator().next());
  }
}
