package io.upg.server;

import io.upg.cli.UsageProblem;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that this runs from, as the launcher says. */
record Checkout(Path home) {

  /**
   * @throws UsageProblem if this does not run from a checkout
   */
  static Checkout here() {
    String home = System.getProperty("upg.home");
    if (home == null || !Files.isDirectory(Path.of(home, "examples"))) {
      throw new UsageProblem(
          "The quickstart needs the sample cloud of a checkout; upg.home is '%s'. Run ./upg quickstart in the repository."
              .formatted(home));
    }
    return new Checkout(Path.of(home));
  }

  Path sample(String file) {
    return home.resolve("examples/sample-cloud").resolve(file);
  }

  Path quickstart() {
    return home.resolve(".upg/quickstart");
  }

  /** As one types it in the folder one is in. */
  static String typed(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
  }

  /** The launcher, as one types it. */
  String upg() {
    String typed = typed(home.resolve("upg"));
    return typed.contains("/") ? typed : "./" + typed;
  }
}
