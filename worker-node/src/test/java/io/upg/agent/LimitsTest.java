package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host may run out of: each is said by the task. */
class LimitsTest {
  private static final long MIB = 1024 * 1024;

  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void open() throws Exception {
    host = TestHost.in(folder);
  }

  @AfterEach
  void close() throws Exception {
    host.close();
    call("umount", host.own().toString());
  }

  @Test
  void a_gigabyte_of_output_keeps_its_beginning_and_its_end_and_fills_no_disk() throws Exception {
    Sheet sheet =
        host.script(
                "loud",
                "echo first words; head -c 1073741824 /dev/zero | tr '\\0' x; "
                    + "until size=$(wc -c <output); [ $size -gt 2097152 ] && [ $size -lt 16777216 ]; do sleep 0.05; done; "
                    + "echo; echo last words")
            .timeout(Duration.ofMinutes(5));
    CompletableFuture<NodeTaskReport> running =
        host.start(host.order(1, Direction.RUN, List.of(List.of(sheet))));
    Path output = host.work(sheet, 1).resolve("output");
    long peak = 0;
    while (!running.isDone()) {
      peak = Math.max(peak, Files.exists(output) ? Files.size(output) : 0);
      Thread.onSpinWait();
    }

    TaskResult result = running.get().results().get(0);
    assertThat(result.state()).as(result.error()).isEqualTo(TaskState.DONE);
    assertThat(result.tail()).endsWith("x\nlast words\n");
    assertThat(Files.size(output)).isLessThan(17 * MIB);
    assertThat(Files.readString(output))
        .startsWith("first words\n")
        .contains("bytes of output were left out here");
    System.out.printf("1 GiB of output: at most %d MiB on the disk%n", peak / MIB);
    assertThat(peak).as("it was cut while it ran").isLessThan(1024 * MIB);
  }

  @Test
  void a_full_disk_is_named_and_the_task_runs_when_there_is_room_again() throws Exception {
    mount("size=2m");
    Sheet sheet = host.script("convert", "echo x >>\"$UPG_ROOT/runs\"");
    host.run(1, sheet);
    Path ballast = fill();

    TaskResult known = host.run(2, sheet).results().get(0);
    TaskResult fresh = host.run(3, host.script("other", "true")).results().get(0);

    assertThat(known.state()).isEqualTo(TaskState.FAIL);
    assertThat(known.error())
        .contains("No space left on device; make room on the disk of " + host.own())
        .endsWith(", then run again");
    assertThat(fresh.error())
        .startsWith("Not enough space in " + host.own())
        .endsWith("make room, then run again");
    Files.delete(ballast);
    assertThat(host.run(4, sheet).results().get(0).state()).isEqualTo(TaskState.DONE);
    assertThat(Files.readAllLines(host.root().resolve("runs"))).hasSize(2);
  }

  @Test
  void the_end_of_a_script_that_filled_the_disk_is_known_to_the_next_agent() throws Exception {
    mount("size=2m");
    Sheet sheet = host.script("convert", "cat /dev/zero >ballast; echo full >&2; exit 4");

    TaskResult result = host.runOne(sheet);

    assertThat(result.exit()).as(result.error()).isEqualTo(4);
    host.restart();
    assertThat(host.runOne(sheet)).isEqualTo(result);
  }

  @Test
  void a_disk_that_became_read_only_is_named() throws Exception {
    Sheet sheet = host.script("convert", "echo x >>\"$UPG_ROOT/runs\"");
    host.agent();
    mount("ro");

    TaskResult result = host.run(1, sheet).results().get(0);

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.error())
        .contains("Read-only file system; the disk of " + host.own())
        .endsWith(" must be mounted writable (dmesg tells why it is not), then run again");
    host.restart();
    assertThatThrownBy(host::agent)
        .hasMessageStartingWith("Agent of 'h1' cannot start: " + host.own())
        .hasMessageContaining("Read-only file system");
    call("umount", host.own().toString());
    assertThat(host.run(2, sheet).results().get(0).state()).isEqualTo(TaskState.DONE);
  }

  @Test
  void a_disk_from_which_nothing_may_be_executed_is_named() throws Exception {
    mount("size=2m,noexec");

    TaskResult result = host.runOne(host.script("convert", "true"));

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.error())
        .isEqualTo(
            "convert.sh cannot be run: it may not be executed: look at its mode, and whether its disk is mounted noexec");
  }

  private void mount(String options) throws Exception {
    Files.createDirectories(host.own());
    assumeTrue(
        call("mount", "-t", "tmpfs", "-o", options, "tmpfs", host.own().toString()),
        "this user may not mount: full and read-only disks are not tested");
  }

  private Path fill() throws IOException {
    Path ballast = host.own().resolve("ballast");
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      return ballast;
    }
  }

  private static boolean call(String... words) throws Exception {
    return new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
