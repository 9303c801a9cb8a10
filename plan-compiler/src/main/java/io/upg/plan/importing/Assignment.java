package io.upg.plan.importing;

/**
 * {@code NAME=VALUE}, or {@code NAME} alone.
 *
 * @param value null where there is no {@code =}
 */
record Assignment(String name, String value) {

  static Assignment of(String option) {
    String text = option.strip();
    int sign = text.indexOf('=');
    return sign < 0
        ? new Assignment(text, null)
        : new Assignment(text.substring(0, sign).strip(), text.substring(sign + 1).strip());
  }

  boolean hasValue() {
    return value != null;
  }
}
