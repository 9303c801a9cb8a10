package io.upg.orchestrator;

import static io.upg.orchestrator.RunClosedFailure.translate;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.ProjectActivities;
import io.upg.contract.RunStop;
import io.upg.store.CommandStore;
import io.upg.store.RunStore;
import java.util.List;

final class ProjectActivitiesImpl implements ProjectActivities {
  private final CommandStore commands;
  private final PatchPublisher patches;
  private final RunStore runs;

  ProjectActivitiesImpl(CommandStore commands, PatchPublisher patches, RunStore runs) {
    this.commands = commands;
    this.patches = patches;
    this.runs = runs;
  }

  @Override
  public CommandAnswer judge(String project, CommandRequest command) {
    return command.kind() == CommandKind.PATCH
        ? translate(() -> patches.judge(project, command))
        : translate(() -> commands.judge(project, command));
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
}
