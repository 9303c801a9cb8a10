package io.upg.server;

import io.upg.agent.process.ProcessStat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A process that an earlier life of this program may have started. */
record LiveProcess(ProcessHandle handle) {

  /**
   * The process of this id if it lives and runs this program: ids are given again, and after a
   * reboot the same id is likely somebody else's.
   */
  static Optional<LiveProcess> of(long pid, String program) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            handle -> handle.info().command().map(LiveProcess::name).equals(Optional.of(program)))
        .map(LiveProcess::new);
  }

  private static String name(String command) {
    return String.valueOf(Path.of(command).getFileName());
  }

  /**
   * Whether it runs or is still ending: a process loses its program first and its ports last, so
   * one without a program may hold a port for a moment yet.
   */
  boolean isAlive() {
    return handle.isAlive() && !ProcessStat.isZombie(handle.pid());
  }

  /** Sends a signal ({@code INT}, say); Java itself knows only TERM and KILL. */
  void signal(String signal) throws IOException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(handle.pid()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .onExit()
        .join();
  }

  /** Waits for its end and says whether that came. */
  boolean awaitEnd(Duration limit) {
    return Wait.until(limit, () -> !isAlive());
  }
}
