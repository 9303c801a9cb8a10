package io.upg.plan.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.upg.plan.problem.InvalidInput;
import io.upg.plan.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnsibleImportTest {
  private static final String CLOUD =
      """
      {
        "_meta": {"hostvars": {"cn-1": {"ansible_password": "secret"}}},
        "all": {"children": ["ungrouped", "control", "compute", "nova", "spare"]},
        "ungrouped": {"hosts": ["bastion"]},
        "control": {"hosts": ["ctrl-2", "ctrl-1"]},
        "compute": {"hosts": ["cn-10", "cn-9", "cn-1"]},
        "nova": {"children": ["nova-api", "gone"]},
        "nova-api": {"children": ["control"]},
        "spare": {}
      }
      """;

  @Test
  void groups_become_roles_also_of_the_hosts_in_groups_below_them() {
    assertThat(cloud().text())
        .isEqualTo(
            """
            # Imported from Ansible's inventory: cloud.json
            hosts:
              - name: "bastion"
                roles: []
              - name: "cn-[1,9-10]"
                roles: [compute]
              - name: "ctrl-[1-2]"
                roles: [control, nova, nova-api]
            instances: []
            """);
  }

  @Test
  void a_component_lives_in_the_group_of_its_name_or_in_the_one_it_is_given() {
    assertThat(cloud().components("nova-api", "nova-compute=compute").versions("2024.1").text())
        .contains(
            """
            instances:
              - {component: nova-api, on: "role=nova-api", version: "2024.1"}
              - {component: nova-compute, on: "role=compute", version: "2024.1"}
            """);
  }

  @Test
  void a_component_named_twice_lives_in_both_groups() {
    assertThat(cloud().components("agent=compute", "agent=control").text())
        .contains("{component: agent, on: \"role=compute | role=control\", version: \"unknown\"}");
  }

  @Test
  void a_renamed_group_is_renamed_wherever_it_is_used() {
    assertThat(cloud().roles("control=controller").components("db=control").text())
        .contains("roles: [controller, nova, nova-api]", "on: \"role=controller\"")
        .doesNotContain("control,");
  }

  @Test
  void a_version_of_one_component_wins_over_the_version_of_all() {
    assertThat(
            cloud()
                .components("nova-api", "hostos=compute", "agent=compute")
                .versions("agent=1:2.0~rc1", "2024.10", "hostos=r8")
                .text())
        .contains(
            "{component: agent, on: \"role=compute\", version: \"1:2.0~rc1\"}",
            "{component: hostos, on: \"role=compute\", version: \"r8\"}",
            "{component: nova-api, on: \"role=nova-api\", version: \"2024.10\"}");
  }

  @Test
  void what_nobody_gave_a_version_is_unknown_and_noted() {
    Imported imported =
        cloud().components("nova-api", "hostos=compute").versions("hostos=r8").run();
    assertThat(imported.text()).contains("on: \"role=nova-api\", version: \"unknown\"");
    assertThat(imported.notes())
        .extracting(Problem::text)
        .containsExactly(
            "cloud.json: note: the version of nova-api is unknown, and compile will refuse it."
                + " Say what runs: --version VERSION, or --version nova-api=VERSION.");
  }

  @Test
  void variables_are_left_behind() {
    assertThat(cloud().text()).doesNotContain("secret", "vars");
  }

  @Test
  void the_order_of_the_input_does_not_matter() {
    String shuffled =
        """
        {
          "nova-api": {"children": ["control"]},
          "control": {"hosts": ["ctrl-1", "ctrl-2"]},
          "nova": {"children": ["gone", "nova-api"]},
          "compute": {"hosts": ["cn-1", "cn-10", "cn-9"]},
          "ungrouped": {"hosts": ["bastion"]}
        }
        """;
    assertThat(of(shuffled).components("b=compute", "a=control").text())
        .isEqualTo(cloud().components("a=control", "b=compute").text());
  }

  @Test
  void groups_that_contain_each_other_end() {
    String circle =
        """
        {"a": {"children": ["b"], "hosts": ["h1"]}, "b": {"children": ["a"], "hosts": ["h2"]}}
        """;
    assertThat(of(circle).text()).contains("name: \"h[1-2]\"\n    roles: [a, b]");
  }

  @Test
  void a_name_that_yaml_would_take_for_something_else_is_quoted() {
    assertThat(of("{\"on\": {\"hosts\": [\"h\"]}, \"2024.1\": {\"hosts\": [\"h\"]}}").text())
        .contains("roles: [\"2024.1\", \"on\"]");
  }

  @Test
  void the_kolla_preset_knows_roles_and_where_services_live() {
    String kolla =
        """
        {
          "control": {"hosts": ["c1"]}, "network": {"hosts": ["n1"]}, "compute": {"hosts": ["h1"]},
          "keystone": {"children": ["control"]}
        }
        """;
    assertThat(
            of(kolla)
                .preset("kolla")
                .components("keystone", "nova-compute", "neutron-openvswitch-agent")
                .text())
        .contains(
            "roles: [controller, keystone]",
            "{component: keystone, on: \"role=keystone\"",
            "{component: nova-compute, on: \"role=compute\"",
            "{component: neutron-openvswitch-agent, on: \"role=compute | role=network\"");
  }

  @Test
  void what_is_written_wins_over_the_preset() {
    assertThat(
            cloud().preset("kolla").roles("control=head").components("nova-compute=control").text())
        .contains("roles: [head, nova, nova-api]", "{component: nova-compute, on: \"role=head\"");
  }

  @Test
  void all_problems_of_file_and_options_are_reported_together() {
    String cloud =
        """
        {"compute": {"hosts": ["cn_1", "cn_2", "b@d"]}, "control": {"hosts": ["ctrl-1"]},
         "spare": {}, "odd group": {}}
        """;
    assertThat(
            of(cloud)
                .preset("kola")
                .roles("contrl=controller", "compute", "control=a", "control=b")
                .components("nova-compute=computes", "ceph=spare", "no spaces")
                .versions("nova-comptue=1", "ceph=not this", "1", "2")
                .problems())
        .containsExactly(
            "--components: error: 'no spaces' is neither COMPONENT nor COMPONENT=GROUP."
                + " Example: --components keystone,nova-compute=compute.",
            "--components: error: cloud.json has no group 'computes'. Did you mean 'compute'?",
            "--components: error: component 'ceph': group 'spare' has no host."
                + " Leave the component out, or name another group: ceph=GROUP.",
            "--preset: error: there is no preset 'kola'; known: kolla. Did you mean 'kolla'?",
            "--role: error: 'compute' is not GROUP=ROLE. Example: --role control=controller.",
            "--role: error: cloud.json has no group 'contrl'. Did you mean 'control'?",
            "--role: error: group 'control' becomes both 'a' and 'b'. Give one of them.",
            "--role: error: group 'odd group' of cloud.json cannot be the name of a role."
                + " Give it another one: --role 'odd group=ROLE'.",
            "--version: error: 'ceph=not this' is neither VERSION nor COMPONENT=VERSION.",
            "--version: error: 'nova-comptue' is not among the components."
                + " Did you mean 'nova-compute'?",
            "--version: error: everything runs both '1' and '2'. Give one of them.",
            "cloud.json: error: host names hold '_', which separates the parts of a task's id:"
                + " cn_[1-2]. Rename them in Ansible's inventory (cn-1, not cn_1) and import again.",
            "cloud.json: error: host names may hold letters, digits, '-' and '.': b@d."
                + " Rename them in Ansible's inventory and import again.");
  }

  @Test
  void a_file_that_is_no_json_is_the_only_problem_and_has_its_line() {
    assertThat(of("{\n  \"all\": [\n").roles("a=b").components("c").problems())
        .singleElement()
        .asString()
        .startsWith("cloud.json:3: error: this is not JSON: ")
        .endsWith(" Give the file that 'ansible-inventory --list' printed.");
    assertThat(of("").problems()).singleElement().asString().contains("an object of groups");
    assertThat(of("[all]\nhost1\n").problems())
        .singleElement()
        .asString()
        .contains("cloud.json:1:");
  }

  @Test
  void json_that_is_no_inventory_is_refused() {
    assertThat(of("{}").problems()).singleElement().asString().contains("holds no host");
    assertThat(of("{\"a\": [\"h1\"], \"b\": {\"hosts\": \"h2\"}}").problems())
        .containsExactly(
            "cloud.json: error: 'hosts' of group 'b' is not a list of names."
                + " Give the file that 'ansible-inventory --list' printed.",
            "cloud.json: error: group 'a' is not an object with 'hosts' and 'children'."
                + " Give the file that 'ansible-inventory --list' printed.");
  }

  @Test
  void the_same_group_twice_is_refused_instead_of_losing_the_first() {
    String twice = "{\"a\": {\"hosts\": [\"h1\"]},\n \"a\": {\"hosts\": [\"h2\"]}}";
    assertThat(of(twice).problems()).singleElement().asString().contains("cloud.json:2:", "'a'");
  }

  private static Import cloud() {
    return of(CLOUD);
  }

  private static Import of(String json) {
    return new Import(json, "", List.of(), List.of(), List.of());
  }

  /** An import as one sentence. */
  private record Import(
      String json,
      String preset,
      List<String> roles,
      List<String> components,
      List<String> versions) {

    Import preset(String name) {
      return new Import(json, name, roles, components, versions);
    }

    Import roles(String... options) {
      return new Import(json, preset, List.of(options), components, versions);
    }

    Import components(String... options) {
      return new Import(json, preset, roles, List.of(options), versions);
    }

    Import versions(String... options) {
      return new Import(json, preset, roles, components, List.of(options));
    }

    Imported run() {
      return AnsibleImport.run(
          new ImportRequest("cloud.json", json, preset, roles, components, versions));
    }

    String text() {
      return run().text();
    }

    List<String> problems() {
      InvalidInput refused = catchThrowableOfType(InvalidInput.class, this::run);
      return refused.problems().stream().map(Problem::text).toList();
    }
  }
}
