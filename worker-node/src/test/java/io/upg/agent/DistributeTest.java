package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributeTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void open() throws Exception {
    host = TestHost.in(folder);
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void it_brings_every_file_and_scripts_become_executable() throws Exception {
    host.file("convert.py", "#!/usr/bin/env python3\n").file("lib/table.csv", "a,b\n");

    TaskResult result = host.runOne(host.builtin("distribute", Map.of()));

    assertThat(result.state()).isEqualTo(TaskState.DONE);
    assertThat(result.message()).isEqualTo("2 files, 27 B; 2 were fetched");
    Path release = onlyRelease();
    assertThat(release.resolve("convert.py")).isExecutable();
    assertThat(Files.isExecutable(release.resolve("lib/table.csv"))).isFalse();
  }

  @Test
  void it_is_complete_afterwards_so_that_no_task_needs_the_server_again() throws Exception {
    Sheet convert = host.script("convert", "echo fine");
    host.run(1, host.builtin("distribute", Map.of()));
    int before = host.shelf().requests().size();
    NodeTaskOrder order = host.order(2, Direction.RUN, List.of(List.of(convert)));

    assertThat(host.deliver(order).results().get(0).state()).isEqualTo(TaskState.DONE);

    List<String> requests = host.shelf().requests();
    assertThat(requests.subList(before, requests.size()))
        .as("only its sheet is new")
        .containsExactly(order.tasks().get(0).sheet());
  }

  @Test
  void taken_back_it_removes_what_it_added_and_nothing_else() throws Exception {
    host.file("shared", "shared\n");
    host.run(1, host.builtin("distribute", Map.of()));
    host.rollbackOne(host.builtin("distribute", Map.of()));

    assertThat(host.own().resolve("releases/keystone")).isEmptyDirectory();
    assertThat(host.own().resolve("cache").resolve(host.shelf().put("shared\n"))).doesNotExist();
  }

  @Test
  void too_little_space_is_found_before_anything_is_fetched() throws Exception {
    host.fileOfSize("huge.tar.gz", "not that huge", 1L << 60);
    String huge = host.shelf().put("not that huge");

    TaskResult result = host.runOne(host.builtin("distribute", Map.of()));

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.error()).contains("Not enough space").contains("1.0 EiB are needed");
    assertThat(host.shelf().requests()).doesNotContain(huge);
  }

  @Test
  void a_manifest_that_leads_out_of_its_folder_is_refused() throws Exception {
    host.file("../../evil", "evil");

    TaskResult result = host.runOne(host.builtin("distribute", Map.of()));

    assertThat(result.error()).contains("names a file outside its folder: '../../evil'");
  }

  private Path onlyRelease() throws Exception {
    try (var releases = Files.list(host.own().resolve("releases/keystone"))) {
      List<Path> all = releases.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }
}
