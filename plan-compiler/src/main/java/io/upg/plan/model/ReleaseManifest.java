package io.upg.plan.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a release folder holds, by content. Agents rebuild the folder from it.
 *
 * @param files path inside the folder ({@code /} separated) → its content
 */
public record ReleaseManifest(String component, String version, Map<String, Entry> files) {

  /**
   * One file.
   *
   * @param sha256 64 lower-case hex digits
   * @param size bytes
   */
  public record Entry(String sha256, long size) {}

  public ReleaseManifest {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }
}
