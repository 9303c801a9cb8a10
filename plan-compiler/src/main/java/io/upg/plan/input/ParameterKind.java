package io.upg.plan.input;

import io.upg.plan.yaml.Durations;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the value of a built-in's parameter may be; one that holds a reference is known on the host
 * only.
 */
record ParameterKind(String expected, Predicate<String> admits) {
  private static final int LAST_PORT = 65_535;

  static final ParameterKind TEXT = new ParameterKind("a text", text -> !text.isEmpty());

  /** Named by its path in the release's folder. */
  static final ParameterKind FILE =
      new ParameterKind("a file of the release", text -> !text.isEmpty());

  /** The same, of a kind that can be installed. */
  static final ParameterKind PACKAGE =
      new ParameterKind(
          "a .tar.gz, .tgz, .rpm or .deb of the release",
          text -> text.matches(".+\\.(tar\\.gz|tgz|rpm|deb)"));

  static final ParameterKind PORT =
      new ParameterKind("a port, 1 to " + LAST_PORT, ParameterKind::port);
  static final ParameterKind STATUS =
      new ParameterKind("an HTTP status", text -> text.matches("[1-5][0-9][0-9]"));
  static final ParameterKind SIZE =
      new ParameterKind("a size such as 1GiB", text -> text.matches("[0-9]{1,9}(B|[KMGT]i?B)?"));
  static final ParameterKind DURATION =
      new ParameterKind("a duration such as 10s", text -> Durations.parse(text).isPresent());
  static final ParameterKind MODE =
      new ParameterKind("a mode such as \"0640\"", text -> text.matches("[0-7]{3,4}"));

  static ParameterKind oneOf(String... words) {
    return new ParameterKind(String.join(" or ", words), List.of(words)::contains);
  }

  boolean isFile() {
    return this == FILE || this == PACKAGE;
  }

  private static boolean port(String text) {
    return text.matches("[0-9]{1,5}")
        && Integer.parseInt(text) > 0
        && Integer.parseInt(text) <= LAST_PORT;
  }
}
