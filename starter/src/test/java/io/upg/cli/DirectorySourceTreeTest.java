package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.upg.plan.model.ReleaseManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySourceTreeTest {
  /** What {@code printf hello | sha256sum} prints. */
  private static final String HELLO =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @TempDir private Path folder;
  private DirectorySourceTree tree;

  @BeforeEach
  void make() {
    tree = new DirectorySourceTree(folder);
  }

  @Test
  void a_release_is_every_regular_file_below_it_by_slashed_path() throws IOException {
    write("k/1/component.yaml", "hello");
    write("k/1/lib/deep/convert.py", "hello");

    assertThat(tree.files("k/1"))
        .containsExactly(
            entry("component.yaml", new ReleaseManifest.Entry(HELLO, 5)),
            entry("lib/deep/convert.py", new ReleaseManifest.Entry(HELLO, 5)));
  }

  @Test
  void hidden_files_and_python_caches_are_no_part_of_a_release() throws IOException {
    write("k/1/component.yaml", "hello");
    write("k/1/.git/config", "x");
    write("k/1/.convert.py.swp", "x");
    write("k/1/lib/__pycache__/a.pyc", "x");

    assertThat(tree.files("k/1")).containsOnlyKeys("component.yaml");
  }

  @Test
  void a_tree_below_a_hidden_folder_is_read_like_any_other() throws IOException {
    write(".upg/k/1/component.yaml", "hello");

    assertThat(tree.files(".upg/k/1")).containsOnlyKeys("component.yaml");
    assertThat(tree.folders(".upg/k")).containsExactly("1");
  }

  @Test
  void links_count_as_what_they_point_to() throws IOException {
    write("shared/convert.py", "hello");
    Files.createDirectories(folder.resolve("k/1"));
    Files.createSymbolicLink(folder.resolve("k/1/convert.py"), folder.resolve("shared/convert.py"));

    assertThat(tree.files("k/1").get("convert.py").sha256()).isEqualTo(HELLO);
  }

  @Test
  void what_is_not_there_is_empty() {
    assertThat(tree.text("project.yaml")).isEmpty();
    assertThat(tree.text(".")).isEmpty();
    assertThat(tree.files("k")).isEmpty();
    assertThat(tree.folders("k")).isEmpty();
  }

  @Test
  void a_file_that_is_not_text_is_named() throws IOException {
    Files.write(folder.resolve("project.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThatThrownBy(() -> tree.text("project.yaml"))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining("project.yaml");
  }

  @Test
  void paths_are_relative_to_the_file_that_names_them() {
    assertThat(tree.resolve("a/b/project.yaml", "../releases/")).isEqualTo("a/releases");
    assertThat(tree.resolve("project.yaml", "inventory.yaml")).isEqualTo("inventory.yaml");
    assertThat(tree.resolve("a/project.yaml", "/etc/x")).isEqualTo("/etc/x");
  }

  @Test
  void the_head_is_at_most_64_bytes() throws IOException {
    write("a", "#!/bin/sh" + "x".repeat(100));
    write("b", "#!");

    assertThat(tree.head("a")).hasSize(64).startsWith("#!/bin/sh".getBytes());
    assertThat(tree.head("b")).hasSize(2);
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
