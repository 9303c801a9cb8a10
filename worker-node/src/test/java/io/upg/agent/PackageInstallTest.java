package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.TaskResult;
import io.upg.plan.model.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageInstallTest {
  @TempDir Path folder;
  private TestHost host;
  private Sheet install;

  @BeforeEach
  void open() throws Exception {
    host = TestHost.in(folder);
    host.file(
        "keystone.tar.gz",
        new Tar()
            .folder("lib", 0755)
            .file("bin/keystoned", 0750, "#!/bin/sh\necho new\n")
            .file("lib/data", 0644, "rows")
            .symlink("bin/alias", "keystoned")
            .hardlink("lib/same", "lib/data")
            .bytes());
    install = host.builtin("package.install", Map.of("file", "keystone.tar.gz"));
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void it_unpacks_beside_the_old_version_and_swaps_the_link() throws Exception {
    oldVersion();

    assertThat(host.runOne(install).error()).isNull();

    Path base = host.root().resolve("opt/keystone");
    assertThat(Files.readSymbolicLink(base.resolve("current"))).hasToString("2025.1");
    assertThat(base.resolve("current/bin/alias")).hasContent("#!/bin/sh\necho new\n");
    assertThat(base.resolve("2025.1/lib/same")).hasContent("rows");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(base.resolve("2025.1/bin/keystoned"))))
        .isEqualTo("rwxr-x---");
    assertThat(base.resolve("2024.1/bin/keystoned")).hasContent("old");
  }

  @Test
  void forwards_and_back_leaves_the_root_byte_for_byte() throws Exception {
    oldVersion();
    String before = TreeHash.of(host.root());

    host.run(1, install);
    assertThat(TreeHash.of(host.root())).isNotEqualTo(before);
    assertThat(host.rollbackOne(install).state()).isEqualTo(TaskState.ROLLED_BACK);

    assertThat(TreeHash.of(host.root())).isEqualTo(before);
  }

  @Test
  void on_a_host_without_any_version_all_of_it_is_taken_back() throws Exception {
    String before = TreeHash.of(host.root());

    host.run(1, install);
    host.rollbackOne(install);

    assertThat(TreeHash.of(host.root())).isEqualTo(before);
  }

  @Test
  void run_twice_and_taken_back_once_leaves_the_root_as_it_was() throws Exception {
    oldVersion();
    String before = TreeHash.of(host.root());

    assertThat(host.run(1, install).results().get(0).state()).isEqualTo(TaskState.DONE);
    String once = TreeHash.of(host.root());
    assertThat(host.run(5, install).results().get(0).message()).contains("was already there");
    assertThat(TreeHash.of(host.root())).isEqualTo(once);
    host.deliver(
        host.order(
            6,
            io.upg.plan.model.Direction.ROLLBACK,
            java.util.List.of(java.util.List.of(install))));

    assertThat(TreeHash.of(host.root())).isEqualTo(before);
  }

  @Test
  void a_version_that_was_there_before_stays_when_taken_back() throws Exception {
    oldVersion();
    Files.createDirectories(host.root().resolve("opt/keystone/2025.1/bin"));
    String before = TreeHash.of(host.root());

    host.run(1, install);
    host.rollbackOne(install);

    assertThat(TreeHash.of(host.root())).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "/tmp/upg-evil-file"})
  void a_name_that_leads_out_installs_nothing(String name) throws Exception {
    refused(new Tar().file("good", 0644, "x").file(name, 0644, "evil").bytes());
  }

  @Test
  void a_file_behind_a_link_installs_nothing() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));

    refused(new Tar().symlink("a", outside.toString()).file("a/evil", 0644, "evil").bytes());
    refused(new Tar().symlink("a", outside.toString()).folder("a", 0777).bytes());

    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void a_broken_archive_leaves_nothing_behind() throws Exception {
    byte[] whole = new Tar().file("good", 0644, "x".repeat(100_000)).bytes();

    refused(java.util.Arrays.copyOf(whole, whole.length / 2));
  }

  @Test
  void a_link_that_somebody_else_moved_is_not_overwritten() throws Exception {
    oldVersion();
    host.run(1, install);
    Path link = host.root().resolve("opt/keystone/current");
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("2026.1"));

    TaskResult result = host.rollbackOne(install);

    assertThat(result.state()).isEqualTo(TaskState.ROLLBACK_FAIL);
    assertThat(result.error()).contains("points to 2026.1; expected 2025.1 or 2024.1");
  }

  @Test
  void an_unknown_parameter_is_named() throws Exception {
    Sheet wrong = host.builtin("package.install", Map.of("fiel", "keystone.tar.gz"));

    assertThat(host.runOne(wrong).error())
        .isEqualTo("package.install: Unknown parameter 'fiel'; expected file, name, prefix");
  }

  private void refused(byte[] archive) throws Exception {
    host.file("bad.tar.gz", archive);
    Sheet sheet = host.builtin("package.install", Map.of("file", "bad.tar.gz", "name", "bad"));

    TaskResult result = host.run(System.nanoTime(), sheet).results().get(0);

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.error()).startsWith("package.install: bad.tar.gz");
    try (var left = Files.list(host.root().resolve("opt/bad"))) {
      assertThat(left).isEmpty();
    }
    assertThat(folder.resolve("evil")).doesNotExist();
    assertThat(Path.of("/tmp/upg-evil-file")).doesNotExist();
  }

  private void oldVersion() throws Exception {
    Path base = host.root().resolve("opt/keystone");
    Files.createDirectories(base.resolve("2024.1/bin"));
    Files.writeString(base.resolve("2024.1/bin/keystoned"), "old");
    Files.createSymbolicLink(base.resolve("current"), Path.of("2024.1"));
  }
}
