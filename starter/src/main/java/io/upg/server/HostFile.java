package io.upg.server;

import java.util.List;
import java.util.Map;

/**
 * A host of a sandbox as its provisioning script sees it: {@code UPG_HOST_FILE} is this as JSON.
 *
 * @param host its name
 */
record HostFile(
    String host,
    List<String> roles,
    Map<String, String> labels,
    Map<String, Object> vars,
    List<Installed> instances) {

  /**
   * What runs on it before any upgrade.
   *
   * @param name empty where the host runs the component once
   */
  record Installed(String component, String name, String version) {}
}
