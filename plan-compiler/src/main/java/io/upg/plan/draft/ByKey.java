package io.upg.plan.draft;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Groups in the order in which keys come first. */
public final class ByKey {
  private ByKey() {}

  public static <K, V> Map<K, List<V>> of(Collection<V> values, Function<V, K> key) {
    Map<K, List<V>> groups = new LinkedHashMap<>();
    values.forEach(
        value -> groups.computeIfAbsent(key.apply(value), k -> new ArrayList<>()).add(value));
    return groups;
  }
}
