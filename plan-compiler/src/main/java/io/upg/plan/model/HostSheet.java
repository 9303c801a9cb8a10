package io.upg.plan.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a script may know of its host besides the name; hosts that are alike share one, stored by
 * the SHA-256 of its canonical JSON.
 *
 * @param roles sorted
 * @param vars the host's variables, JSON values
 */
public record HostSheet(List<String> roles, Map<String, String> labels, Map<String, Object> vars) {
  public HostSheet {
    roles = List.copyOf(roles);
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    vars = Collections.unmodifiableMap(new TreeMap<>(vars));
  }
}
