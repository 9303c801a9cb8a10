package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.cli.UsageProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartFolderTest {
  @TempDir Path temp;

  @Test
  void what_an_earlier_quickstart_left_is_emptied() throws Exception {
    DataFolder folder = new DataFolder(temp.resolve("new"));
    QuickstartFolder.prepare(folder);
    Path left = Files.createDirectories(folder.hosts().resolve("a")).resolve("file");
    Files.writeString(left, "x");

    QuickstartFolder.prepare(folder);

    assertThat(folder.hosts()).doesNotExist();
  }

  @Test
  void a_folder_that_somebody_else_filled_is_refused_and_kept() throws Exception {
    Path precious = Files.writeString(temp.resolve("thesis.txt"), "precious");

    assertThatThrownBy(() -> QuickstartFolder.prepare(new DataFolder(temp)))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining(temp.toString());

    assertThat(precious).hasContent("precious");
  }

  @Test
  void a_folder_in_use_is_refused_and_kept() throws Exception {
    DataFolder folder = new DataFolder(temp);
    QuickstartFolder.prepare(folder);
    Files.createDirectories(folder.hosts());
    try (FolderLock lock = FolderLock.take(folder.lock())) {
      assertThatThrownBy(() -> QuickstartFolder.prepare(folder))
          .isInstanceOf(FolderLock.FolderInUse.class);
      assertThat(lock).isNotNull();
    }
    assertThat(folder.hosts()).exists();
  }

  @Test
  void a_link_out_of_the_folder_is_removed_and_not_followed() throws Exception {
    Path outside = Files.createDirectories(temp.resolve("outside"));
    Path precious = Files.writeString(outside.resolve("thesis.txt"), "precious");
    DataFolder folder = new DataFolder(temp.resolve("in"));
    QuickstartFolder.prepare(folder);
    Files.createSymbolicLink(folder.root().resolve("link"), outside);

    QuickstartFolder.prepare(folder);

    assertThat(precious).hasContent("precious");
    assertThat(folder.root().resolve("link")).doesNotExist();
  }
}
