package io.upg.cli;

import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateStage;
import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandRequest;
import io.upg.contract.TemporalTarget;
import io.upg.contract.TlsRefused;
import io.upg.contract.WorkflowIds;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends commands to the workflows of projects, each step with a limit of its own. Nothing else in
 * this package touches Temporal, and commands make one only when they need it.
 */
final class CommandSender implements AutoCloseable {
  private static final Duration TRY_AGAIN = Duration.ofMillis(250);

  private final CliContext context;
  private final String target;
  private final WorkflowClient client;
  private final Limits limits;

  /**
   * How long each step may take.
   *
   * @param workflow until the project has a workflow: the orchestrator starts it within 5 s of its
   *     compilation
   */
  record Limits(Duration connect, Duration workflow, Duration answer) {
    static final Limits USUAL =
        new Limits(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30));
  }

  CommandSender(CliContext context, TemporalTarget target) {
    this(context, target.address(), target.client(), Limits.USUAL);
  }

  CommandSender(CliContext context, String target, WorkflowClient client, Limits limits) {
    this.context = context;
    this.target = target;
    this.client = client;
    this.limits = limits;
  }

  /**
   * The answer to the command, given within seconds.
   *
   * @throws Unavailable where Temporal or the orchestrator does not answer within the limits
   */
  CommandAnswer send(String project, CommandRequest request) {
    connect();
    Instant deadline = Instant.now().plus(limits.workflow());
    boolean said = false;
    while (true) {
      try {
        return update(project, request);
      } catch (WorkflowNotFoundException e) {
        if (Instant.now().isAfter(deadline)) {
          throw noWorkflow(project, e);
        }
        if (!said) {
          context
              .err()
              .printf(
                  "Waiting up to %s for the orchestrator to take up project '%s'.%n",
                  Words.duration(limits.workflow()), project);
          said = true;
        }
        pause();
      }
    }
  }

  private void connect() {
    try {
      client.getWorkflowServiceStubs().connect(limits.connect());
    } catch (RuntimeException e) {
      String silence =
          "Temporal at %s does not answer (tried for %s). Start it: upg up --dir D; or name another one: --temporal HOST:PORT. What is recorded can be asked all the same: upg status"
              .formatted(target, Words.duration(limits.connect()));
      throw new Unavailable(TlsRefused.in(e).orElse(silence), e);
    }
  }

  /** In a thread of its own, because the client would wait much longer for its server. */
  private CommandAnswer update(String project, CommandRequest request) {
    CompletableFuture<CommandAnswer> answer =
        CompletableFuture.supplyAsync(() -> startUpdate(project, request));
    try {
      return answer.get(limits.answer().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Unavailable(
          "No orchestrator answered for project '%s' within %s; Temporal at %s does. Start one: 'upg up --dir D' or 'upg serve orchestrator'. The command may still be taken: see upg status %s, then give it again."
              .formatted(project, Words.duration(limits.answer()), target, project),
          e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Interrupted before the command was answered.", e);
    }
  }

  private CommandAnswer startUpdate(String project, CommandRequest request) {
    UpdateOptions<CommandAnswer> options =
        UpdateOptions.newBuilder(CommandAnswer.class)
            .setUpdateName("command")
            .setUpdateId(request.id())
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build();
    return client
        .newUntypedWorkflowStub(WorkflowIds.project(project))
        .startUpdate(options, request)
        .getResult();
  }

  private Unavailable noWorkflow(String project, WorkflowNotFoundException e) {
    return new Unavailable(
        "Project '%s' has no workflow at Temporal %s (waited %s). The orchestrator starts it: is one running, on this Temporal and this PostgreSQL? Start one: 'upg up --dir D' or 'upg serve orchestrator'."
            .formatted(project, target, Words.duration(limits.workflow())),
        e);
  }

  private static void pause() {
    try {
      Thread.sleep(TRY_AGAIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Interrupted before the command was answered.", e);
    }
  }

  @Override
  public void close() {
    client.getWorkflowServiceStubs().shutdownNow();
  }
}
