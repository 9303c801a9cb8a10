package io.upg.agent.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process for ever: a pid alone is used again.
 *
 * @param start clock ticks between boot and its start
 * @param boot the kernel's id of that boot
 */
public record ProcessId(long pid, long start, String boot) {

  /** One just started, which may be gone already: then it is never {@link #alive}. */
  static ProcessId ofStarted(long pid) {
    long start = ProcessStat.of(pid).map(ProcessStat::start).orElse(0L);
    return new ProcessId(pid, start, bootId());
  }

  /** False also where another process has got its pid. */
  public boolean alive() {
    return boot.equals(bootId())
        && ProcessStat.of(pid).filter(s -> s.live() && s.start() == start).isPresent();
  }

  /** The kernel's. */
  public static String bootId() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
