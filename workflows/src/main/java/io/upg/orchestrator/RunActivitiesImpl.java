package io.upg.orchestrator;

import static io.upg.orchestrator.RunClosedFailure.translate;

import io.upg.contract.Gate;
import io.upg.contract.RunActivities;
import io.upg.contract.RunEnding;
import io.upg.contract.RunOutline;
import io.upg.contract.Verdict;
import io.upg.store.RunStore;

final class RunActivitiesImpl implements RunActivities {
  private final RunStore runs;

  RunActivitiesImpl(RunStore runs) {
    this.runs = runs;
  }

  @Override
  public RunOutline outline(String project, int run) {
    return translate(() -> runs.outline(project, run));
  }

  @Override
  public Gate open(String project, int run, int batch) {
    return translate(() -> runs.open(project, run, batch));
  }

  @Override
  public Verdict judge(String project, int run, int batch) {
    return translate(() -> runs.judge(project, run, batch));
  }

  @Override
  public RunEnding close(String project, int run, String waitingFor) {
    return translate(() -> runs.close(project, run, waitingFor));
  }
}
