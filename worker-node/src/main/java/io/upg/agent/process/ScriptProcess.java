package io.upg.agent.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One command in a session of its own, which outlives the agent. Its leader is a guard, a shell: it
 * lets the command begin when the agent has noted the process, and keeps its exit code in a file
 * for an agent that did not see the end.
 *
 * @param mark {@code NAME=value} of its environment, unique to it
 * @param exit where its exit code is kept, with the guard's process id behind the name: one that
 *     comes late does not write into another's
 * @param output what is bounded while it runs
 */
public record ScriptProcess(String mark, Path exit, Path output) {
  /** How often its output is looked at, and a process that is no child. */
  private static final long LOOK_MILLIS = 100;

  /** Java, like a shell, reports a process killed by signal n as 128 + n. */
  private static final int SIGNAL_BASE = 128;

  private static final int LAST_SIGNAL = 31;
  private static final String NEVER = "never";

  /**
   * A TERM is for the script: the guard stays to tell how it ended, and says nothing of its own.
   * Without a word from the agent, which then has died, nothing begins; a command that asks has the
   * stdin of the bench, and needs none.
   */
  private static final String GUARD =
      """
      trap : HUP INT TERM
      exit=$1.$$; shift
      true >"$exit"
      if [ -z "$UPG_STEP" ]; then
        read -r word || { echo never >"$exit"; exit; }
        exec </dev/null
      fi
      exec 3>&2 2>/dev/null
      (exec "$@") 2>&3 3>&-
      code=$?
      echo $code >"$exit"
      exit $code
      """;

  /** Told the process before its command begins; it does not where this throws. */
  @FunctionalInterface
  public interface Noted {
    void as(ProcessId process) throws IOException;
  }

  @FunctionalInterface
  private interface Wait {
    /** Whether it is gone, at the latest after so long. */
    boolean gone(long millis) throws InterruptedException;
  }

  /**
   * Waits for the end, however it comes. An interrupt leaves the process alone.
   *
   * @param begun told when the command was let go
   */
  public Ending run(Command command, Duration timeout, Noted noted, Runnable begun)
      throws InterruptedException {
    Process process;
    try {
      process = start(command);
    } catch (IOException e) {
      return new Ending.NotStarted(e.getMessage());
    }
    ProcessId id = ProcessId.ofStarted(process.pid());
    Optional<String> kept = letGo(process, id, noted, command.asks());
    if (kept.isPresent()) {
      process.waitFor();
      return new Ending.NotStarted(kept.get());
    }
    begun.run();
    Wait wait = millis -> process.waitFor(millis, TimeUnit.MILLISECONDS);
    if (!ends(wait, timeout)) {
      return timedOut(id, timeout);
    }
    int code = process.exitValue();
    return told(id).orElseGet(() -> code > SIGNAL_BASE ? new Ending.Lost() : ending(code));
  }

  /** Why its command does not begin, or empty where it does. */
  private static Optional<String> letGo(Process guard, ProcessId id, Noted noted, boolean asks) {
    boolean known = false;
    try (OutputStream word = guard.getOutputStream()) {
      noted.as(id);
      known = true;
      if (!asks) {
        word.write('\n');
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          known ? "its process %d was killed before it began".formatted(id.pid()) : e.getMessage());
    }
  }

  /**
   * As {@link #run}, for one that another agent started.
   *
   * @param left of its timeout
   */
  public Ending join(ProcessId id, Duration timeout, Duration left) throws InterruptedException {
    Wait wait =
        millis -> {
          if (id.alive()) {
            Thread.sleep(millis);
          }
          return !id.alive();
        };
    return ends(wait, left) ? told(id).orElseGet(Ending.Lost::new) : timedOut(id, timeout);
  }

  /** TERM to all its processes, after 5 s KILL. */
  public void end(ProcessId id) {
    tree(id).end(ProcessTree.GRACE);
  }

  public ProcessTree tree(ProcessId id) {
    return new ProcessTree(id, mark);
  }

  private Ending timedOut(ProcessId id, Duration timeout) {
    end(id);
    return new Ending.TimedOut(timeout);
  }

  private boolean ends(Wait wait, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    boolean gone = wait.gone(0);
    while (!gone) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      gone = wait.gone(Math.min(left, LOOK_MILLIS));
      OutputLimit.apply(output);
    }
    return true;
  }

  /** What its guard wrote; nothing where it was killed, or the disk was full. */
  private Optional<Ending> told(ProcessId guard) {
    try {
      String word = Files.readString(Path.of(exit + "." + guard.pid()));
      if (!word.endsWith("\n")) {
        return Optional.empty();
      }
      return Optional.of(
          word.strip().equals(NEVER)
              ? new Ending.NotStarted("the agent died before it could begin")
              : ending(Integer.parseInt(word.strip())));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Ending ending(int exit) {
    int signal = exit - SIGNAL_BASE;
    return signal > 0 && signal <= LAST_SIGNAL
        ? new Ending.Signalled(signal)
        : new Ending.Exited(exit);
  }

  /** A child of Java leads no process group, so setsid does not fork: the pid stays the guard's. */
  private Process start(Command command) throws IOException {
    List<String> words =
        new ArrayList<>(List.of("setsid", "/bin/sh", "-c", GUARD, "upg-guard", exit.toString()));
    words.addAll(command.words());
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(command.folder().toFile())
            .redirectErrorStream(true)
            .redirectInput(
                command.asks() ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.PIPE)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(command.output().toFile()));
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    return builder.start();
  }
}
