package io.upg.access;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a process shows and whom it trusts, to speak gRPC or HTTP over TLS: the only place where
 * contexts of TLS are made. A renewed certificate is shown from the next handshake on; other CAs
 * need a restart. Thread-safe.
 */
public final class Tls {
  private final TlsFiles files;
  private final Optional<RenewedKeys> keys;
  private final TrustManager[] trusted;

  private Tls(TlsFiles files, TlsFiles.Options options) {
    this.files = files;
    List<String> problems = new ArrayList<>();
    this.keys = keys(files, options, problems);
    this.trusted = trusted(files, options, problems);
    if (!problems.isEmpty()) {
      throw new AccessProblem(problems);
    }
  }

  /**
   * The side that connects.
   *
   * @throws AccessProblem with everything that is wrong with the files
   */
  public static Tls client(TlsFiles files) {
    return new Tls(files, TlsFiles.Options.TEMPORAL);
  }

  /**
   * The side that listens: a certificate it must have.
   *
   * @throws AccessProblem with everything that is wrong with the files
   */
  public static Tls server(TlsFiles files) {
    if (files.cert() == null) {
      throw new AccessProblem(
          "--tls-client-ca asks for the certificates of others: it needs --tls-cert FILE and --tls-key FILE, one of its own.");
    }
    return new Tls(files, TlsFiles.Options.SERVER);
  }

  private static Optional<RenewedKeys> keys(
      TlsFiles files, TlsFiles.Options options, List<String> problems) {
    if ((files.cert() == null) != (files.key() == null)) {
      String given = files.cert() == null ? options.key() : options.cert();
      String missing = files.cert() == null ? options.cert() : options.key();
      problems.add("%s needs %s FILE, the other half of the pair.".formatted(given, missing));
      return Optional.empty();
    }
    if (files.cert() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new RenewedKeys(options, Path.of(files.cert()), Path.of(files.key())));
    } catch (AccessProblem e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }

  private static TrustManager[] trusted(
      TlsFiles files, TlsFiles.Options options, List<String> problems) {
    try {
      KeyStore cas = null; // those of the system
      if (files.caFile().isPresent()) {
        cas = KeyStore.getInstance("PKCS12");
        cas.load(null, null);
        for (X509Certificate ca : Pem.certificates(options.ca(), files.caFile().get())) {
          cas.setCertificateEntry("ca-" + cas.size(), ca);
        }
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(cas);
      return factory.getTrustManagers();
    } catch (AccessProblem e) {
      problems.add(e.getMessage());
      return new TrustManager[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java cannot hold certificates", e);
    }
  }

  /** For a gRPC client. */
  public SslContext forGrpc() {
    try {
      SslContextBuilder builder = GrpcSslContexts.forClient().trustManager(trusted[0]);
      keys.ifPresent(builder::keyManager);
      return builder.build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java speaks no TLS for gRPC", e);
    }
  }

  /** For an HTTP client or server. */
  public SSLContext forHttp() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.map(k -> new KeyManager[] {k}).orElse(null), trusted, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java speaks no TLS", e);
    }
  }

  /** Where it was read. */
  public TlsFiles files() {
    return files;
  }

  /** The name that the server's certificate carries, where it is not its host's. */
  public Optional<String> serverName() {
    return Optional.ofNullable(files.serverName());
  }

  /** Whether whoever connects is asked for a certificate, where this is the side that listens. */
  public boolean asksForCertificates() {
    return files.ca() != null;
  }

  /** The certificate that is shown, for messages: name, file, dates. */
  public Optional<String> shown() {
    return keys.map(RenewedKeys::identity).map(Identity::toString);
  }

  @Override
  public String toString() {
    return "Tls" + Arrays.asList(files.ca(), shown());
  }
}
