package io.upg.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upg.cli.CliRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample cloud's releases keep their contract: its scripts, on hosts with live services. */
class SampleReleasesTest {
  private static final Path SAMPLE = Path.of("../examples/sample-cloud");

  @TempDir Path folder;

  @Test
  void a_script_keeps_its_contract() throws Exception {
    String root = provision("nova-compute", "2024.1").toString();
    String release = release("nova-compute", "2025.1");
    holds(
        CliRun.upg(
            Map.of(), "task", "check", release, "convert", "--host-root", root, "-o", "json"));
  }

  /** About ten seconds each: {@code -Dupg.samples=all}. */
  @ParameterizedTest
  @EnabledIfSystemProperty(named = "upg.samples", matches = "all")
  @CsvSource({
    "keystone,2024.1,2025.1",
    "nova-compute,2024.1,2025.1",
    "nova-api,2024.1,2025.1",
    "nova-conductor,2024.1,2025.1",
    "neutron-server,2024.1,2025.1",
    "neutron-agent,2024.1,2025.1",
    "hostos,r8,r9"
  })
  void every_action_keeps_its_contract(String component, String from, String to) throws Exception {
    String root = provision(component, from).toString();
    holds(
        CliRun.upg(
            Map.of(),
            "release",
            "check",
            release(component, to),
            "--host-root",
            root,
            "-o",
            "json"));
  }

  private static String release(String component, String version) {
    return SAMPLE.resolve("releases").resolve(component).resolve(version).toString();
  }

  private static void holds(CliRun check) {
    check.exits(0);
    TreeSet<String> results = new TreeSet<>();
    for (JsonNode task : check.document().at("/tasks")) {
      for (JsonNode one : task.at("/checks")) {
        results.add(one.at("/result").asText() + " " + one.at("/message").asText());
      }
    }
    assertThat(results).contains("ok ").isSubsetOf("ok ", "skipped reversible: false");
  }

  private Path provision(String component, String version) throws Exception {
    Path root = Files.createDirectories(folder.resolve("hosts/h1"));
    Path facts = folder.resolve("host.json");
    Files.writeString(
        facts,
        """
        {"host": "h1", "roles": [], "labels": {"database": "primary"}, "vars": {},
         "instances": [{"component": "%s", "name": "", "version": "%s"}]}
        """
            .formatted(component, version));
    ProcessBuilder builder =
        new ProcessBuilder(SAMPLE.resolve("provision.py").toString()).inheritIO();
    builder
        .environment()
        .putAll(Map.of("UPG_ROOT", root.toString(), "UPG_HOST_FILE", facts.toString()));
    Process process = builder.start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    return root;
  }
}
