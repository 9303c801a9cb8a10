package io.upg.agent.process;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to execute.
 *
 * @param environment all of it; nothing else is inherited
 * @param output where its output is appended to
 */
public record Command(
    List<String> words, Path folder, Map<String, String> environment, Path output) {
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** In the environment of a script that asks its stdin before each step. */
  public static final String STEP = "UPG_STEP";

  public Command {
    words = List.copyOf(words);
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
  }

  /** Whether it asks, and is answered by whoever started this process. */
  boolean asks() {
    return environment.containsKey(STEP);
  }

  /** PATH, HOME and LANG as the agent has them: all that a script or a service inherits. */
  public static Map<String, String> minimalEnvironment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", System.getenv().getOrDefault("PATH", DEFAULT_PATH));
    environment.put("HOME", System.getenv().getOrDefault("HOME", "/"));
    environment.put("LANG", System.getenv().getOrDefault("LANG", "C.UTF-8"));
    return environment;
  }
}
