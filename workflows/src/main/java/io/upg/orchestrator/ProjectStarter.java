package io.upg.orchestrator;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.upg.contract.TaskQueues;
import io.upg.contract.WorkflowIds;
import io.upg.workflow.ProjectInput;
import io.upg.workflow.ProjectWorkflow;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every open project its workflow, also one that Temporal has lost. Goes on while PostgreSQL
 * or Temporal is away.
 */
final class ProjectStarter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectStarter.class);

  /** A compiled project has its workflow within 5 s; this leaves time for the start itself. */
  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** Rounds after which known projects are looked after again: 30 s. */
  private static final int ROUNDS_TRUSTED = 15;

  private static final long CLOSE_SECONDS = 5;

  private final Supplier<List<String>> openProjects;
  private final WorkflowClient client;
  private final AttributeRegistration attributes;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread starter = new Thread(task, "upg-project-starter");
            starter.setDaemon(true);
            return starter;
          });

  private final Set<String> started = new HashSet<>();
  private int round;
  private boolean failing;

  ProjectStarter(
      Supplier<List<String>> openProjects,
      WorkflowClient client,
      AttributeRegistration attributes) {
    this.openProjects = openProjects;
    this.client = client;
    this.attributes = attributes;
  }

  static ProjectStarter start(
      Supplier<List<String>> openProjects,
      WorkflowClient client,
      AttributeRegistration attributes) {
    ProjectStarter starter = new ProjectStarter(openProjects, client, attributes);
    starter.thread.scheduleWithFixedDelay(
        starter::look, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    return starter;
  }

  /** One round. Throws nothing: the next one would not come. */
  void look() {
    try {
      if (round++ % ROUNDS_TRUSTED == 0) {
        started.clear();
      }
      attributes.ensure();
      List<String> open = openProjects.get();
      started.retainAll(open);
      open.stream().filter(project -> !started.contains(project)).forEach(this::ensureStarted);
      if (failing) {
        LOG.info("Projects are looked after again: open={}", open.size());
      }
      failing = false;
    } catch (RuntimeException failure) {
      if (!failing && !Thread.currentThread().isInterrupted()) {
        LOG.warn(
            "Projects cannot be looked after now, trying again every {} s: {}",
            PERIOD.toSeconds(),
            failure.getMessage());
      }
      failing = true;
    }
  }

  private void ensureStarted(String project) {
    ProjectWorkflow workflow =
        client.newWorkflowStub(
            ProjectWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.project(project))
                .setTaskQueue(TaskQueues.ORCHESTRATOR)
                .setStaticSummary("project " + project)
                .setTypedSearchAttributes(attributes.of(project))
                .build());
    try {
      WorkflowClient.start(workflow::serve, new ProjectInput(project));
      LOG.info("project={} workflow started", project);
    } catch (WorkflowExecutionAlreadyStarted running) {
      // As it should be.
    }
    started.add(project);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
