package io.upg.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Asks the live services of a sandbox which version they are: over HTTP, and nothing else. */
final class SandboxVersions {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final DataFolder folder;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  SandboxVersions(DataFolder folder) {
    this.folder = folder;
  }

  /** What the service of this component answers at {@code /version}; else why it does not. */
  String of(String host, String component) {
    Path definition =
        folder.hosts().resolve(host).resolve("etc/services").resolve(component + ".json");
    if (!Files.exists(definition)) {
      return "no service " + component;
    }
    try {
      String url = JSON.readTree(definition.toFile()).path("url").asText();
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(url + "/version")).timeout(LIMIT).build(),
              BodyHandlers.ofString());
      JsonNode version = JSON.readTree(answer.body()).path("version");
      return version.isTextual() ? version.asText() : "HTTP " + answer.statusCode();
    } catch (IOException | IllegalArgumentException e) {
      return "no answer (" + e + ")";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "no answer (interrupted)";
    }
  }
}
