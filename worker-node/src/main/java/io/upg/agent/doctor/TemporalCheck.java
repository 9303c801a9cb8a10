package io.upg.agent.doctor;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.upg.contract.Polls;
import io.upg.contract.TaskQueues;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The way to Temporal: the server, the namespace, and who polls this host's queue.
 *
 * @param target {@code host:port}, for messages
 */
public record TemporalCheck(WorkflowClient client, String target, String host) implements Check {
  private static final long LIMIT_SECONDS = 8;

  @Override
  public List<Finding> look() {
    List<Finding> found = new ArrayList<>();
    found.add(server());
    if (!found.get(0).failed()) {
      found.add(queue());
    }
    return found;
  }

  private Finding server() {
    String namespace = client.getOptions().getNamespace();
    try {
      client
          .getWorkflowServiceStubs()
          .blockingStub()
          .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS)
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build());
      return Finding.ok("temporal", "%s answers, namespace '%s'".formatted(target, namespace));
    } catch (StatusRuntimeException e) {
      return failed(namespace, e.getStatus());
    }
  }

  private Finding failed(String namespace, Status status) {
    return switch (status.getCode()) {
      case NOT_FOUND ->
          Finding.failed(
              "temporal",
              "%s has no namespace '%s'".formatted(target, namespace),
              "Correct --namespace, or have it registered");
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          Finding.failed(
              "temporal",
              "%s does not let this host in: %s".formatted(target, status),
              "Look at the certificate and its rights");
      default ->
          Finding.failedElsewhere(
              "temporal",
              "%s does not answer (%s)".formatted(target, status),
              "Look whether it runs, and whether --temporal and the firewall are right");
    };
  }

  private Finding queue() {
    String queue = TaskQueues.node(host);
    try {
      Optional<Polls.Poll> poll = Polls.newest(client, host);
      String found =
          poll.map(p -> queue + " is polled by " + said(p))
              .orElse("nobody polls " + queue + " yet");
      return Finding.ok("queue", found);
    } catch (StatusRuntimeException e) {
      return Finding.failedElsewhere(
          "queue", queue + " cannot be asked after: " + e.getStatus(), "Look at Temporal's log");
    }
  }

  private static String said(Polls.Poll poll) {
    String version = poll.agent().version();
    return "upg-node %s, last %d s ago"
        .formatted(
            version == null ? "of an old version" : version,
            Duration.between(poll.at(), Instant.now()).toSeconds());
  }
}
