package io.upg.agent.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.access.Access;
import io.upg.agent.Shelf;
import io.upg.plan.json.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactCacheTest {
  private static final byte[] CONTENT = random(300_000);

  @TempDir Path folder;
  private Shelf shelf;

  @BeforeEach
  void open() throws IOException {
    shelf = new Shelf();
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  @Test
  void an_artifact_is_fetched_once_and_verified() throws Exception {
    String sha256 = shelf.put(CONTENT);
    ArtifactCache cache = cache();

    assertThat(cache.bytes(sha256)).isEqualTo(CONTENT);
    assertThat(cache.bytes(sha256)).isEqualTo(CONTENT);

    assertThat(shelf.requests()).containsExactly(sha256);
    assertThat(folder.resolve(sha256)).hasBinaryContent(CONTENT);
  }

  @Test
  void a_download_that_breaks_off_goes_on_where_it_was() throws Exception {
    String sha256 = shelf.put(CONTENT);
    shelf.breakNext(1);

    assertThat(cache().bytes(sha256)).isEqualTo(CONTENT);

    assertThat(shelf.requests()).hasSize(2);
    assertThat(shelf.requests().get(1)).matches(sha256 + " bytes=\\d+-");
  }

  @Test
  void where_the_server_knows_no_ranges_it_starts_again() throws Exception {
    String sha256 = shelf.put(CONTENT);
    shelf.withoutRanges();
    shelf.breakNext(1);

    assertThat(cache().bytes(sha256)).isEqualTo(CONTENT);
  }

  @Test
  void a_server_in_trouble_is_asked_again() throws Exception {
    String sha256 = shelf.put(CONTENT);
    shelf.failNext(2);

    assertThat(cache().bytes(sha256)).isEqualTo(CONTENT);
    assertThat(shelf.requests()).hasSize(3);
  }

  @Test
  void when_patience_is_over_it_says_what_the_server_said() {
    String sha256 = shelf.put(CONTENT);
    shelf.failNext(1_000);
    ArtifactCache cache =
        new ArtifactCache(folder, List.of(shelf.uri()), Access.OPEN, Duration.ofMillis(300));

    assertThatThrownBy(() -> cache.file(sha256))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("answered 503; expected 200");
  }

  @Test
  void other_content_than_the_digest_says_is_refused_and_not_kept() throws Exception {
    String sha256 = shelf.put(CONTENT);
    byte[] other = random(1_000);
    shelf.corrupt(sha256, other);

    assertThatThrownBy(() -> cache().file(sha256))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining(sha256)
        .hasMessageContaining(Sha256.hex(other))
        .hasMessageContaining("it was not kept");
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void a_rotten_half_of_an_earlier_download_does_not_spoil_the_next() throws Exception {
    String sha256 = shelf.put(CONTENT);
    Files.write(folder.resolve(sha256 + ".part"), random(5_000));

    assertThat(cache().bytes(sha256)).isEqualTo(CONTENT);
  }

  @Test
  void a_folder_serves_as_well_as_a_server() throws Exception {
    String sha256 = Sha256.hex(CONTENT);
    Path store = Files.createDirectories(folder.resolve("store").resolve(sha256.substring(0, 2)));
    Files.write(store.resolve(sha256), CONTENT);
    URI uri = folder.resolve("store").toUri();

    ArtifactCache cache =
        new ArtifactCache(
            folder.resolve("cache"), List.of(uri), Access.OPEN, Duration.ofSeconds(1));

    assertThat(cache.bytes(sha256)).isEqualTo(CONTENT);
  }

  @Test
  void of_several_servers_the_next_is_asked_where_one_is_away_or_has_it_not() throws Exception {
    String sha256 = shelf.put(CONTENT);
    URI away;
    try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      away = URI.create("http://127.0.0.1:" + port.getLocalPort());
    }
    URI without = Files.createDirectories(folder.resolve("empty")).toUri();
    List<URI> servers = List.of(away, without, shelf.uri());
    ArtifactCache cache =
        new ArtifactCache(folder.resolve("cache"), servers, Access.OPEN, Duration.ZERO);

    assertThat(cache.bytes(sha256)).isEqualTo(CONTENT);

    String nowhere = Sha256.hex(random(3));
    assertThatThrownBy(() -> cache.file(nowhere))
        .as("one that is away may have it: said as something that can pass")
        .hasMessageContaining("cannot be fetched")
        .hasMessageContaining("refused");
  }

  @Test
  void more_than_the_disk_holds_is_refused_with_both_figures() {
    assertThatThrownBy(() -> cache().requireSpace(Long.MAX_VALUE))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("Not enough space in " + folder)
        .hasMessageContaining("8.0 EiB are needed");
  }

  private ArtifactCache cache() {
    return new ArtifactCache(folder, List.of(shelf.uri()), Access.OPEN, Duration.ofSeconds(10));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
