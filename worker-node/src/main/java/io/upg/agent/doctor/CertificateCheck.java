package io.upg.agent.doctor;

import io.upg.access.Access;
import io.upg.access.AccessProblem;
import io.upg.access.Tls;
import java.util.List;
import java.util.function.Supplier;

/**
 * Certificate, key, CAs and token, as the agent reads them: dates, whether the key is the
 * certificate's, whether others can read what is secret.
 */
public record CertificateCheck(Supplier<Access> access) implements Check {
  private static final String NAME = "access";

  @Override
  public List<Finding> look() {
    try {
      Access usable = access.get();
      String found = usable.tls().map(CertificateCheck::shown).orElse("TLS is not asked for");
      String token = usable.token().isPresent() ? "; a token for artifact servers" : "";
      return List.of(Finding.ok(NAME, found + token));
    } catch (AccessProblem e) {
      return List.of(Finding.failed(NAME, e.getMessage().replace('\n', ' '), ""));
    }
  }

  private static String shown(Tls tls) {
    return tls.shown().orElse("TLS, and no client certificate");
  }
}
