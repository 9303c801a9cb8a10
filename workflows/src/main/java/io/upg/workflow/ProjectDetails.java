package io.upg.workflow;

import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.upg.contract.ProjectOutline;
import io.upg.contract.WorkflowAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the Web UI shows and finds of a project: what PostgreSQL says, asked again whenever a
 * command or a run has changed it. Whoever has it refreshed waits for nothing.
 */
final class ProjectDetails {
  private final String project;
  private boolean reading;
  private boolean changed;

  ProjectDetails(String project) {
    this.project = project;
  }

  void refresh() {
    changed = true;
    if (reading || Workflow.getVersion("project-details", Workflow.DEFAULT_VERSION, 1) < 1) {
      return;
    }
    read();
  }

  private void read() {
    changed = false;
    reading = true;
    Async.function(Stubs.project("state of " + project)::outline, project).handle(this::answered);
  }

  private Void answered(ProjectOutline outline, RuntimeException failure) {
    reading = false;
    if (outline != null) {
      Attributes.set(WorkflowAttributes.STATE, outline.state());
      Attributes.set(WorkflowAttributes.PHASE, outline.phase());
      table(outline).show();
    }
    if (changed && failure == null) {
      read();
    }
    return null;
  }

  private DetailsTable table(ProjectOutline outline) {
    return new DetailsTable("project", project)
        .row("state", outline.state())
        .row("phase", outline.phase())
        .row("batch", outline.place())
        .row("tasks", counts(outline))
        .row("open runs", runs(outline.openRuns()))
        .row("waits for", outline.waitingFor())
        .row("as of", now());
  }

  private static String counts(ProjectOutline outline) {
    return outline.counts().entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String runs(List<Integer> open) {
    return open.stream().map(run -> "run-" + run).collect(Collectors.joining(", "));
  }

  private static String now() {
    Instant now = Instant.ofEpochMilli(Workflow.currentTimeMillis());
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
