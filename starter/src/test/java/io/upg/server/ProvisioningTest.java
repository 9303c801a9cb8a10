package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvisioningTest {
  private static final List<HostFile> HOSTS = List.of(host("a-1"), host("a-2"));

  @TempDir Path temp;
  private DataFolder folder;

  @BeforeEach
  void folder() throws IOException {
    folder = new DataFolder(temp);
    Files.createDirectories(folder.logs());
  }

  @Test
  void the_script_gets_root_name_and_file_of_its_host_and_runs_once() throws Exception {
    Path script = script("cat \"$UPG_HOST_FILE\" > \"$UPG_ROOT/file\"; echo $UPG_HOST >> runs");

    provision(script);
    provision(script);

    JsonNode file = new ObjectMapper().readTree(root("a-1").resolve("file").toFile());
    assertThat(file.at("/host").asText()).isEqualTo("a-1");
    assertThat(file.at("/roles/0").asText()).isEqualTo("web");
    assertThat(file.at("/instances/0/component").asText()).isEqualTo("shop");
    assertThat(file.at("/instances/0/version").asText()).isEqualTo("1.0");
    assertThat(runs()).containsExactlyInAnyOrder("a-1", "a-2");
  }

  @Test
  void a_failing_script_is_named_with_its_output_and_only_its_host_is_made_anew() throws Exception {
    Path script =
        script(
            "echo $UPG_HOST >> runs; touch \"$UPG_ROOT/half\"",
            "[ $UPG_HOST = a-1 ] || [ -e mended ] || { echo no disk; exit 7; }",
            "rm \"$UPG_ROOT/half\"");

    assertThatThrownBy(() -> provision(script))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("Host 'a-2'")
        .hasMessageContaining("exit code 7")
        .hasMessageContaining("no disk");

    Files.createFile(temp.resolve("mended"));
    provision(script);
    assertThat(runs()).containsExactlyInAnyOrder("a-1", "a-2", "a-2");
    assertThat(root("a-2").resolve("half")).doesNotExist();
  }

  @Test
  void a_root_that_was_there_before_is_not_touched() throws Exception {
    Files.createDirectories(root("a-2"));
    Files.writeString(root("a-2").resolve("mine"), "kept");

    provision(script("rm -rf \"$UPG_ROOT\"/*; echo $UPG_HOST >> runs"));

    assertThat(root("a-2").resolve("mine")).hasContent("kept");
    assertThat(runs()).containsExactly("a-1");
  }

  @Test
  void without_a_script_roots_begin_empty() throws Exception {
    new Provisioning(folder, Optional.empty()).provision(HOSTS);
    assertThat(root("a-1")).isEmptyDirectory();
  }

  private void provision(Path script) throws IOException {
    new Provisioning(folder, Optional.of(script)).provision(HOSTS);
  }

  private Path script(String... lines) throws IOException {
    Path script = temp.resolve("provision.sh");
    Files.writeString(script, "#!/bin/sh\nset -e\ncd " + temp + "\n" + String.join("\n", lines));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private List<String> runs() throws IOException {
    return Files.readAllLines(temp.resolve("runs"));
  }

  private Path root(String host) {
    return folder.hosts().resolve(host);
  }

  private static HostFile host(String name) {
    return new HostFile(
        name,
        List.of("web"),
        Map.of("rack", "r1"),
        Map.of("vip", "10.0.0.9"),
        List.of(new HostFile.Installed("shop", "", "1.0")));
  }
}
