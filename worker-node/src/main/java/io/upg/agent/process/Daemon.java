package io.upg.agent.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Starts a process that is to live on its own: not a child of the agent, without its pipes. */
public final class Daemon {
  /** The shell ends at once, so the daemon becomes init's; setsid keeps the pid that is printed. */
  private static final String START = "out=$1; shift; setsid \"$@\" >>\"$out\" 2>&1 & echo $!";

  private Daemon() {}

  /**
   * @return the process; it may be dead already
   * @throws IOException if it could not be started at all
   */
  public static ProcessId start(Command command) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(List.of("/bin/sh", "-c", START, "sh", command.output().toString()));
    words.addAll(command.words());
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(command.folder().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    Process shell = builder.start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    if (shell.waitFor() != 0 || !said.matches("\\d+")) {
      throw new IOException("Cannot start " + command.words() + ": " + said);
    }
    long pid = Long.parseLong(said);
    return ProcessId.ofStarted(pid);
  }
}
