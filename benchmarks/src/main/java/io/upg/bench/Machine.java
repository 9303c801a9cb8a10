package io.upg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the figures depend on besides upg, as far as it can be seen. */
final class Machine {
  private Machine() {}

  static List<String> facts() {
    List<String> facts = new ArrayList<>();
    facts.add("cores: " + Runtime.getRuntime().availableProcessors());
    first("/proc/cpuinfo", "model name").ifPresent(facts::add);
    first("/proc/meminfo", "MemTotal").ifPresent(facts::add);
    facts.add("load average: " + load());
    facts.add("system: " + System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.add("java: " + Runtime.version());
    return facts;
  }

  /** Of the last minute: figures taken on a busy machine say little. */
  static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** Of one process; 0 where it cannot be known. */
  static long residentMegabytes(long pid) {
    return first("/proc/" + pid + "/status", "VmRSS:")
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1_024)
        .orElse(0L);
  }

  private static Optional<String> first(String file, String key) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(key))
          .findFirst()
          .map(line -> line.replaceAll("\\s+", " ").replace(" :", ":"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
