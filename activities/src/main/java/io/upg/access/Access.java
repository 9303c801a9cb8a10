package io.upg.access;

import java.util.Optional;

/**
 * What one side of HTTP shows to the other: a client its token and certificate; a server its
 * certificate, and which token and certificates it asks for.
 */
public record Access(Optional<Token> token, Optional<Tls> tls) {
  public static final Access OPEN = new Access(Optional.empty(), Optional.empty());

  /** Whether a server asks everybody who he is. */
  public boolean asks() {
    return token.isPresent() || tls.map(Tls::asksForCertificates).orElse(false);
  }
}
