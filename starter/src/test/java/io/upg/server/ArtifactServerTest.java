package io.upg.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.artifact.ArtifactClient;
import io.upg.artifact.ArtifactsAway;
import io.upg.http.Addresses;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArtifactServerTest {
  private static final byte[] CONTENT = "0123456789".getBytes(UTF_8);

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private ArtifactServer server;

  @BeforeEach
  void start() throws Exception {
    server = ArtifactServer.start(folder, Addresses.loopback(0));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void what_was_put_is_got_again_and_lies_under_its_digest() throws Exception {
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    String digest = sha256(content);

    assertThat(put(digest, content).statusCode()).isEqualTo(201);
    assertThat(put(digest, content).statusCode()).isEqualTo(200);

    assertThat(get(digest).body()).isEqualTo(content);
    assertThat(folder.resolve(digest.substring(0, 2)).resolve(digest)).hasBinaryContent(content);
  }

  @Test
  void two_servers_on_one_folder_stand_in_for_each_other() throws Exception {
    String digest = sha256(CONTENT);
    Path copy = folder.resolve("copy");
    try (ArtifactServer second = ArtifactServer.start(folder, Addresses.loopback(0))) {
      ArtifactClient client =
          new ArtifactClient(server.url() + "," + second.url(), ArtifactClient.Limits.SHORT);
      assertThat(client.head(digest, 4)).isEmpty();
      server.close();

      assertThat(client.put(Map.of(digest, CONTENT), Map.of())).isEqualTo(1);
      assertThat(client.put(Map.of(digest, CONTENT), Map.of())).isZero();
      assertThat(client.head(digest, 4)).hasValueSatisfying(b -> assertThat(b).hasSize(4));
      client.get(digest, copy);
      assertThat(copy).hasBinaryContent(CONTENT);
      assertThatThrownBy(() -> client.head("0".repeat(64), 4))
          .as("the one that is away may have it")
          .isInstanceOf(ArtifactsAway.class)
          .hasMessageContaining(server.url() + " does not answer");
    }
  }

  @Test
  void an_empty_file_is_an_artifact_too() throws Exception {
    String digest = sha256(new byte[0]);
    assertThat(put(digest, new byte[0]).statusCode()).isEqualTo(201);
    HttpResponse<byte[]> got = get(digest);
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).isEmpty();
  }

  @Test
  void content_with_another_digest_is_refused_and_leaves_nothing() throws Exception {
    String digest = sha256(CONTENT);

    HttpResponse<String> answer = put(digest, "another".getBytes(UTF_8));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(digest).contains(sha256("another".getBytes(UTF_8)));
    assertThat(get(digest).statusCode()).isEqualTo(404);
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-3, 0123, bytes 0-3/10",
    "bytes=7-, 789, bytes 7-9/10",
    "bytes=-2, 89, bytes 8-9/10",
    "bytes=5-99, 56789, bytes 5-9/10"
  })
  void a_range_gives_that_part(String range, String part, String contentRange) throws Exception {
    put(sha256(CONTENT), CONTENT);

    HttpResponse<byte[]> answer = send(request(sha256(CONTENT)).header("Range", range).build());

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).asString(UTF_8).isEqualTo(part);
    assertThat(answer.headers().firstValue("Content-Range")).hasValue(contentRange);
  }

  @ParameterizedTest
  @CsvSource({"bytes=10-", "bytes=-0", "bytes=4-2"})
  void a_range_outside_the_file_is_416_and_says_the_size(String range) throws Exception {
    put(sha256(CONTENT), CONTENT);

    HttpResponse<byte[]> answer = send(request(sha256(CONTENT)).header("Range", range).build());

    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(answer.headers().firstValue("Content-Range")).hasValue("bytes */10");
  }

  @Test
  void several_ranges_or_another_unit_give_the_whole_file() throws Exception {
    put(sha256(CONTENT), CONTENT);
    for (String range : List.of("bytes=0-1,3-4", "lines=1-2", "bytes=-")) {
      HttpResponse<byte[]> answer = send(request(sha256(CONTENT)).header("Range", range).build());
      assertThat(answer.statusCode()).as(range).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(CONTENT);
    }
  }

  @Test
  void head_says_the_size_and_sends_nothing() throws Exception {
    put(sha256(CONTENT), CONTENT);

    HttpResponse<byte[]> answer =
        send(request(sha256(CONTENT)).method("HEAD", BodyPublishers.noBody()).build());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Length")).hasValue("10");
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"abc", "../../../etc/passwd", "ABCDEF", "''"})
  void what_is_no_digest_is_not_found(String name) throws Exception {
    assertThat(get(name).statusCode()).isEqualTo(404);
  }

  @Test
  void other_methods_are_told_which_ones_there_are() throws Exception {
    HttpResponse<byte[]> answer = send(request(sha256(CONTENT)).DELETE().build());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD, PUT");
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private HttpResponse<String> put(String digest, byte[] content) throws Exception {
    HttpRequest request = request(digest).PUT(BodyPublishers.ofByteArray(content)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<byte[]> get(String digest) throws Exception {
    return send(request(digest).build());
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws Exception {
    return client.send(request, BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String digest) {
    return HttpRequest.newBuilder(URI.create(server.url() + "/sha256/" + digest));
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
