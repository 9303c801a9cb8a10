package io.upg.orchestrator;

import static io.upg.orchestrator.RunClosedFailure.translate;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.ProjectActivities;
import io.upg.contract.ProjectOutline;
import io.upg.contract.RunStop;
import io.upg.metrics.Metric;
import io.upg.metrics.Metrics;
import io.upg.store.CommandStore;
import io.upg.store.RunStore;
import io.upg.store.query.StatusDocument;
import io.upg.store.query.StatusQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

final class ProjectActivitiesImpl implements ProjectActivities {
  private final CommandStore commands;
  private final PatchPublisher patches;
  private final RunStore runs;
  private final StatusQuery status;

  ProjectActivitiesImpl(
      CommandStore commands, PatchPublisher patches, RunStore runs, StatusQuery status) {
    this.commands = commands;
    this.patches = patches;
    this.runs = runs;
    this.status = status;
  }

  @Override
  public CommandAnswer judge(String project, CommandRequest command) {
    CommandAnswer answer =
        command.kind() == CommandKind.PATCH
            ? translate(() -> patches.judge(project, command))
            : translate(() -> commands.judge(project, command));
    count(command, answer.accepted() ? "accepted" : answer.refusal().rule());
    return answer;
  }

  private static void count(CommandRequest command, String answer) {
    Metrics.count(Metric.COMMANDS, command.kind().name().toLowerCase(Locale.ROOT), answer);
  }

  @Override
  public void refuse(String project, CommandRequest command, String problem) {
    translate(() -> commands.refuse(project, command, problem));
  }

  @Override
  public List<Integer> openRuns(String project) {
    return translate(() -> runs.openRuns(project));
  }

  @Override
  public List<RunStop> stops(String project) {
    return translate(() -> runs.stops(project));
  }

  @Override
  public ProjectOutline outline(String project) {
    return translate(() -> outline(status.of(project)));
  }

  private static ProjectOutline outline(StatusDocument status) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    status.counts().forEach((state, tasks) -> counts.put(state.word(), tasks));
    return new ProjectOutline(
        status.state().word(),
        status.phase(),
        status.batch() == null ? null : status.batch() + " of " + status.batches(),
        counts,
        status.waitingFor(),
        status.runs().stream().map(StatusDocument.Run::run).toList());
  }
}
