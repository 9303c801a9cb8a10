package io.upg.plan.yaml;

import io.upg.plan.problem.Place;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/**
 * A single value.
 *
 * @param text as written, without quotes
 * @param type what YAML 1.2's core schema takes it for
 */
public record YamlScalar(Place place, String text, Type type) implements YamlValue {

  /** The types of the core schema. */
  public enum Type {
    STRING("a string"),
    WHOLE_NUMBER("a number"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    EMPTY("nothing");

    private final String words;

    Type(String words) {
      this.words = words;
    }
  }

  @Override
  public String kind() {
    return type.words;
  }

  /** The JSON value, or empty where JSON has none (infinity, and nothing at all). */
  public Optional<Object> json() {
    return switch (type) {
      case STRING -> Optional.of(text);
      case BOOLEAN -> Optional.of(Boolean.parseBoolean(text.toLowerCase(Locale.ROOT)));
      case WHOLE_NUMBER -> Optional.of(wholeNumber());
      case NUMBER -> finite();
      case EMPTY -> Optional.empty();
    };
  }

  private Object wholeNumber() {
    BigInteger number = integer();
    if (number.bitLength() < Long.SIZE) {
      return number.longValue();
    }
    return number;
  }

  private BigInteger integer() {
    if (text.startsWith("0x")) {
      return new BigInteger(text.substring(2), 16);
    }
    if (text.startsWith("0o")) {
      return new BigInteger(text.substring(2), 8);
    }
    return new BigInteger(text);
  }

  private Optional<Object> finite() {
    if (text.toLowerCase(Locale.ROOT).matches("[-+]?\\.(inf|nan)")) {
      return Optional.empty();
    }
    return Optional.of(Double.parseDouble(text));
  }
}
