package io.upg.taskbench;

import io.upg.agent.TaskAttempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Processes of a task, for people. */
final class Processes {
  private static final long LOOK_MILLIS = 10;
  private static final int SHOWN = 80;
  private static final int LONG = 30;

  /** A mask of signals in {@code /proc/<pid>/status}, see proc(5); TERM is number 15. */
  private static final String IGNORED = "SigIgn:";

  private static final long TERM = 1L << 14;

  private Processes() {}

  /** Those that are still there when all that were about to end have ended. */
  static List<String> afterAll(TaskAttempt attempt, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    List<Long> left = attempt.processes();
    while (!left.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(LOOK_MILLIS);
      left = attempt.processes();
    }
    return names(left);
  }

  /** {@code 'sleep 60' (pid 4711)}. */
  static List<String> names(List<Long> pids) {
    return pids.stream().map(pid -> "'%s' (pid %d)".formatted(command(pid), pid)).toList();
  }

  static boolean ignoresTerm(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith(IGNORED))
          .map(line -> line.substring(IGNORED.length()).strip())
          .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & TERM) != 0);
    } catch (IOException | UncheckedIOException gone) {
      return false;
    }
  }

  private static String command(long pid) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
      String words =
          Arrays.stream(new String(line, StandardCharsets.UTF_8).split("\0"))
              .map(Processes::word)
              .collect(Collectors.joining(" "));
      return words.length() <= SHOWN ? words : words.substring(0, SHOWN) + "…";
    } catch (IOException gone) {
      return "gone meanwhile";
    }
  }

  /** Of a long path its last part. */
  private static String word(String word) {
    int name = word.lastIndexOf('/') + 1;
    return word.length() <= LONG || name == 0 ? word : "…/" + word.substring(name);
  }
}
