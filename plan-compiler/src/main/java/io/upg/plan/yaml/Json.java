package io.upg.plan.yaml;

import io.upg.plan.problem.Problems;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** YAML values as JSON ones: maps sorted by key, lists, strings, numbers, booleans; no nulls. */
public final class Json {
  private Json() {}

  public static Map<String, Object> map(YamlMap map, Problems problems) {
    Map<String, Object> json = new TreeMap<>();
    map.entries().forEach((key, entry) -> json.put(key, value(entry.value(), problems)));
    return json;
  }

  private static Object value(YamlValue value, Problems problems) {
    if (value instanceof YamlMap map) {
      return map(map, problems);
    }
    if (value instanceof YamlList list) {
      return list(list, problems);
    }
    YamlScalar scalar = (YamlScalar) value;
    return scalar.json().orElseGet(() -> noValue(scalar, problems));
  }

  private static List<Object> list(YamlList list, Problems problems) {
    return list.items().stream().map(item -> value(item, problems)).toList();
  }

  private static Object noValue(YamlScalar scalar, Problems problems) {
    String shown = scalar.text().isEmpty() ? "nothing" : "'" + scalar.text() + "'";
    problems.error(
        "no-value",
        scalar.place(),
        "the value is " + shown + ", which JSON has no value for.",
        "Leave the key out, or write \"\".");
    return "";
  }
}
