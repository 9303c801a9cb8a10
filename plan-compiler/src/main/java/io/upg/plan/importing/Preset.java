package io.upg.plan.importing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of a deployment tool's group names, so that nobody has to type it. */
enum Preset {
  /** No such tool: groups are what they are called. */
  NONE("", Map.of(), Map.of()),

  /**
   * Kolla-Ansible. A service has a group of its own name, except those that run on every host of a
   * kind, or beside another service.
   */
  KOLLA(
      "kolla",
      Map.of("control", "controller"),
      Map.ofEntries(
          Map.entry("nova-compute", List.of("compute")),
          Map.entry("nova-libvirt", List.of("compute")),
          Map.entry("nova-ssh", List.of("compute")),
          Map.entry("neutron-openvswitch-agent", List.of("compute", "network")),
          Map.entry("neutron-sriov-agent", List.of("compute")),
          Map.entry("openvswitch-db", List.of("openvswitch")),
          Map.entry("openvswitch-vswitchd", List.of("openvswitch")),
          Map.entry("keystone-ssh", List.of("keystone")),
          Map.entry("keystone-fernet", List.of("keystone")),
          Map.entry("haproxy", List.of("loadbalancer")),
          Map.entry("keepalived", List.of("loadbalancer")),
          Map.entry("proxysql", List.of("loadbalancer")),
          Map.entry("hostos", List.of("baremetal"))));

  private final String word;

  /** Group → role, where the role is called otherwise. */
  final Map<String, String> roles;

  /** Component → groups, where the group is called otherwise. */
  final Map<String, List<String>> homes;

  Preset(String word, Map<String, String> roles, Map<String, List<String>> homes) {
    this.word = word;
    this.roles = roles;
    this.homes = homes;
  }

  static Optional<Preset> of(String word) {
    return Arrays.stream(values()).filter(preset -> preset.word.equals(word)).findFirst();
  }

  /** Every name that may be typed. */
  static List<String> words() {
    return Arrays.stream(values()).filter(preset -> preset != NONE).map(p -> p.word).toList();
  }
}
