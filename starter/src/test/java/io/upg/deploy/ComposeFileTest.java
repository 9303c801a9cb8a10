package io.upg.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Keeps {@code docker-compose.yml} in step with the repository, where no container can run. */
class ComposeFileTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static Map<String, Map<String, Object>> services;

  @BeforeAll
  @SuppressWarnings("unchecked")
  static void read() throws IOException {
    LoadSettings merging = LoadSettings.builder().setAllowDuplicateKeys(false).build();
    String text = Files.readString(ROOT.resolve("docker-compose.yml"));
    Map<String, Object> file = (Map<String, Object>) new Load(merging).loadFromString(text);
    services = (Map<String, Map<String, Object>>) file.get("services");
  }

  @Test
  void every_mounted_file_exists() {
    List<Path> mounted =
        services.values().stream()
            .flatMap(service -> strings(service, "volumes").stream())
            .filter(volume -> volume.startsWith("./"))
            .map(volume -> ROOT.resolve(volume.split(":")[0]).normalize())
            .toList();
    assertThat(mounted).isNotEmpty().allSatisfy(path -> assertThat(path).exists());
  }

  @Test
  void scripts_that_containers_start_exist_in_the_mounted_folder() {
    List<String> scripts =
        services.values().stream()
            .flatMap(service -> strings(service, "entrypoint").stream())
            .filter(word -> word.startsWith("/deploy/"))
            .toList();
    assertThat(scripts)
        .isNotEmpty()
        .allSatisfy(
            script ->
                assertThat(ROOT.resolve(script.replaceFirst("^/deploy/", "deploy/temporal/")))
                    .isExecutable());
  }

  @Test
  void images_are_pinned_and_none_is_deprecated() {
    List<String> images =
        services.values().stream()
            .map(service -> (String) service.get("image"))
            .filter(java.util.Objects::nonNull)
            .toList();
    assertThat(images)
        .contains("temporalio/server:1.31.2")
        .allMatch(image -> image.matches("[a-z/-]+:\\d+\\.\\d+(\\.\\d+)?"))
        .noneMatch(image -> image.contains("auto-setup"));
  }

  @Test
  void ports_are_published_on_loopback_only() {
    List<String> ports =
        services.values().stream().flatMap(service -> strings(service, "ports").stream()).toList();
    assertThat(ports)
        .contains("127.0.0.1:7281:7281")
        .allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  @Test
  void every_server_that_others_wait_for_has_a_health_check() {
    assertThat(services.get("postgresql")).containsKey("healthcheck");
    assertThat(services.get("temporal")).containsKey("healthcheck");
  }

  @Test
  void the_dynamic_configuration_lets_ten_thousand_agents_poll() throws IOException {
    String text = Files.readString(ROOT.resolve("deploy/temporal/dynamicconfig.yaml"));
    assertThat(text).containsPattern("frontend\\.namespaceCount: \\[\\{value: [1-9]\\d{4,}}]");
  }

  @SuppressWarnings("unchecked")
  private static List<String> strings(Map<String, Object> service, String key) {
    return (List<String>) service.getOrDefault(key, List.of());
  }
}
