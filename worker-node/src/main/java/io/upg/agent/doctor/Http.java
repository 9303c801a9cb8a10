package io.upg.agent.doctor;

import io.upg.access.Access;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Questions to an artifact server. */
final class Http {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private Http() {}

  static boolean speaks(URI server) {
    return String.valueOf(server.getScheme()).startsWith("http");
  }

  static HttpResponse<Void> head(URI server, String path, Access access) throws IOException {
    URI uri = URI.create(server.toString().replaceAll("/+$", "") + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method("HEAD", BodyPublishers.noBody()).timeout(LIMIT);
    access.token().ifPresent(token -> request.header("Authorization", token.header()));
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(LIMIT);
    access.tls().ifPresent(tls -> client.sslContext(tls.forHttp()));
    try {
      return client.build().send(request.build(), BodyHandlers.discarding());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
