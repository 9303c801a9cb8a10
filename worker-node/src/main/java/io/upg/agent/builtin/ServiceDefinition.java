package io.upg.agent.builtin;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code UPG_ROOT/etc/services/<name>.json}: a service of the driver {@code process}.
 *
 * @param exec its words; relative paths are relative to the root, where it is started
 * @param url where it answers HTTP, or null
 */
record ServiceDefinition(List<String> exec, Map<String, String> env, String url) {
  ServiceDefinition {
    exec = exec == null ? List.of() : List.copyOf(exec);
    env = env == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(env));
  }
}
