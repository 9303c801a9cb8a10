package io.upg.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every mistake with a file is said by its option, with what to do. */
class TlsTest {
  @TempDir private static Path made;
  private static TestCertificates certificates;

  @TempDir private Path folder;
  private String ca;
  private Path cert;
  private Path key;

  @BeforeAll
  static void make() {
    certificates = new TestCertificates(made).ca("ca").signed("cn-1", "ca").signed("cn-2", "ca");
    certificates.expired("old", "ca");
  }

  @BeforeEach
  void copy() throws IOException {
    ca = certificates.cert("ca").toString();
    cert = Files.copy(certificates.cert("cn-1"), folder.resolve("cert"));
    key =
        Files.copy(
            certificates.key("cn-1"), folder.resolve("key"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private Tls given() {
    return Tls.client(new TlsFiles(ca, cert.toString(), key.toString(), null));
  }

  private void refused(String... words) {
    assertThatThrownBy(this::given)
        .isInstanceOf(AccessProblem.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void what_is_right_is_taken_and_named_with_its_dates() {
    assertThat(given().shown().orElseThrow())
        .contains("CN=cn-1", cert.toString(), "valid from 2", "until 2");
  }

  @Test
  void nothing_at_all_trusts_what_the_system_trusts() {
    Tls tls = Tls.client(new TlsFiles(null, null, null, "temporal.example"));

    assertThat(tls.shown()).isEmpty();
    assertThat(tls.serverName()).contains("temporal.example");
    assertThat(tls.forGrpc().isClient()).isTrue();
  }

  @Test
  void all_mistakes_are_said_together() {
    ca = folder.resolve("no-ca").toString();
    key = folder.resolve("no-key");

    refused(
        "--temporal-ca '" + ca + "': there is no such file",
        "--temporal-key '" + key + "': there is no such file");
  }

  @Test
  void a_file_that_is_no_PEM_is_said() throws IOException {
    Files.writeString(cert, "this is no certificate");
    Files.writeString(key, "this is no key");

    refused(
        "--temporal-cert '" + cert,
        "BEGIN CERTIFICATE",
        "--temporal-key '" + key,
        "BEGIN PRIVATE KEY");
  }

  @Test
  void a_folder_is_no_file() {
    ca = folder.toString();

    refused("--temporal-ca '" + ca + "' cannot be read");
  }

  @Test
  void half_a_pair_is_said() {
    assertThatThrownBy(() -> Tls.client(new TlsFiles(ca, cert.toString(), null, null)))
        .hasMessage("--temporal-cert needs --temporal-key FILE, the other half of the pair.");
    assertThatThrownBy(() -> Tls.client(new TlsFiles(ca, null, key.toString(), null)))
        .hasMessage("--temporal-key needs --temporal-cert FILE, the other half of the pair.");
  }

  @Test
  void the_key_of_another_is_said() throws IOException {
    Files.copy(
        certificates.key("cn-2"),
        key,
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);

    refused("--temporal-key '" + key + "' does not belong to certificate 'CN=cn-1'");
  }

  @Test
  void a_key_that_others_can_read_is_refused() throws IOException {
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

    refused("--temporal-key '" + key, "has mode rw-r--r--", "chmod 0600 " + key);
  }

  @Test
  void a_key_of_an_old_form_is_refused_with_the_way_to_write_it_anew() throws IOException {
    String text = Files.readString(key).replace("PRIVATE KEY", "EC PRIVATE KEY");
    Files.writeString(key, text);

    refused("'EC PRIVATE KEY'", "openssl pkcs8 -topk8 -nocrypt -in " + key);
  }

  @Test
  void a_certificate_whose_time_is_over_is_refused_with_its_dates() {
    cert = certificates.cert("old");
    key = certificates.key("old");

    refused("CN=old", cert.toString(), "until 2", "is not valid now", "renewed");
  }

  @Test
  void a_renewed_certificate_is_shown_from_the_next_handshake_on() throws IOException {
    RenewedKeys keys = new RenewedKeys(TlsFiles.Options.TEMPORAL, cert, key);
    replace(certificates.cert("cn-2"), cert, 1);
    assertThat(keys.getCertificateChain("upg")[0].getSubjectX500Principal().getName())
        .as("its key is not there yet: the pair before")
        .isEqualTo("CN=cn-1");

    replace(certificates.key("cn-2"), key, 2);

    assertThat(keys.getCertificateChain("upg")[0].getSubjectX500Principal().getName())
        .isEqualTo("CN=cn-2");
  }

  @Test
  void a_server_that_asks_for_certificates_needs_one() {
    assertThatThrownBy(() -> Tls.server(new TlsFiles(ca, null, null, null)))
        .isInstanceOf(AccessProblem.class)
        .hasMessageContainingAll("--tls-client-ca", "--tls-cert FILE");
  }

  private static void replace(Path source, Path target, int second) throws IOException {
    Files.copy(
        source, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    Files.setLastModifiedTime(target, FileTime.from(Instant.ofEpochSecond(second)));
  }
}
