package io.upg.cli;

import io.upg.plan.cut.Selection;
import io.upg.plan.hosts.HostSet;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The project and which of its tasks a command is about; several parts are joined by <em>and</em>.
 */
public final class SelectionOptions {
  @Parameters(index = "0", paramLabel = "PROJECT", description = "The project's name.")
  private String project;

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "TASK", description = "Task ids.")
  private List<String> words = List.of();

  @Option(
      names = "--host",
      paramLabel = "SET",
      description = "Hosts: a name, cn-[01-99], role=compute, label.rack=r1, joined with & | ! ().")
  private String hosts;

  @Option(names = "--component", paramLabel = "C", split = ",", description = "Components.")
  private List<String> components = List.of();

  @Option(names = "--phase", paramLabel = "P", split = ",", description = "Phases.")
  private List<String> phases = List.of();

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = ",",
      description = "Batches, by their number in the phase.")
  private List<Integer> batches = List.of();

  @Option(
      names = "--failed",
      description = "What is in fail, unreachable, unknown or rollback_fail.")
  private boolean failed;

  @Option(names = "--all", description = "Everything.")
  private boolean all;

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

  Selection selection(List<String> tasks) {
    return new Selection(tasks, hostSet(), components, phases, batches, failed, all);
  }

  /** Whoever judges it elsewhere has not the files that it names. */
  private String hostSet() {
    if (hosts == null) {
      return null;
    }
    try {
      return HostSet.parse(hosts, new DirectorySourceTree(Path.of(""))::text).text();
    } catch (IllegalArgumentException e) {
      throw new UsageProblem(e.getMessage());
    }
  }
}
