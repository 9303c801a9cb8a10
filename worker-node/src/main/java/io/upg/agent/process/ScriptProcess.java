package io.upg.agent.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs one command to its end, in a session of its own. */
public final class ScriptProcess {
  /** Java, like a shell, reports a process killed by signal n as 128 + n. */
  private static final int SIGNAL_BASE = 128;

  private static final int LAST_SIGNAL = 31;

  private ScriptProcess() {}

  /**
   * Waits for the end, however it comes. An interrupt of this thread ends the process tree.
   *
   * @param mark {@code NAME=value} of its environment, unique to it
   * @param spawned told the process as soon as it is there
   */
  public static Ending run(
      Command command, Duration timeout, String mark, Consumer<ProcessId> spawned) {
    Process process;
    try {
      process = start(command);
    } catch (IOException e) {
      return new Ending.NotStarted(e.getMessage());
    }
    ProcessId id = ProcessId.ofStarted(process.pid());
    ProcessTree tree = new ProcessTree(id, mark);
    try {
      spawned.accept(id);
      if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return ending(process.exitValue());
      }
      tree.end(ProcessTree.GRACE);
      return new Ending.TimedOut(timeout);
    } catch (InterruptedException e) {
      tree.end(ProcessTree.GRACE);
      return new Ending.Stopped();
    }
  }

  private static Ending ending(int exit) {
    int signal = exit - SIGNAL_BASE;
    return signal > 0 && signal <= LAST_SIGNAL
        ? new Ending.Signalled(signal)
        : new Ending.Exited(exit);
  }

  /**
   * A child of Java leads no process group, so setsid does not fork: the pid stays the script's.
   */
  private static Process start(Command command) throws IOException {
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(command.words());
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(command.folder().toFile())
            .redirectErrorStream(true)
            .redirectInput(command.input())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(command.output().toFile()));
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    return builder.start();
  }
}
