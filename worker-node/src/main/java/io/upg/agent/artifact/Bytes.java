package io.upg.agent.artifact;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 512MiB}, {@code 2GB}, {@code 1.5GiB}, {@code 4096}. */
public final class Bytes {
  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]*)");
  private static final long KI = 1024;
  private static final Map<String, Long> UNITS = units();
  private static final String[] NAMES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Bytes() {}

  /**
   * @throws IllegalArgumentException saying what was expected
   */
  public static long parse(String text) {
    Matcher matcher = SIZE.matcher(text.trim());
    Long unit = matcher.matches() ? UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("'" + text + "' is no size; expected for example 512MiB");
    }
    return (long) (Double.parseDouble(matcher.group(1)) * unit);
  }

  public static String text(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= KI && unit < NAMES.length - 1) {
      value /= KI;
      unit++;
    }
    String format = unit == 0 ? "%.0f %s" : "%.1f %s";
    return format.formatted(value, NAMES[unit]);
  }

  private static Map<String, Long> units() {
    Map<String, Long> units = new TreeMap<>(Map.of("", 1L, "b", 1L));
    long binary = 1;
    long decimal = 1;
    for (String letter : "k m g t p".split(" ")) {
      binary *= KI;
      decimal *= 1000;
      units.put(letter + "ib", binary);
      units.put(letter + "b", decimal);
    }
    return units;
  }
}
