package io.upg.bench.fleet;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannelBuilder;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RecordActivityTaskHeartbeatRequest;
import io.temporal.api.workflowservice.v1.RecordActivityTaskHeartbeatResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedResponse;
import io.temporal.common.converter.DataConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.upg.contract.NodeProgress;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskQueues;
import io.upg.contract.TemporalClients;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One connection to Temporal that carries the calls of many hosts, asynchronously, with the SDK's
 * own deadlines (a long poll is given up after 70 s, the server ends it after 60 s).
 */
final class FleetConnection implements AutoCloseable {
  private static final long CLOSE_SECONDS = 5;

  private final WorkflowServiceStubs stubs;
  private final String namespace;
  private final DataConverter converter = TemporalClients.dataConverter();

  FleetConnection(String target, String namespace, Executor executor) {
    this.namespace = namespace;
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(target)
                .setChannelInitializer(channel -> onThreadsOf(executor, channel))
                .build());
  }

  private static void onThreadsOf(Executor executor, ManagedChannelBuilder<?> channel) {
    channel.executor(executor);
  }

  ListenableFuture<PollActivityTaskQueueResponse> poll(String host) {
    return stubs
        .futureStub()
        .pollActivityTaskQueue(
            PollActivityTaskQueueRequest.newBuilder()
                .setNamespace(namespace)
                .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.node(host)))
                .setIdentity(identity(host))
                .build());
  }

  NodeTaskOrder order(PollActivityTaskQueueResponse delivery) {
    return converter.fromPayloads(
        0, Optional.of(delivery.getInput()), NodeTaskOrder.class, NodeTaskOrder.class);
  }

  ListenableFuture<RespondActivityTaskCompletedResponse> complete(
      String host, ByteString token, NodeTaskReport report) {
    return stubs
        .futureStub()
        .respondActivityTaskCompleted(
            RespondActivityTaskCompletedRequest.newBuilder()
                .setNamespace(namespace)
                .setIdentity(identity(host))
                .setTaskToken(token)
                .setResult(payloads(report))
                .build());
  }

  /** For good: with one of the contract's failure types. */
  ListenableFuture<RespondActivityTaskFailedResponse> fail(
      String host, ByteString token, String type, String message) {
    return stubs
        .futureStub()
        .respondActivityTaskFailed(
            RespondActivityTaskFailedRequest.newBuilder()
                .setNamespace(namespace)
                .setIdentity(identity(host))
                .setTaskToken(token)
                .setFailure(
                    Failure.newBuilder()
                        .setSource("upg-fleet")
                        .setMessage(message)
                        .setApplicationFailureInfo(
                            ApplicationFailureInfo.newBuilder()
                                .setType(type)
                                .setNonRetryable(true)))
                .build());
  }

  ListenableFuture<RecordActivityTaskHeartbeatResponse> heartbeat(
      String host, ByteString token, NodeProgress progress) {
    return stubs
        .futureStub()
        .recordActivityTaskHeartbeat(
            RecordActivityTaskHeartbeatRequest.newBuilder()
                .setNamespace(namespace)
                .setIdentity(identity(host))
                .setTaskToken(token)
                .setDetails(payloads(progress))
                .build());
  }

  private Payloads payloads(Object value) {
    return converter.toPayloads(value).orElseThrow();
  }

  private static String identity(String host) {
    return "upg-fleet " + host;
  }

  @Override
  public void close() {
    stubs.shutdownNow();
    stubs.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
