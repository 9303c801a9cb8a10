package io.upg.cli;

import io.upg.plan.cut.Selection;
import java.util.List;
import picocli.CommandLine.Parameters;

/**
 * The project and which of its tasks a command is about; several parts are joined by <em>and</em>.
 */
public final class SelectionOptions extends FilterOptions {
  @Parameters(index = "0", paramLabel = "PROJECT", description = "The project's name.")
  private String project;

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "TASK", description = "Task ids.")
  private List<String> words = List.of();

  public String project() {
    return project;
  }

  /** The words behind PROJECT as they were typed. */
  List<String> words() {
    return words;
  }

  /** The selection where every word is a task id. */
  Selection selection() {
    return selection(words);
  }

  /**
   * The same for commands that do nothing without a word on which tasks.
   *
   * @throws UsageProblem where nothing was said
   */
  Selection needed() {
    Selection selection = selection();
    if (selection.isEmpty()) {
      throw new UsageProblem(
          "No task is selected. Name tasks, or say --host, --component, --phase, --batch, --failed"
              + " or --all; their ids: upg tasks "
              + project);
    }
    return selection;
  }
}
