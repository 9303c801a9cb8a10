package io.upg.plan.compile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A target given on the command line; for the instances it names it replaces the project's.
 *
 * @param hosts a host set
 */
public record TargetOverride(String component, String version, String hosts) {
  private static final Pattern WRITTEN = Pattern.compile("([^=@]+)=([^@]+)(?:@(.+))?");

  /**
   * Reads {@code COMPONENT=VERSION@HOSTSET}; without a host set all hosts are meant.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static TargetOverride parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new IllegalArgumentException(
          "--target '"
              + text
              + "': expected COMPONENT=VERSION@HOSTSET, such as"
              + " hostos=r9@cn-[0001-0003].");
    }
    String hosts = written.group(3) == null ? "all" : written.group(3);
    return new TargetOverride(written.group(1).strip(), written.group(2).strip(), hosts);
  }

  /** As written on the command line: where problems with it are placed. */
  String place() {
    return "--target " + component + "=" + version + "@" + hosts;
  }
}
