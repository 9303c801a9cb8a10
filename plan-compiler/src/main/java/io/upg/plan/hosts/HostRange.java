package io.upg.plan.hosts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Many host names written as one: {@code cn-[0001-0009]}, {@code r[1-3]-n[01-40]}, {@code
 * ctrl-[1-3,7]}. Numbers are padded with zeros to the width of the first one.
 */
public final class HostRange {
  /** More hosts than that are a typing error, not a cloud. */
  public static final int LIMIT = 200_000;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private final String text;

  private HostRange(String text) {
    this.text = text;
  }

  public static boolean isRange(String text) {
    return text.indexOf('[') >= 0 || text.indexOf(']') >= 0;
  }

  /**
   * The names in the order written, each once; a text without brackets is one name.
   *
   * @throws IllegalArgumentException with a sentence for its author
   */
  public static List<String> expand(String text) {
    return new HostRange(text).expand();
  }

  private List<String> expand() {
    List<String> names = List.of("");
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('[', at);
      int literalEnd = open < 0 ? text.length() : open;
      String literal = text.substring(at, literalEnd);
      if (literal.indexOf(']') >= 0) {
        throw wrong("']' has no '[' before it");
      }
      names = join(names, List.of(literal));
      if (open < 0) {
        break;
      }
      int close = text.indexOf(']', open);
      if (close < 0) {
        throw wrong("'[' is never closed");
      }
      names = join(names, numbers(text.substring(open + 1, close)));
      at = close + 1;
    }
    return names;
  }

  private List<String> join(List<String> heads, List<String> tails) {
    checkSize((long) heads.size() * tails.size());
    List<String> joined = new ArrayList<>(heads.size() * tails.size());
    for (String head : heads) {
      for (String tail : tails) {
        joined.add(head + tail);
      }
    }
    return joined;
  }

  private List<String> numbers(String brackets) {
    Set<String> numbers = new LinkedHashSet<>();
    for (String part : brackets.split(",", -1)) {
      String[] ends = part.strip().split("-", -1);
      if (ends.length > 2 || !number(ends[0]) || !number(ends[ends.length - 1])) {
        throw wrong("'" + part + "' in brackets is neither a number nor a range such as 0001-0009");
      }
      addRange(numbers, ends[0], ends[ends.length - 1]);
    }
    return List.copyOf(numbers);
  }

  private void addRange(Set<String> numbers, String first, String last) {
    int from = Integer.parseInt(first);
    int to = Integer.parseInt(last);
    if (from > to) {
      throw wrong(first + " is greater than " + last + "; write the smaller number first");
    }
    if (first.length() > last.length()) {
      throw wrong(first + " and " + last + " differ in width; write both with the same zeros");
    }
    checkSize(numbers.size() + (long) to - from + 1);
    for (int number = from; number <= to; number++) {
      numbers.add(padded(number, first.length()));
    }
  }

  private static boolean number(String text) {
    return NUMBER.matcher(text).matches();
  }

  private void checkSize(long size) {
    if (size > LIMIT) {
      throw wrong("it stands for " + size + " hosts; at most " + LIMIT + " are taken");
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("Host range '" + text + "': " + what + ".");
  }

  static String padded(int number, int width) {
    String digits = Integer.toString(number);
    return digits.length() >= width ? digits : "0".repeat(width - digits.length()) + digits;
  }
}
