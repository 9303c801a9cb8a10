package io.upg.plan.hosts;

import io.upg.plan.NaturalOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes many host names as few ranges: the other way round of {@link HostRange#expand}. */
public final class HostNames {
  /** The last digit run of a name, short enough to count with. */
  private static final Pattern NUMBERED = Pattern.compile("(.*?)([0-9]{1,9})([^0-9]*)");

  /** Names that differ only in their last number. */
  private static final class Family {
    private final List<String> digits = new ArrayList<>();
  }

  private HostNames() {}

  /**
   * Ranges that stand for exactly these names, in natural order of their first names: {@code
   * cn-[0001-0009,0012]}, {@code ctrl-1}.
   */
  public static List<String> fold(Collection<String> names) {
    TreeSet<String> sorted = new TreeSet<>(NaturalOrder.INSTANCE);
    sorted.addAll(names);
    Map<String, Family> families = new LinkedHashMap<>();
    for (String name : sorted) {
      Matcher numbered = NUMBERED.matcher(name);
      if (numbered.matches()) {
        String shape = numbered.group(1) + "\0" + numbered.group(3);
        families.computeIfAbsent(shape, x -> new Family()).digits.add(numbered.group(2));
      } else {
        families.put(name, new Family());
      }
    }
    return families.entrySet().stream().map(e -> write(e.getKey(), e.getValue().digits)).toList();
  }

  /** {@link #fold} as one text: {@code ctrl-[1-3], cn-0417}. */
  public static String text(Collection<String> names) {
    return String.join(", ", fold(names));
  }

  private static String write(String shape, List<String> digits) {
    int cut = shape.indexOf('\0');
    if (cut < 0) {
      return shape;
    }
    String numbers =
        digits.size() == 1 ? digits.get(0) : "[" + String.join(",", ranges(digits)) + "]";
    return shape.substring(0, cut) + numbers + shape.substring(cut + 1);
  }

  private static List<String> ranges(List<String> digits) {
    List<String> ranges = new ArrayList<>();
    int start = 0;
    for (int next = 1; next <= digits.size(); next++) {
      if (next < digits.size()
          && follows(digits.get(start), digits.get(next - 1), digits.get(next))) {
        continue;
      }
      String first = digits.get(start);
      ranges.add(next - start == 1 ? first : first + "-" + digits.get(next - 1));
      start = next;
    }
    return ranges;
  }

  /** Whether a range that starts with {@code first} and holds {@code last} writes {@code next}. */
  private static boolean follows(String first, String last, String next) {
    return HostRange.padded(Integer.parseInt(last) + 1, first.length()).equals(next);
  }
}
