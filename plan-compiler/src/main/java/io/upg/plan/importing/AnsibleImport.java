package io.upg.plan.importing;

import io.upg.plan.hosts.HostNames;
import io.upg.plan.input.Names;
import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Predicate;

/**
 * Makes an inventory of what {@code ansible-inventory --list} prints. Every group becomes a role of
 * its hosts and of the hosts in the groups below it. Instances and versions come from the request:
 * Ansible knows neither. Variables are left behind; they tend to hold secrets.
 */
public final class AnsibleImport {
  /** The version of what nobody gave one; compile refuses it. */
  static final String UNKNOWN = "unknown";

  private final ImportRequest request;
  private final Problems problems = new Problems();

  private AnsibleImport(ImportRequest request) {
    this.request = request;
  }

  /**
   * @throws io.upg.plan.problem.InvalidInput with every problem of file and options together
   */
  public static Imported run(ImportRequest request) {
    return new AnsibleImport(request).run();
  }

  private Imported run() {
    AnsibleGroups ansible = AnsibleGroups.read(request.file(), request.json(), problems);
    checkHosts(ansible);
    ImportOptions options = new ImportOptions(request, ansible, problems);
    SortedMap<String, String> roles = options.roles();
    SortedMap<String, SortedSet<String>> homes = options.homes();
    SortedMap<String, String> versions = options.versions(homes.keySet());
    problems.refuseErrors();
    note(ansible, versions);
    String text = InventoryText.of(request.file(), ansible, roles, homes, versions);
    return new Imported(text, problems.notes());
  }

  private void checkHosts(AnsibleGroups ansible) {
    Predicate<String> underscore = host -> host.indexOf('_') >= 0;
    refuse(
        ansible.hosts().stream().filter(underscore).toList(),
        "host names hold '_', which separates the parts of a task's id",
        "Rename them in Ansible's inventory (cn-1, not cn_1) and import again.");
    refuse(
        ansible.hosts().stream()
            .filter(underscore.negate().and(host -> !Names.isHost(host)))
            .toList(),
        "host names may hold letters, digits, '-' and '.'",
        "Rename them in Ansible's inventory and import again.");
  }

  private void refuse(List<String> hosts, String rule, String hint) {
    if (!hosts.isEmpty()) {
      problems.error(
          "host-name",
          new Place(request.file(), 0),
          rule + ": " + HostNames.text(hosts) + ".",
          hint);
    }
  }

  private void note(AnsibleGroups ansible, SortedMap<String, String> versions) {
    if (versions.isEmpty()) {
      note("no instances.", "Name what runs: --components keystone,nova-compute=compute.");
    }
    List<String> unknown =
        versions.keySet().stream().filter(c -> versions.get(c).equals(UNKNOWN)).toList();
    if (!unknown.isEmpty()) {
      note(
          "the version of %s is unknown, and compile will refuse it."
              .formatted(String.join(", ", unknown)),
          "Say what runs: --version VERSION, or --version %s=VERSION.".formatted(unknown.get(0)));
    }
    if (ansible.hosts().contains("localhost")) {
      note(
          "'localhost' is the machine that Ansible runs on.",
          "Its agent has to be called so too: upg-node --host localhost.");
    }
  }

  private void note(String message, String hint) {
    problems.note("import", new Place(request.file(), 0), message, hint);
  }
}
