package io.upg.server;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.upg.cli.Unavailable;
import io.upg.contract.Polls;
import io.upg.contract.TemporalTarget;
import io.upg.store.Database;
import io.upg.store.NodeStore;
import io.upg.store.SeenNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Asks Temporal which agents poll, one call a host, few at a time, and writes it down. */
public final class NodeRefresh {
  private static final int AT_ONCE = 8;
  private static final long LIMIT_SECONDS = 120;

  private NodeRefresh() {}

  /**
   * @return what to say where not all hosts could be asked after
   * @throws Unavailable if Temporal answers for none
   */
  public static Optional<String> refresh(
      Database database, TemporalTarget target, List<String> hosts) {
    WorkflowClient client = target.client();
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Callable<Optional<SeenNode>>> questions = new ArrayList<>();
      hosts.forEach(host -> questions.add(() -> ask(client, host)));
      List<Future<Optional<SeenNode>>> answers =
          threads.invokeAll(questions, LIMIT_SECONDS, TimeUnit.SECONDS);
      return write(database, target.address(), answers);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Interrupted while Temporal was asked who polls.", e);
    } finally {
      threads.shutdownNow();
      client.getWorkflowServiceStubs().shutdownNow();
    }
  }

  private static Optional<SeenNode> ask(WorkflowClient client, String host) {
    return Polls.newest(client, host).map(poll -> new SeenNode(host, poll.agent(), poll.at()));
  }

  private static Optional<String> write(
      Database database, String target, List<Future<Optional<SeenNode>>> answers)
      throws InterruptedException {
    List<SeenNode> seen = new ArrayList<>();
    List<Exception> failures = new ArrayList<>();
    for (Future<Optional<SeenNode>> answer : answers) {
      try {
        answer.get().ifPresent(seen::add);
      } catch (ExecutionException | CancellationException e) {
        failures.add(e);
      }
    }
    new NodeStore(database).seen(seen);
    if (failures.isEmpty()) {
      return Optional.empty();
    }
    String why =
        failures.get(0).getCause() instanceof StatusRuntimeException status
            ? status.getStatus().toString()
            : "no answer within " + LIMIT_SECONDS + " s";
    if (failures.size() == answers.size()) {
      throw new Unavailable(
          "Temporal at %s does not say who polls: %s. Look whether it runs.".formatted(target, why),
          failures.get(0));
    }
    return Optional.of(
        "Temporal gave no answer for %d of %d hosts (%s); they are shown as they were."
            .formatted(failures.size(), answers.size(), why));
  }
}
