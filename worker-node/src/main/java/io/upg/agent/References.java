package io.upg.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in {@code ${name}} in parameters, arguments and environment. A dot goes deeper into a map.
 * A value that is exactly one reference keeps the JSON type of what it names.
 */
record References(Map<String, Object> scope) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

  References {
    scope = Collections.unmodifiableMap(new TreeMap<>(scope));
  }

  /** The same, but for one name. */
  References with(String name, Object value) {
    Map<String, Object> other = new TreeMap<>(scope);
    other.put(name, value);
    return new References(other);
  }

  Map<String, Object> fill(Map<String, Object> values) throws TaskRefused {
    Map<String, Object> filled = new TreeMap<>();
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      filled.put(entry.getKey(), fill(entry.getValue()));
    }
    return filled;
  }

  /** As text, wherever it stands. */
  String fillText(String text) throws TaskRefused {
    return String.valueOf(fill(text));
  }

  /** A whole template, line by line, secrets opened; {@code $${} stands for {@code ${}. */
  String fillTemplate(String text, TaskSecrets secrets) throws TaskRefused {
    StringBuilder filled = new StringBuilder();
    for (String line : text.split("(?<=\n)")) {
      String between = "";
      for (String piece : line.split(Pattern.quote("$${"), -1)) {
        filled.append(between).append(fill(piece, secrets::open));
        between = "${";
      }
    }
    return filled.toString();
  }

  private Object fill(Object value) throws TaskRefused {
    if (value instanceof String text) {
      return fill(text);
    }
    if (value instanceof List<?> list) {
      List<Object> filled = new ArrayList<>();
      for (Object element : list) {
        filled.add(fill(element));
      }
      return filled;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> filled = new TreeMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        filled.put(entry.getKey().toString(), fill(entry.getValue()));
      }
      return filled;
    }
    return value;
  }

  /** What becomes of a value before it is filled in. */
  @FunctionalInterface
  private interface Opener {
    Object open(Object value) throws TaskRefused;
  }

  private Object fill(String text) throws TaskRefused {
    return fill(text, value -> value);
  }

  private Object fill(String text, Opener opener) throws TaskRefused {
    Matcher whole = REFERENCE.matcher(text);
    if (whole.matches()) {
      return opener.open(lookUp(whole.group(1)));
    }
    StringBuilder filled = new StringBuilder();
    Matcher matcher = REFERENCE.matcher(text);
    int end = 0;
    while (matcher.find()) {
      filled.append(text, end, matcher.start()).append(opener.open(lookUp(matcher.group(1))));
      end = matcher.end();
    }
    return filled.append(text, end, text.length()).toString();
  }

  private Object lookUp(String name) throws TaskRefused {
    Object value = scope;
    for (String step : name.split("\\.", -1)) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    if (value == null) {
      throw new TaskRefused(
          "'${%s}' is not defined on this host; known are %s".formatted(name, scope.keySet()));
    }
    return value;
  }
}
