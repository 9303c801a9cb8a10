package io.upg.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.access.Access;
import io.upg.access.TestCertificates;
import io.upg.access.Tls;
import io.upg.access.TlsFiles;
import io.upg.access.Token;
import io.upg.agent.artifact.ArtifactCache;
import io.upg.artifact.ArtifactClient;
import io.upg.artifact.ArtifactsAway;
import io.upg.cli.CliRun;
import io.upg.cli.ExitCode;
import io.upg.http.Addresses;
import io.upg.plan.json.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whoever reaches a server that asks who he is must show it, on every path and for every method.
 */
class AccessTest {
  private static final byte[] CONTENT = "a release".getBytes(UTF_8);
  private static final String DIGEST = Sha256.hex(CONTENT);
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir private Path folder;
  private Path tokenFile;

  @BeforeEach
  void writeToken() throws IOException {
    tokenFile = secret("token", SECRET + "\n");
  }

  @Test
  void without_the_token_nothing_is_answered() throws Exception {
    try (ArtifactServer server = artifacts(token(tokenFile));
        QueryServer query = query(token(tokenFile))) {
      for (String method : List.of("GET", "HEAD", "PUT", "DELETE")) {
        String url = server.url() + "/sha256/" + DIGEST;
        assertThat(status(method, url, null)).as(method).isEqualTo(401);
        assertThat(status(method, url, "Bearer " + SECRET + "x")).as(method).isEqualTo(401);
        assertThat(status(method, url, "Basic " + SECRET)).as(method).isEqualTo(401);
      }
      for (String path : List.of("/v1/status", "/healthz", "/")) {
        assertThat(status("GET", query.url() + path, null)).as(path).isEqualTo(401);
      }
      assertThat(status("GET", query.url() + "/v1/status", "Bearer " + SECRET))
          .as("it gets through to PostgreSQL, which is not there")
          .isEqualTo(503);
      assertThat(folder.resolve("artifacts")).isDirectoryNotContaining("glob:**/??");
    }
  }

  @Test
  void commands_and_agents_show_the_token() throws Exception {
    try (ArtifactServer server = artifacts(token(tokenFile))) {
      Path file = Files.write(folder.resolve("file"), CONTENT);
      put(server, file).exits(ExitCode.INTERNAL).says("wants a token, and none was given");
      Path other = secret("other", SECRET.replace('0', '9'));
      put(server, file, "--artifact-token-file", other.toString())
          .exits(ExitCode.INTERNAL)
          .says("wants a token, and not the one given", "--artifact-token-file FILE");

      put(server, file, "--artifact-token-file", tokenFile.toString()).exits(ExitCode.DONE);

      assertThat(cache(server, token(tokenFile)).bytes(DIGEST)).isEqualTo(CONTENT);
      assertThatThrownBy(() -> cache(server, Access.OPEN).bytes(DIGEST))
          .hasMessageContainingAll("401", "--artifact-token-file FILE");
    }
  }

  @Test
  void with_certificates_commands_and_agents_show_theirs() throws Exception {
    TestCertificates made = new TestCertificates(folder).ca("ca").signed("server", "ca");
    made.signed("cn-1", "ca");
    Access asks =
        new Access(Optional.empty(), Optional.of(Tls.server(made.trusting("ca", "server"))));
    try (ArtifactServer server = artifacts(asks)) {
      assertThat(server.url()).startsWith("https://");
      ArtifactClient client = client(server, made.trusting("ca", "cn-1"));

      assertThat(client.put(Map.of(DIGEST, CONTENT), Map.of())).isEqualTo(1);

      Access agent = new Access(Optional.empty(), tls(made.trusting("ca", "cn-1")));
      assertThat(cache(server, agent).bytes(DIGEST)).isEqualTo(CONTENT);
      for (TlsFiles wrong : List.of(made.trusting("ca"), new TlsFiles(null, null, null, null))) {
        assertThatThrownBy(() -> client(server, wrong).head(DIGEST, 1))
            .isInstanceOf(ArtifactsAway.class)
            .hasMessageContainingAll("no TLS with it", "--temporal-cert", "--temporal-ca");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"artifacts, --listen, 7280", "query, --bind, 7281"})
  void beyond_loopback_a_server_that_asks_nobody_does_not_start(
      String server, String option, int port) {
    CliRun.upg(Map.of("UPG_HOME", folder.toString()), "serve", server, option, "0.0.0.0:" + port)
        .exits(ExitCode.USAGE)
        .says(
            option + " 0.0.0.0:" + port,
            "nobody is asked who he is",
            "--token-file FILE",
            "--tls-client-ca FILE",
            "127.0.0.1:" + port);
  }

  @ParameterizedTest
  @CsvSource({"artifacts", "query"})
  void a_token_that_others_can_read_or_guess_is_refused(String server) throws IOException {
    Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString("rw-r--r--"));
    serve(server, tokenFile).exits(ExitCode.USAGE).says("rw-r--r--", "chmod 0600 " + tokenFile);
    Path guessed = secret("guessed", "1234");
    serve(server, guessed).exits(ExitCode.USAGE).says("holds no token", "openssl rand -hex 32");
    Path missing = folder.resolve("missing");
    serve(server, missing).exits(ExitCode.USAGE).says("--token-file '" + missing, "no such file");
  }

  @Test
  void certificates_of_others_are_asked_for_with_one_of_its_own() {
    CliRun.upg(
            Map.of("UPG_HOME", folder.toString()),
            "serve",
            "artifacts",
            "--tls-client-ca",
            "ca.pem")
        .exits(ExitCode.USAGE)
        .says("it needs --tls-cert FILE and --tls-key FILE");
  }

  private CliRun serve(String server, Path token) {
    return CliRun.upg(
        Map.of("UPG_HOME", folder.toString()), "serve", server, "--token-file", token.toString());
  }

  private CliRun put(ArtifactServer server, Path file, String... options) {
    List<String> words =
        new ArrayList<>(List.of("artifact", "put", file.toString(), "--artifacts", server.url()));
    words.addAll(List.of(options));
    return CliRun.upg(Map.of(), words.toArray(String[]::new));
  }

  private ArtifactServer artifacts(Access access) throws IOException {
    return ArtifactServer.start(folder.resolve("artifacts"), Addresses.loopback(0), access);
  }

  private static QueryServer query(Access access) throws IOException {
    return QueryServer.start(
        "jdbc:postgresql://127.0.0.1:1/upg?user=upg", Addresses.loopback(0), access);
  }

  private static Access token(Path file) {
    return new Access(Optional.of(Token.read("--token-file", file)), Optional.empty());
  }

  private static Optional<Tls> tls(TlsFiles files) {
    return Optional.of(Tls.client(files));
  }

  private static ArtifactClient client(ArtifactServer server, TlsFiles files) {
    return new ArtifactClient(
        server.url(), ArtifactClient.Limits.USUAL, new Access(Optional.empty(), tls(files)));
  }

  private ArtifactCache cache(ArtifactServer server, Access access) throws IOException {
    return new ArtifactCache(
        Files.createTempDirectory(folder, "cache"),
        List.of(URI.create(server.url())),
        access,
        Duration.ofSeconds(5));
  }

  private Path secret(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static int status(String method, String url, String authorization) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).method(method, BodyPublishers.ofByteArray(CONTENT));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding()).statusCode();
  }
}
