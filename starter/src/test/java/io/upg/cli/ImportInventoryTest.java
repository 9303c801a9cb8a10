package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportInventoryTest {
  @TempDir private Path folder;
  private Path ansible;

  @BeforeEach
  void an_inventory() throws IOException {
    ansible = folder.resolve("cloud.json");
    Files.writeString(
        ansible,
        "{\"control\": {\"hosts\": [\"c1\"]}, \"compute\": {\"hosts\": [\"h1\", \"h2\"]}}");
  }

  @Test
  void the_inventory_is_all_that_stdout_holds() {
    upg("--preset", "kolla", "--components", "nova-compute,db=control", "--version", "7.0")
        .exits(ExitCode.DONE)
        .prints(
            "roles: [controller]",
            "name: \"h[1-2]\"",
            "{component: db, on: \"role=controller\", version: \"7.0\"}",
            "{component: nova-compute, on: \"role=compute\", version: \"7.0\"}");
  }

  @Test
  void out_writes_a_file_and_nothing_on_stdout() {
    Path out = folder.resolve("inventory.yaml");
    upg("--role", "control=head", "--components", "db=control", "--out", out.toString())
        .exits(ExitCode.DONE)
        .saysNothingOnStdout()
        .says("the version of db is unknown", "Written: " + out);
    assertThat(out).content().contains("on: \"role=head\", version: \"unknown\"");
  }

  @Test
  void problems_are_reported_together_and_nothing_is_written() {
    Path out = folder.resolve("inventory.yaml");
    upg("--role", "contrl=head", "--components", "nova", "--out", out.toString())
        .exits(ExitCode.USAGE)
        .saysNothingOnStdout()
        .says("has no group 'contrl'. Did you mean 'control'?", "has no group 'nova'.");
    assertThat(out).doesNotExist();
  }

  @Test
  void a_file_that_is_not_there_and_one_that_cannot_be_written_are_bad_input() {
    upg("--out", folder.resolve("no/such/folder.yaml").toString())
        .exits(ExitCode.USAGE)
        .says("--out: ", "cannot be written");
    ansible = folder.resolve("nothing.json");
    upg().exits(ExitCode.USAGE).says("there is no file", "ansible-inventory --list");
  }

  private CliRun upg(String... options) {
    List<String> args =
        new ArrayList<>(List.of("inventory", "import", "--ansible", ansible.toString()));
    args.addAll(List.of(options));
    return CliRun.upg(Map.of(), args.toArray(String[]::new));
  }
}
