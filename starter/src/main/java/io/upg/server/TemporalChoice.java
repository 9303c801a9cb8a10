package io.upg.server;

import io.upg.cli.UsageProblem;
import java.io.IOException;
import java.nio.file.Path;

/** Which Temporal a deployment is to use. */
sealed interface TemporalChoice {

  /** The in-memory server, in this process. */
  record Embedded() implements TemporalChoice {}

  /** {@code temporal server start-dev}. */
  record Dev(Path binary) implements TemporalChoice {}

  /** Somebody else's. */
  record At(String target) implements TemporalChoice {}

  /**
   * @param option value of {@code --temporal}, or null: dev where there is a binary, else embedded
   * @throws UsageProblem if it is none of the three
   */
  static TemporalChoice of(String option) {
    if (option == null) {
      return DevTemporal.binary().<TemporalChoice>map(Dev::new).orElseGet(Embedded::new);
    }
    return switch (option) {
      case "embedded" -> new Embedded();
      case "dev" -> new Dev(DevTemporal.binary().orElseThrow(TemporalChoice::noBinary));
      default -> at(option);
    };
  }

  private static UsageProblem noBinary() {
    return new UsageProblem(
        "--temporal dev: found no `temporal` on PATH. Install it (scripts/get-temporal does), or say --temporal embedded.");
  }

  private static TemporalChoice at(String option) {
    if (!option.matches(".+:\\d{1,5}")) {
      throw new UsageProblem(
          "--temporal '%s': expected embedded, dev or HOST:PORT.".formatted(option));
    }
    return new At(option);
  }

  default TemporalServer start(DataFolder folder, Ports ports) throws IOException {
    if (this instanceof At at) {
      return new RemoteTemporal(at.target());
    }
    if (this instanceof Dev dev) {
      return DevTemporal.start(dev.binary(), folder, ports);
    }
    return EmbeddedTemporal.start(ports.free("temporal"));
  }
}
