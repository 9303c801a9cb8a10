package io.upg.plan.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.upg.plan.compile.PlanCompiler;
import io.upg.plan.fixture.Edited;
import io.upg.plan.fixture.FolderTree;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The inventory that Kolla-Ansible ships. It lies beside the checkout, not in it. */
class KollaInventoryTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("upg.inventories", "../../shared/inventories"));

  private static final String PROJECT =
      """
      project: kolla
      inventory: inventory.yaml
      releases: releases/
      targets:
        - {component: keystone, version: "2025.1"}
        - {component: nova-api, version: "2025.1"}
        - {component: nova-conductor, version: "2025.1"}
        - {component: neutron-server, version: "2025.1"}
        - {component: nova-compute, version: "2025.1"}
      """;

  @Test
  void the_sample_of_kolla_ansible_is_imported_with_every_group_as_a_role() throws IOException {
    String text = imported("kolla-multinode.json");
    assertThat(text)
        .contains(
            "- name: \"control[01-03]\"", "- name: \"network[01-02]\"", "- name: \"compute01\"")
        .contains("{component: nova-compute, on: \"role=compute\", version: \"2024.1\"}")
        .contains("{component: keystone, on: \"role=keystone\", version: \"2024.1\"}")
        .contains("{component: hostos, on: \"role=baremetal\", version: \"r8\"}");
    assertThat(rolesOf("control[01-03]", text))
        .contains("controller", "baremetal", "nova", "nova-api", "keystone")
        .doesNotContain("control", "compute");
    assertThat(rolesOf("compute01", text)).contains("compute", "ovn-controller", "kolla_logs");
  }

  @Test
  void two_hundred_computes_are_one_line() throws IOException {
    assertThat(imported("kolla-multinode-200.json"))
        .containsOnlyOnce("name: \"compute")
        .contains("- name: \"compute[0001-0200]\"");
  }

  @Test
  void what_was_imported_compiles_against_the_releases_of_the_sample() throws IOException {
    FolderTree sample = new FolderTree(Path.of("../examples/sample-cloud"));
    String inventory = imported("kolla-multinode-200.json");
    Map<String, String> texts = Map.of("inventory.yaml", inventory, "project.yaml", PROJECT);
    GlobalPlan plan =
        PlanCompiler.compile(new Edited(sample, texts), "project.yaml", List.of()).plan();
    assertThat(plan.hosts()).hasSize(208);
    assertThat(plan.instances())
        .hasSize(4 * 3 + 200)
        .extracting(Instance::host)
        .contains("control01", "control03", "compute0001", "compute0200");
  }

  private static String imported(String file) throws IOException {
    String json = read(file);
    List<String> components =
        List.of(
            "keystone", "nova-api", "nova-conductor", "neutron-server", "nova-compute", "hostos");
    return AnsibleImport.run(
            new ImportRequest(
                file, json, "kolla", List.of(), components, List.of("2024.1", "hostos=r8")))
        .text();
  }

  private static String read(String file) throws IOException {
    Path path = FOLDER.resolve(file);
    if (Files.notExists(path)) {
      String said =
          "Left out: %s is not there (%s); -Dupg.inventories=FOLDER says where it is."
              .formatted(file, path.toAbsolutePath().normalize());
      System.err.println(said);
      abort(said);
    }
    return Files.readString(path);
  }

  private static List<String> rolesOf(String host, String text) {
    String entry = text.substring(text.indexOf("\"" + host + "\""));
    String roles = entry.substring(entry.indexOf('[', host.length() + 2) + 1);
    return List.of(roles.substring(0, roles.indexOf(']')).split(",\\s+"));
  }
}
