package io.upg.plan.yaml;

import io.upg.plan.problem.Place;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * @param entries in written order; the key knows its own place
 */
public record YamlMap(Place place, Map<String, Entry> entries) implements YamlValue {

  public record Entry(Text key, YamlValue value) {}

  public YamlMap {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  @Override
  public String kind() {
    return "a map";
  }
}
