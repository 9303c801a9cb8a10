package io.upg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Processor time of processes and all their children, ended ones too, from {@code /proc} (Linux;
 * elsewhere nothing is known).
 */
final class CpuTimes {
  /** Fields of {@code /proc/PID/stat} after the name: utime, stime and those of ended children. */
  private static final List<Integer> TIMES = List.of(11, 12, 13, 14);

  /** USER_HZ, which is 100 on every Linux that runs Java. */
  private static final double TICKS_A_SECOND = 100;

  private CpuTimes() {}

  /** Seconds so far, by name. */
  static Map<String, Double> of(Map<String, Long> processes) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    processes.forEach((name, pid) -> seconds.put(name, tree(pid)));
    return seconds;
  }

  /** What was used since; names as in {@code now}. */
  static Map<String, Double> between(Map<String, Double> before, Map<String, Double> now) {
    Map<String, Double> used = new LinkedHashMap<>();
    now.forEach((name, seconds) -> used.put(name, seconds - before.getOrDefault(name, 0.0)));
    return used;
  }

  private static double tree(long pid) {
    Stream<ProcessHandle> children =
        pid == ProcessHandle.current().pid()
            ? Stream.empty()
            : ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants);
    return Stream.concat(Stream.of(pid), children.map(ProcessHandle::pid))
        .mapToDouble(CpuTimes::one)
        .sum();
  }

  private static double one(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return TIMES.stream().mapToLong(field -> Long.parseLong(fields[field])).sum()
          / TICKS_A_SECOND;
    } catch (IOException e) {
      return 0; // ended meanwhile: its parent has its time now
    }
  }
}
