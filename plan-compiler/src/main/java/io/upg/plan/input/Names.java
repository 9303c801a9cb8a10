package io.upg.plan.input;

import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Text;
import java.util.regex.Pattern;

/**
 * Which names may be given. Task ids are joined from them with {@code _ . @ ~}, so what could make
 * two ids equal is refused here.
 */
public final class Names {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");
  private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+~-]*");

  private Names() {}

  public static boolean isHost(String name) {
    return HOST.matcher(name).matches();
  }

  /** Whether components, roles and the like may be named so. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  public static boolean isVersion(String version) {
    return VERSION.matcher(version).matches();
  }

  static boolean host(Text name, Problems problems) {
    return matches(HOST, "host", "letters, digits, '-' and '.' (no '_')", name, problems);
  }

  static boolean action(Text name, Problems problems) {
    return matches(ACTION, "action", "letters, digits, '-' and '.' (no '_')", name, problems);
  }

  static boolean component(Text name, Problems problems) {
    return name("component", name, problems);
  }

  static boolean name(String what, Text name, Problems problems) {
    return matches(NAME, what, "letters, digits, '-', '_' and '.'", name, problems);
  }

  /** A version is also the name of a folder. */
  static boolean version(Text version, Problems problems) {
    return matches(VERSION, "version", "letters, digits and any of . _ : + ~ -", version, problems);
  }

  private static boolean matches(
      Pattern pattern, String what, String expected, Text name, Problems problems) {
    if (pattern.matcher(name.value()).matches()) {
      return true;
    }
    problems.error(
        "name",
        name.place(),
        what + " '" + name + "' cannot be named so; expected " + expected + ".",
        "");
    return false;
  }
}
