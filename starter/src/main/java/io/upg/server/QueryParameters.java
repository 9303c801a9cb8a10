package io.upg.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.upg.cli.TaskStateConverter;
import io.upg.cli.UsageProblem;
import io.upg.plan.Suggest;
import io.upg.plan.model.TaskState;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/**
 * The parameters of a question, taken as strictly as the options of a command: everything wrong is
 * a {@link UsageProblem} that says what was expected.
 */
final class QueryParameters {
  static final int LIMIT = 1_000;
  static final int MOST = 10_000;

  private final Map<String, List<String>> values;

  private QueryParameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * @param query as it came, or null
   */
  static QueryParameters parse(String query) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (query == null || query.isEmpty()) {
      return new QueryParameters(values);
    }
    for (String pair : query.split("&")) {
      String[] parts = pair.split("=", 2);
      String value = parts.length == 1 ? "" : decoded(parts[1]);
      values.computeIfAbsent(decoded(parts[0]), name -> new ArrayList<>()).add(value);
    }
    return new QueryParameters(values);
  }

  /** A part of a path; there a plus is a plus. */
  static String segment(String text) {
    return decoded(text.replace("+", "%2B"));
  }

  private static String decoded(String text) {
    try {
      String decoded = URLDecoder.decode(text, UTF_8);
      if (decoded.indexOf(0) >= 0) {
        throw new IllegalArgumentException("no name holds a zero byte");
      }
      return decoded;
    } catch (IllegalArgumentException e) {
      throw new UsageProblem(
          "'%s' cannot be read as URL-encoded text: %s.".formatted(text, e.getMessage()));
    }
  }

  /** Complains of every parameter that is none of these. */
  void allow(String... names) {
    List<String> known = List.of(names);
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        String expected = known.isEmpty() ? "none" : "one of " + String.join(", ", known);
        throw new UsageProblem(
            "Unknown parameter '%s'; expected %s. %s"
                .formatted(name, expected, Suggest.hint(name, known))
                .strip());
      }
    }
  }

  /** The value, or null. */
  String one(String name) {
    List<String> given = all(name);
    if (given.size() > 1) {
      throw new UsageProblem("%s is given %d times; expected once.".formatted(name, given.size()));
    }
    return given.isEmpty() ? null : given.get(0);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** All values; each may hold several, separated by commas. */
  List<String> words(String name) {
    return split(name).toList();
  }

  private Stream<String> split(String name) {
    return all(name).stream().flatMap(value -> Arrays.stream(value.split(",", -1)));
  }

  List<Integer> numbers(String name) {
    return split(name).map(word -> number(name, word, 1, Integer.MAX_VALUE)).toList();
  }

  Set<TaskState> states(String name) {
    Set<TaskState> states = EnumSet.noneOf(TaskState.class);
    split(name).forEach(word -> states.add(state(name, word)));
    return states;
  }

  private static TaskState state(String name, String word) {
    try {
      return new TaskStateConverter().convert(word);
    } catch (TypeConversionException e) {
      throw new UsageProblem(name + ": " + e.getMessage());
    }
  }

  /** {@code failed}, {@code failed=true}; else false. */
  boolean flag(String name) {
    String value = one(name);
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.isEmpty() || value.equals("true")) {
      return true;
    }
    throw new UsageProblem("%s is '%s'; expected true or false.".formatted(name, value));
  }

  int limit() {
    String value = one("limit");
    return value == null ? LIMIT : number("limit", value, 1, MOST);
  }

  /** What the page begins behind, or null. */
  String behind() {
    String after = one("after");
    return after == null || after.isEmpty() ? null : after;
  }

  /** The same question, for the page behind {@code after}. */
  String behind(String after) {
    StringJoiner query = new StringJoiner("&");
    values.forEach(
        (name, given) -> {
          if (!name.equals("after")) {
            given.forEach(value -> query.add(pair(name, value)));
          }
        });
    return query.add(pair("after", after)).toString();
  }

  private static String pair(String name, String value) {
    return URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(value, UTF_8);
  }

  private static int number(String name, String word, int least, int most) {
    try {
      int number = Integer.parseInt(word);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    String expected = most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most;
    throw new UsageProblem("%s is '%s'; expected %s.".formatted(name, word, expected));
  }
}
