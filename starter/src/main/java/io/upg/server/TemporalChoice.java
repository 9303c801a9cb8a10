package io.upg.server;

import io.upg.access.Tls;
import io.upg.cli.UsageProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Which Temporal a deployment is to use. */
sealed interface TemporalChoice {

  /** The in-memory server, in this process. */
  record Embedded() implements TemporalChoice {}

  /** {@code temporal server start-dev}. */
  record Dev(Path binary) implements TemporalChoice {}

  /** Somebody else's. */
  record At(String target, Optional<Tls> tls) implements TemporalChoice {}

  /**
   * @param option value of {@code --temporal}, or null: dev where there is a binary, else embedded
   * @param tls how TLS is spoken with somebody else's
   * @throws UsageProblem if it is none of the three, or TLS is wanted with one of our own
   */
  static TemporalChoice of(String option, Optional<Tls> tls) {
    if (tls.isPresent() && (option == null || option.matches("embedded|dev"))) {
      throw new UsageProblem(
          "The options of TLS are for a Temporal that runs already: they need --temporal HOST:PORT.");
    }
    if (option == null) {
      return DevTemporal.binary().<TemporalChoice>map(Dev::new).orElseGet(Embedded::new);
    }
    return switch (option) {
      case "embedded" -> new Embedded();
      case "dev" -> new Dev(DevTemporal.binary().orElseThrow(TemporalChoice::noBinary));
      default -> at(option, tls);
    };
  }

  private static UsageProblem noBinary() {
    return new UsageProblem(
        "--temporal dev: found no `temporal` on PATH. Install it (scripts/get-temporal does), or say --temporal embedded.");
  }

  private static TemporalChoice at(String option, Optional<Tls> tls) {
    if (!option.matches(".+:\\d{1,5}")) {
      throw new UsageProblem(
          "--temporal '%s': expected embedded, dev or HOST:PORT.".formatted(option));
    }
    return new At(option, tls);
  }

  default TemporalServer start(DataFolder folder, Ports ports) throws IOException {
    if (this instanceof At at) {
      return new RemoteTemporal(at.target(), at.tls());
    }
    if (this instanceof Dev dev) {
      return DevTemporal.start(dev.binary(), folder, ports);
    }
    return EmbeddedTemporal.start(ports.free("temporal"));
  }
}
