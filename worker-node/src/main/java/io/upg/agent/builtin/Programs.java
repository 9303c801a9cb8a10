package io.upg.agent.builtin;

import io.upg.agent.process.Command;
import io.upg.agent.process.Ending;
import io.upg.agent.process.OutputTail;
import io.upg.agent.process.ProcessId;
import io.upg.agent.process.ScriptProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Runs the programs of one built-in, each in a session of its own. What they say is the task's
 * output. An interrupt, as at the end of the task's time, ends the whole process tree.
 *
 * @param taskFile what {@code UPG_TASK} names: every process of the task has it in its environment
 * @param taskFileWriter called before a program starts
 * @param spawned told every process as soon as it is there
 */
public record Programs(
    Path root,
    Path taskFile,
    TaskFileWriter taskFileWriter,
    Path output,
    Consumer<ProcessId> spawned) {
  private static final Duration NO_LIMIT = Duration.ofDays(365);

  /** Writes the task's file, and makes its folders. */
  @FunctionalInterface
  public interface TaskFileWriter {
    void write() throws IOException;
  }

  /** Runs it to its end. */
  Ran run(Path folder, List<String> words) throws ActionFailed, IOException, InterruptedException {
    taskFileWriter.write();
    String mark = "UPG_TASK=" + taskFile;
    long from = Files.exists(output) ? Files.size(output) : 0;
    Command command = new Command(words, folder, environment(), output);
    Ending ending = ScriptProcess.run(command, NO_LIMIT, mark, spawned);
    if (ending instanceof Ending.Exited exited) {
      return new Ran(exited.code(), OutputTail.since(output, from));
    }
    if (ending instanceof Ending.Signalled signalled) {
      throw new ActionFailed(
          "%s was killed by signal %d (%s)"
              .formatted(words.get(0), signalled.signal(), signalled.name()));
    }
    if (ending instanceof Ending.NotStarted notStarted) {
      throw new ActionFailed("%s cannot be started: %s".formatted(words.get(0), notStarted.why()));
    }
    throw new InterruptedException(words.get(0) + " was ended");
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(Command.minimalEnvironment());
    environment.put("UPG_TASK", taskFile.toString());
    environment.put("UPG_ROOT", root.toString());
    return environment;
  }
}
