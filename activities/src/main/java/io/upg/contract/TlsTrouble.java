package io.upg.contract;

import io.grpc.Status;
import io.upg.access.Tls;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells by a failed call what is wrong with TLS between this process and Temporal. */
final class TlsTrouble {
  /** Alerts by which a server refuses a client, as BoringSSL and Java spell them. */
  private static final Pattern REFUSAL =
      Pattern.compile(
          "alert.*(bad.certificate|certificate.(required|expired|unknown|revoked)|unknown.ca|access.denied|unsupported.certificate|handshake.failure|internal.error)|(certificate.required)");

  private static final Pattern OTHER_NAME =
      Pattern.compile("no (subject alternative|name matching)|doesn't match|hostname");
  private static final Pattern UNTRUSTED =
      Pattern.compile("pkix|certpath|certificate.verify.failed|certificateexception|notafter");

  private final String target;
  private final Optional<Tls> tls;

  TlsTrouble(String target, Optional<Tls> tls) {
    this.target = target;
    this.tls = tls;
  }

  /** What was seen, and what to do; empty where TLS is not the matter. */
  Optional<String> of(Status status) {
    if (status.getCode() != Status.Code.UNAVAILABLE && status.getCode() != Status.Code.INTERNAL) {
      return Optional.empty();
    }
    String seen = seen(status);
    if (tls.isEmpty()) {
      return withoutTls(seen);
    }
    if (REFUSAL.matcher(seen).find()) {
      return Optional.of(refused(seen));
    }
    if (OTHER_NAME.matcher(seen).find()) {
      return Optional.of(
          "Temporal at %s shows a certificate for another name (%s). Say the name that it carries: --temporal-server-name NAME."
              .formatted(target, last(status)));
    }
    if (UNTRUSTED.matcher(seen).find()) {
      return Optional.of(
          "Temporal at %s shows a certificate that is not trusted here (%s). Name the file of the CA that signed it, --temporal-ca FILE, or have it renewed."
              .formatted(target, last(status)));
    }
    if (seen.contains("not an ssl/tls record")) {
      return Optional.of(
          "Temporal at %s does not speak TLS. Leave out --temporal-tls and the options of certificates, or name a Temporal that does."
              .formatted(target));
    }
    return Optional.empty();
  }

  /** A server that speaks TLS answers with an alert, which is no frame of HTTP/2, or hangs up. */
  private Optional<String> withoutTls(String seen) {
    boolean alert = seen.contains("not settings") || seen.contains("http/2 client preface");
    boolean hungUp = seen.contains("network closed for unknown reason");
    return alert || hungUp
        ? Optional.of(
            "Temporal at %s does not speak without TLS. Give --temporal-tls, or --temporal-ca, --temporal-cert and --temporal-key FILE (docs/security.md)."
                .formatted(target))
        : Optional.empty();
  }

  private String refused(String seen) {
    String alert = seen.contains("expired") ? "it is expired" : "it is not trusted there";
    return tls.get()
        .shown()
        .map(
            shown ->
                "Temporal at %s refused the %s: %s. Have it signed by a CA that Temporal trusts, or renewed, and look at both clocks (docs/security.md)."
                    .formatted(target, shown, alert))
        .orElse(
            "Temporal at %s wants a client certificate, and none was given. Give --temporal-cert FILE and --temporal-key FILE, signed by a CA that it trusts (docs/security.md)."
                .formatted(target));
  }

  /** All that the status and its causes say, in lower case. */
  private static String seen(Status status) {
    StringBuilder seen = new StringBuilder(String.valueOf(status.getDescription()));
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      seen.append(' ').append(cause);
    }
    return seen.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String last(Status status) {
    Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause == null ? status.getDescription() : String.valueOf(cause.getMessage());
  }
}
