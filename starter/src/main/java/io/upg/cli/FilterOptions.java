package io.upg.cli;

import io.upg.plan.cut.Selection;
import io.upg.plan.hosts.HostSet;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which tasks a command is about, besides those that are named. */
class FilterOptions {
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

  List<String> components() {
    return components;
  }

  /** For a command whose {@code --component} says more than which tasks. */
  Selection selectionOfAnyComponent(List<String> tasks) {
    return new Selection(tasks, hostSet(), List.of(), phases, batches, failed, all);
  }

  Selection selection(List<String> tasks) {
    return new Selection(tasks, hostSet(), components, phases, batches, failed, all);
  }

  private String hostSet() {
    return text(hosts);
  }

  /**
   * A host set, or null; whoever judges it elsewhere has not the files that it names.
   *
   * @throws UsageProblem if it cannot be read
   */
  static String text(String hosts) {
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
