package io.upg.plan;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * What a release demands of another component's version: {@code >=10.6} or {@code >=10.6, <11}.
 *
 * @param bounds all of them must hold
 */
public record VersionConstraint(List<Bound> bounds) {

  /** One comparison. */
  public record Bound(Operator operator, String version) {
    boolean admits(String candidate) {
      return operator.holds.test(Versions.compare(candidate, version));
    }
  }

  /** Longer signs first: that is how they are read. */
  public enum Operator {
    AT_LEAST(">=", order -> order >= 0),
    AT_MOST("<=", order -> order <= 0),
    ABOVE(">", order -> order > 0),
    BELOW("<", order -> order < 0),
    EXACTLY("=", order -> order == 0);

    private final String sign;
    private final IntPredicate holds;

    Operator(String sign, IntPredicate holds) {
      this.sign = sign;
      this.holds = holds;
    }
  }

  public VersionConstraint {
    bounds = List.copyOf(bounds);
  }

  /**
   * @throws IllegalArgumentException with a sentence for the author of the release
   */
  public static VersionConstraint parse(String text) {
    return new VersionConstraint(
        Arrays.stream(text.split(",", -1)).map(part -> bound(part.strip(), text)).toList());
  }

  private static Bound bound(String part, String whole) {
    for (Operator operator : Operator.values()) {
      if (part.startsWith(operator.sign)) {
        String version = part.substring(operator.sign.length()).strip();
        if (version.isEmpty() || version.chars().anyMatch(c -> "<>= ".indexOf(c) >= 0)) {
          throw wrong(whole, "'" + part + "' has no version after its sign");
        }
        return new Bound(operator, version);
      }
    }
    throw wrong(whole, "'" + part + "' starts with no sign");
  }

  private static IllegalArgumentException wrong(String whole, String observed) {
    return new IllegalArgumentException(
        "Version constraint '"
            + whole
            + "': "
            + observed
            + "; expected one of >= <= > < = and a version, several joined with commas, such as"
            + " '>=10.6, <11'.");
  }

  public boolean admits(String version) {
    return bounds.stream().allMatch(bound -> bound.admits(version));
  }

  /** As one would write it: {@code >=10.6, <11}. */
  public String text() {
    return bounds.stream()
        .map(bound -> bound.operator.sign + bound.version)
        .collect(Collectors.joining(", "));
  }
}
