package io.upg.plan;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant by a name that does not exist. */
public final class Suggest {
  private Suggest() {}

  /** {@code Did you mean 'compute'?}, or empty where nothing is near. */
  public static String hint(String unknown, Collection<String> known) {
    return nearest(unknown, known).map(name -> "Did you mean '" + name + "'?").orElse("");
  }

  /**
   * The known name that the fewest typing errors lead to, at most one for every three characters;
   * of equally near ones the first in natural order.
   */
  public static Optional<String> nearest(String unknown, Collection<String> known) {
    String typed = unknown.toLowerCase(Locale.ROOT);
    int best = Math.max(1, typed.length() / 3) + 1;
    String nearest = null;
    for (String name : known) {
      int distance = distance(typed, name.toLowerCase(Locale.ROOT), best);
      if (distance < best || distance == best && before(name, nearest)) {
        best = distance;
        nearest = name;
      }
    }
    return Optional.ofNullable(nearest);
  }

  private static boolean before(String name, String other) {
    return other != null && NaturalOrder.INSTANCE.compare(name, other) < 0;
  }

  /**
   * Inserted, left out, replaced and swapped characters; {@code limit + 1} as soon as it cannot be
   * within the limit.
   */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) > limit) {
      return limit + 1;
    }
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      int smallest = i;
      for (int j = 1; j <= b.length(); j++) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + same);
        if (swapped(a, i, b, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
        smallest = Math.min(smallest, row[j]);
      }
      if (smallest > limit) {
        return limit + 1;
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }

  private static boolean swapped(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
