package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a release or a patch puts before and after a task. */
class SeriesTest {
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

  /** A task that counts its scripts in the host's file {@code ran}. */
  private Sheet task() {
    return host.script("convert", count("convert"), count("unconvert"));
  }

  private static Sheet around(Sheet sheet) {
    String head = "#!/bin/sh\n";
    return sheet
        .patch("mount.sh", head + count("mount"))
        .patch("umount.sh", head + count("umount"))
        .patch("check.sh", head + count("check"))
        .patch("uncheck.sh", head + count("uncheck"))
        .around(
            List.of(Sheet.part("before mount.sh", "mount.sh")),
            List.of(Sheet.part("after check.sh", "check.sh")))
        .aroundBack(
            List.of(Sheet.part("after check.sh", "uncheck.sh")),
            List.of(Sheet.part("before mount.sh", "umount.sh")));
  }

  private static String count(String script) {
    return """
        echo %1$s >> "$UPG_ROOT/ran"; echo %1$s says $$
        if [ -e "$UPG_ROOT/broken-%1$s" ]; then echo %1$s is broken; exit 3; fi
        """
        .formatted(script);
  }

  private List<String> ran() throws Exception {
    return Files.readAllLines(host.root().resolve("ran"));
  }

  private void spoil(String script) throws Exception {
    Files.createFile(host.root().resolve("broken-" + script));
  }

  private void mend(String script) throws Exception {
    Files.delete(host.root().resolve("broken-" + script));
  }

  @Test
  void each_part_is_a_process_of_its_own_with_a_section_of_its_own() throws Exception {
    TaskResult result = host.runOne(around(task()));

    assertThat(result.state()).isEqualTo(TaskState.DONE);
    assertThat(ran()).containsExactly("mount", "convert", "check");
    List<String> lines = result.tail().lines().toList();
    assertThat(lines.get(0)).isEqualTo("-- part 1 of 3: before mount.sh");
    assertThat(lines.get(2)).isEqualTo("-- part 2 of 3: task");
    assertThat(lines.get(4)).isEqualTo("-- part 3 of 3: after check.sh");
    assertThat(List.of(lines.get(1), lines.get(3), lines.get(5)))
        .extracting(line -> line.replaceAll(".* says ", ""))
        .doesNotHaveDuplicates();
  }

  @Test
  void what_each_part_and_try_wrote_to_its_result_is_kept() throws Exception {
    String writes = "echo '{\"message\":\"%s\"}' >\"$UPG_RESULT\"\n";
    String again = "[ -e \"$UPG_ROOT/tried\" ] || { touch \"$UPG_ROOT/tried\"; exit 75; }\n";
    Sheet sheet =
        host.script("convert", writes.formatted("own") + again)
            .patch("mount.sh", "#!/bin/sh\n" + writes.formatted("before"))
            .around(List.of(Sheet.part("before mount.sh", "mount.sh")), List.of());

    assertThat(host.runOne(sheet).message()).isEqualTo("own");

    List<Path> files = ScriptResult.files(host.work(sheet, 1));
    assertThat(files)
        .extracting(file -> file.getFileName() + " " + ScriptResult.read(file).message())
        .containsExactly("result-0-1.json before", "result-1-1.json own", "result-1-2.json own");
  }

  @Test
  void backwards_the_parts_are_taken_back_in_reverse() throws Exception {
    Sheet sheet = around(task());
    host.runOne(sheet);

    assertThat(host.rollbackOne(sheet).state()).isEqualTo(TaskState.ROLLED_BACK);
    assertThat(ran())
        .containsExactly("mount", "convert", "check", "uncheck", "unconvert", "umount");
  }

  @Test
  void a_failing_before_keeps_the_task_from_starting_and_only_what_began_is_taken_back()
      throws Exception {
    Sheet sheet = around(task());
    spoil("mount");

    TaskResult result = host.runOne(sheet);
    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.error())
        .isEqualTo("mount.sh ended with exit code 3: mount is broken (before mount.sh)");
    assertThat(ran()).containsExactly("mount");

    TaskResult back = host.rollbackOne(sheet);
    assertThat(back.state()).isEqualTo(TaskState.ROLLED_BACK);
    assertThat(ran()).containsExactly("mount", "umount");
    assertThat(back.tail()).contains("task, which has not run: nothing to take back");
  }

  @Test
  void a_failing_after_fails_the_task_and_all_of_it_is_taken_back() throws Exception {
    Sheet sheet = around(task());
    spoil("check");

    assertThat(host.runOne(sheet).state()).isEqualTo(TaskState.FAIL);
    host.rollbackOne(sheet);
    assertThat(ran())
        .containsExactly("mount", "convert", "check", "uncheck", "unconvert", "umount");
  }

  @Test
  void a_rollback_that_failed_goes_on_where_it_failed() throws Exception {
    Sheet sheet = around(task());
    host.runOne(sheet);
    spoil("umount");
    assertThat(host.rollbackOne(sheet).state()).isEqualTo(TaskState.ROLLBACK_FAIL);

    mend("umount");
    assertThat(host.rollback(3, sheet).state()).isEqualTo(TaskState.ROLLED_BACK);
    assertThat(ran())
        .containsExactly("mount", "convert", "check", "uncheck", "unconvert", "umount", "umount");
  }

  @Test
  void what_ran_before_it_was_patched_is_taken_back_without_the_parts_around_it() throws Exception {
    Sheet sheet = task();
    host.runOne(sheet);

    host.rollbackOne(around(sheet));
    assertThat(ran()).containsExactly("convert", "unconvert");
  }

  @Test
  void a_first_attempt_counts_as_the_task_alone_only_if_it_ran_and_was_patched_since()
      throws Exception {
    Sheet sheet = around(task());
    spoil("mount");
    host.deliver(secondAttempt(1, sheet, 1));
    host.rollback(2, sheet);
    assertThat(ran()).containsExactly("mount", "umount");

    Files.delete(host.root().resolve("ran"));
    Sheet migrate = host.script("migrate", count("migrate"), count("unmigrate"));
    host.run(3, migrate);
    Sheet patched = around(migrate);
    host.deliver(secondAttempt(4, patched, 2));
    host.rollback(5, patched);
    assertThat(ran()).containsExactly("migrate", "mount", "unmigrate", "umount");

    Files.delete(host.root().resolve("ran"));
    Sheet neverRan = around(host.script("other", count("convert"), count("unconvert")));
    host.deliver(secondAttempt(6, neverRan, 2));
    host.rollback(7, neverRan);
    assertThat(ran()).containsExactly("mount", "umount");
  }

  private NodeTaskOrder secondAttempt(long grant, Sheet sheet, int revision) {
    NodeTaskOrder first = host.order(grant, Direction.RUN, List.of(List.of(sheet)));
    TaskOrder task = first.tasks().get(0);
    return new NodeTaskOrder(
        first.project(),
        first.run(),
        first.host(),
        first.direction(),
        first.grant(),
        first.hostSheet(),
        List.of(List.of(new TaskOrder(task.number(), task.task(), 2, revision, task.sheet()))));
  }

  @Test
  void exit_75_tries_its_own_part_again_and_no_other() throws Exception {
    Sheet sheet =
        around(host.script("convert", "echo x >>tries; [ $(wc -l <tries) -ge 2 ] || exit 75"));

    assertThat(host.runOne(sheet).state()).isEqualTo(TaskState.DONE);
    assertThat(ran()).containsExactly("mount", "check");
  }
}
