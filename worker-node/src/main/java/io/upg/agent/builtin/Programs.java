package io.upg.agent.builtin;

import io.upg.agent.process.Command;
import io.upg.agent.process.Ending;
import io.upg.agent.process.OutputTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs the programs of one built-in, each in a session of its own. What they say is the task's
 * output. An interrupt, as at the end of the task's time, ends the whole process tree.
 *
 * @param taskFile what {@code UPG_TASK} names: every process of the task has it in its environment
 * @param taskFileWriter called before a program starts
 */
public record Programs(
    Path root, Path taskFile, TaskFileWriter taskFileWriter, Path output, Runner runner) {
  /** What the shell ends with where there is no such program. */
  private static final int NOT_FOUND = 127;

  /** Runs one to its end; an interrupt that is the task's end ends it. */
  @FunctionalInterface
  public interface Runner {
    Ending run(Command command) throws InterruptedException;
  }

  /** Writes the task's file, and makes its folders. */
  @FunctionalInterface
  public interface TaskFileWriter {
    void write() throws IOException;
  }

  /**
   * Runs it in the host's root to its end.
   *
   * @param variables added to its environment
   */
  Ran run(List<String> words, Map<String, String> variables)
      throws ActionFailed, IOException, InterruptedException {
    long from = Files.exists(output) ? Files.size(output) : 0;
    int exit = end(words, variables, output);
    return new Ran(exit, OutputTail.since(output, from));
  }

  /** Runs one whose answer is not for the task's output; it speaks English. */
  Ran ask(List<String> words) throws ActionFailed, IOException, InterruptedException {
    Path answer = taskFile.resolveSibling("answer");
    Files.deleteIfExists(answer);
    int exit = end(words, Map.of("LC_ALL", "C"), answer);
    if (exit == NOT_FOUND) {
      throw new ActionFailed(words.get(0) + " is not installed on this host");
    }
    return new Ran(exit, Files.readString(answer));
  }

  private int end(List<String> words, Map<String, String> variables, Path out)
      throws ActionFailed, IOException, InterruptedException {
    taskFileWriter.write();
    Command command = new Command(words, root, environment(variables), out);
    Ending ending = runner.run(command);
    if (ending instanceof Ending.Exited exited) {
      return exited.code();
    }
    if (ending instanceof Ending.Signalled signalled) {
      throw new ActionFailed(
          "%s was killed by signal %d (%s)"
              .formatted(words.get(0), signalled.signal(), signalled.name()));
    }
    if (ending instanceof Ending.NotStarted notStarted) {
      throw new ActionFailed("%s cannot be started: %s".formatted(words.get(0), notStarted.why()));
    }
    if (ending instanceof Ending.Lost) {
      throw new ActionFailed("%s was killed, and nobody saw it end".formatted(words.get(0)));
    }
    throw new InterruptedException(words.get(0) + " was ended");
  }

  private Map<String, String> environment(Map<String, String> variables) {
    Map<String, String> environment = new TreeMap<>(Command.minimalEnvironment());
    environment.putAll(variables);
    environment.put("UPG_TASK", taskFile.toString());
    environment.put("UPG_ROOT", root.toString());
    return environment;
  }
}
