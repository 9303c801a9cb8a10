package io.upg.recorder;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import io.upg.contract.Polls;
import io.upg.contract.TemporalClients;
import io.upg.store.LiveNode;
import io.upg.store.LiveShard;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One call an answer; none of them makes an event. */
final class TemporalLook implements Look {
  private static final long LIMIT_SECONDS = 4;

  private final WorkflowClient client;

  TemporalLook(WorkflowClient client) {
    this.client = client;
  }

  @Override
  public Optional<List<LiveNode>> at(LiveShard shard) {
    DescribeWorkflowExecutionRequest request =
        DescribeWorkflowExecutionRequest.newBuilder()
            .setNamespace(client.getOptions().getNamespace())
            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(shard.workflowId()))
            .build();
    try {
      DescribeWorkflowExecutionResponse answer = stub().describeWorkflowExecution(request);
      return answer.getWorkflowExecutionInfo().getStatus()
              == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
          ? Optional.of(
              PendingNodes.of(answer.getPendingActivitiesList(), TemporalClients.dataConverter()))
          : Optional.empty();
    } catch (StatusRuntimeException failure) {
      if (failure.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  @Override
  public Optional<Instant> poll(String host) {
    return Polls.newest(client, host).map(Polls.Poll::at);
  }

  private WorkflowServiceBlockingStub stub() {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS);
  }
}
