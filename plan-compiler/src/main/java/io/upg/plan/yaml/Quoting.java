package io.upg.plan.yaml;

import java.util.Optional;

/** How a value that should have been a string is answered. */
final class Quoting {
  private Quoting() {}

  static String complaint(YamlValue value) {
    if (!(value instanceof YamlScalar scalar) || scalar.type() == YamlScalar.Type.EMPTY) {
      return " is " + value.kind() + "; expected a string.";
    }
    Optional<String> loss =
        scalar.json().map(Object::toString).filter(read -> !read.equals(scalar.text()));
    return loss.map(read -> " " + scalar.text() + " would become " + read + ": quote it.")
        .orElse(" " + scalar.text() + " is " + scalar.kind() + " to YAML: quote it.");
  }

  static String hint(YamlValue value) {
    return value instanceof YamlScalar scalar && scalar.type() != YamlScalar.Type.EMPTY
        ? "Write \"" + scalar.text() + "\"."
        : "";
  }
}
