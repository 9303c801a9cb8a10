package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.model.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody else enters an agent's folder, or reads what it wrote there; scripts keep their umask. */
class FileModesTest {
  private static final String FOLDER = "rwx------";
  private static final String FILE = "rw-------";

  @TempDir private Path folder;
  private TestHost host;

  @BeforeEach
  void start() throws IOException {
    host = TestHost.in(folder);
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void after_a_run_everything_of_the_agent_is_its_own() throws Exception {
    Sheet sheet =
        host.script("convert", "umask >\"$UPG_ROOT/umask\"; echo said; echo {} >\"$UPG_RESULT\"");
    assertThat(host.runOne(sheet).state()).isEqualTo(TaskState.DONE);
    assertThat(
            host.run(2, host.builtin("check.disk", Map.of("path", "/", "free", "1KiB"))).results())
        .allSatisfy(result -> assertThat(result.state()).isEqualTo(TaskState.DONE));

    Map<String, String> modes = modes(host.own());

    assertThat(modes.get("")).isEqualTo(FOLDER);
    for (String own : List.of("journal", "journal.lock", "journal.reserve")) {
      assertThat(modes.get(own)).as(own).isEqualTo(FILE);
    }
    String work = host.own().relativize(host.work(sheet, 1)).toString();
    for (Path at = Path.of(work); at != null; at = at.getParent()) {
      assertThat(modes.get(at.toString())).as("%s", at).isEqualTo(FOLDER);
    }
    String state =
        host.own()
            .relativize(new AgentFolders(host.own()).state(TestHost.PROJECT, sheet.task()))
            .toString();
    assertThat(modes.get(state)).isEqualTo(FOLDER);
    assertThat(modes.get(work + "/task.json")).isEqualTo(FILE);
    List<String> outputs = modes.keySet().stream().filter(f -> f.endsWith("/output")).toList();
    assertThat(outputs)
        .hasSize(2)
        .allSatisfy(output -> assertThat(modes.get(output)).as(output).isEqualTo(FILE));
    assertThat(host.root().resolve("umask")).hasContent(umask());
  }

  @Test
  void the_folder_of_an_older_agent_is_tightened_and_that_of_somebody_else_is_not()
      throws Exception {
    host.runOne(host.script("convert", "true"));
    host.restart();
    Files.setPosixFilePermissions(host.own(), PosixFilePermissions.fromString("rwxr-xr-x"));
    host.agent();
    assertThat(modes(host.own()).get("")).isEqualTo(FOLDER);
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    new AgentFolders(shared).make();
    assertThat(modes(shared).get("")).isEqualTo("rwxrwxrwx");
  }

  private static String umask() throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", "umask").start();
    return new String(shell.getInputStream().readAllBytes()).strip();
  }

  private static Map<String, String> modes(Path top) throws IOException {
    Map<String, String> modes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : files.toList()) {
        modes.put(
            top.relativize(file).toString(),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    return modes;
  }
}
