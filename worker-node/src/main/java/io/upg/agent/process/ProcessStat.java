package io.upg.agent.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One line of {@code /proc/<pid>/stat}, see proc(5).
 *
 * @param state {@code Z} and {@code X} are dead, only not yet reaped
 * @param start clock ticks since boot; with pid and boot id it names a process for ever
 */
public record ProcessStat(long pid, char state, long parent, long session, long start) {
  private static final Path PROC = Path.of("/proc");

  /** Everything behind the name, which may hold spaces and parentheses itself. */
  private static final int STATE = 0;

  private static final int PARENT = 1;
  private static final int SESSION = 3;
  private static final int START = 19;

  /** Empty where there is no such process. */
  static Optional<ProcessStat> of(long pid) {
    try {
      byte[] line = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("stat"));
      return Optional.of(parse(pid, new String(line, StandardCharsets.ISO_8859_1)));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  static ProcessStat parse(long pid, String line) {
    String[] fields = line.substring(line.lastIndexOf(')') + 2).trim().split(" ");
    return new ProcessStat(
        pid,
        fields[STATE].charAt(0),
        Long.parseLong(fields[PARENT]),
        Long.parseLong(fields[SESSION]),
        Long.parseLong(fields[START]));
  }

  /** Every live process that this user may see. */
  static List<ProcessStat> all() {
    List<ProcessStat> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        of(Long.parseLong(entry.getFileName().toString()))
            .filter(ProcessStat::live)
            .ifPresent(all::add);
      }
    } catch (IOException e) {
      throw new IllegalStateException("Cannot list processes in /proc: " + e.getMessage(), e);
    }
    return all;
  }

  /** Whether this process has ended, and all it held is let go, but nobody has waited for it. */
  public static boolean isZombie(long pid) {
    return of(pid).filter(stat -> !stat.live()).isPresent();
  }

  boolean live() {
    return state != 'Z' && state != 'X';
  }

  /** Whether one of {@code NAME=value} was in the environment it started with. */
  boolean startedWithOneOf(Set<String> variables) {
    try {
      byte[] environment = Files.readAllBytes(PROC.resolve(pid + "/environ"));
      String text = new String(environment, StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\0")).anyMatch(variables::contains);
    } catch (IOException gone) {
      return false;
    }
  }
}
