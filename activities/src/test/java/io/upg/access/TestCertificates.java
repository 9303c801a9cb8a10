package io.upg.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** CAs and what they sign, made by {@code openssl} in a folder, each NAME.pem with NAME.key. */
public final class TestCertificates {
  private final Path folder;

  public TestCertificates(Path folder) {
    this.folder = folder;
  }

  /** A CA of this name. */
  public TestCertificates ca(String name) {
    openssl(
        List.of(
            List.of("req", "-x509", "-days", "2", "-out", cert(name).toString()), newKey(name)));
    return this;
  }

  /** A certificate for {@code localhost} and 127.0.0.1, signed by a CA, valid for two days. */
  public TestCertificates signed(String name, String ca) {
    return signed(name, ca, 2);
  }

  /** One whose time is over. */
  public TestCertificates expired(String name, String ca) {
    return signed(name, ca, -1);
  }

  private TestCertificates signed(String name, String ca, int days) {
    String request = folder.resolve(name + ".csr").toString();
    openssl(
        List.of(
            List.of("req", "-new", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
            List.of("-out", request),
            newKey(name)));
    openssl(
        List.of(
            List.of("x509", "-req", "-in", request, "-copy_extensions", "copyall"),
            List.of("-CA", cert(ca).toString(), "-CAkey", key(ca).toString(), "-CAcreateserial"),
            List.of("-days", Integer.toString(days), "-out", cert(name).toString())));
    return this;
  }

  private List<String> newKey(String name) {
    return List.of(
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=" + name,
        "-keyout",
        key(name).toString());
  }

  public Path cert(String name) {
    return folder.resolve(name + ".pem");
  }

  public Path key(String name) {
    return folder.resolve(name + ".key");
  }

  /** Trusts a CA and shows nothing. */
  public TlsFiles trusting(String ca) {
    return new TlsFiles(cert(ca).toString(), null, null, null);
  }

  /** Trusts a CA and shows a certificate. */
  public TlsFiles trusting(String ca, String shown) {
    return new TlsFiles(cert(ca).toString(), cert(shown).toString(), key(shown).toString(), null);
  }

  private void openssl(List<List<String>> arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    arguments.forEach(command::addAll);
    try {
      Path log = folder.resolve("openssl.log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + Files.readString(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("tests of TLS need openssl on PATH", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
