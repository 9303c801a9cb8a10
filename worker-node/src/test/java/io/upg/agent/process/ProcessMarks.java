package io.upg.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the processes of a test by the folder that their environment names. */
public final class ProcessMarks {
  private ProcessMarks() {}

  public static List<Long> in(Path folder) {
    return with(folder.toString());
  }

  /** Those with this text in the environment that they started with. */
  public static List<Long> with(String text) {
    return ProcessStat.all().stream()
        .map(ProcessStat::pid)
        .filter(pid -> environment(pid).contains(text))
        .toList();
  }

  /** Those scripts that a guard waits for: its children, not theirs. */
  public static List<ProcessHandle> scripts(Path folder) {
    return in(folder).stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .filter(p -> ProcessStat.of(p.pid()).map(s -> s.session() == s.parent()).orElse(false))
        .toList();
  }

  /** With KILL, and none of them is left. */
  public static void kill(Path folder) {
    for (List<Long> left = in(folder); !left.isEmpty(); left = in(folder)) {
      left.stream()
          .flatMap(pid -> ProcessHandle.of(pid).stream())
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  public static void requireNoneIn(Path folder) {
    List<Long> left = in(folder);
    kill(folder);
    assertThat(left).as("processes that outlived the test").isEmpty();
  }

  private static String environment(long pid) {
    try {
      return new String(
          Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ")),
          StandardCharsets.UTF_8);
    } catch (IOException gone) {
      return "";
    }
  }
}
