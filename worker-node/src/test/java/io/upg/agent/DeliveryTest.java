package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.activity.ActivityOptions;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.upg.contract.FailureTypes;
import io.upg.contract.NodeActivities;
import io.upg.contract.NodeProgress;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.Protocol;
import io.upg.contract.TaskQueues;
import io.upg.contract.TemporalClients;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import io.upg.temporal.OnEitherTemporal;
import io.upg.temporal.TestTemporal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders that come through Temporal (the in-memory server) to a real agent. */
@OnEitherTemporal
class DeliveryTest {
  private static final String CALLER = "caller";

  /** Sends one order, once or until it is answered. */
  @WorkflowInterface
  public interface Sender {
    @WorkflowMethod
    NodeTaskReport send(String queue, NodeTaskOrder order, Duration timeout, int deliveries);
  }

  public static final class SenderImpl implements Sender {
    @Override
    public NodeTaskReport send(
        String queue, NodeTaskOrder order, Duration timeout, int deliveries) {
      return Workflow.newActivityStub(
              NodeActivities.class,
              ActivityOptions.newBuilder()
                  .setTaskQueue(queue)
                  .setStartToCloseTimeout(timeout)
                  .setHeartbeatTimeout(Duration.ofSeconds(60))
                  .setRetryOptions(
                      RetryOptions.newBuilder()
                          .setInitialInterval(Duration.ofMillis(100))
                          .setMaximumAttempts(deliveries)
                          .build())
                  .build())
          .runNodeTask(order);
    }
  }

  @TempDir Path folder;
  private TestHost host;
  private TestWorkflowEnvironment temporal;
  private NodeAgent agent;

  @BeforeEach
  void open() throws Exception {
    host = TestHost.in(folder);
    temporal = TestTemporal.inRealTime();
    temporal.newWorker(CALLER).registerWorkflowImplementationTypes(SenderImpl.class);
    temporal.start();
  }

  @AfterEach
  void close() {
    stopAgent();
    temporal.close();
    host.close();
  }

  @Test
  void an_order_comes_over_the_host_s_queue_and_its_report_goes_back() throws Exception {
    NodeTaskOrder order = order(1, host.script("convert", "echo fine"));
    startAgent();
    NodeTaskReport report = send(order, Duration.ofMinutes(1), 1);

    assertThat(report.grant()).isEqualTo(1);
    assertThat(report.results().get(0).state()).isEqualTo(TaskState.DONE);
    assertThat(report.results().get(0).tail()).isEqualTo("fine\n");
    stopAgent();
  }

  @Test
  void an_order_for_another_host_is_refused_for_good() throws Exception {
    NodeTaskOrder mine = order(1, host.script("convert", "touch \"$UPG_ROOT/ran\""));
    NodeTaskOrder other =
        new NodeTaskOrder(
            mine.project(), 1, "h2", Direction.RUN, 1, mine.hostSheet(), mine.groups());
    startAgent();
    assertRefused(other, FailureTypes.WRONG_HOST);
    stopAgent();
    assertThat(host.root().resolve("ran")).doesNotExist();
  }

  @Test
  void an_order_of_a_newer_protocol_is_refused_and_says_how_to_go_on() throws Exception {
    NodeTaskOrder known = order(1, host.script("convert", "touch \"$UPG_ROOT/ran\""));
    startAgent();
    ApplicationFailure refusal =
        assertRefused(of(Protocol.NEWEST_UNDERSTOOD + 1, known), FailureTypes.PROTOCOL);
    assertThat(refusal.getOriginalMessage())
        .contains("protocol " + Protocol.CURRENT + ")")
        .contains("an order of protocol " + (Protocol.NEWEST_UNDERSTOOD + 1))
        .contains("Update the agent");
    assertThat(host.root().resolve("ran")).doesNotExist();

    NodeTaskReport report = send(of(Protocol.NEWEST_UNDERSTOOD, known), Duration.ofMinutes(1), 1);

    assertThat(report.results().get(0).state()).isEqualTo(TaskState.DONE);
    assertThat(report.agent()).isEqualTo(OwnBuild.BUILD);
    stopAgent();
  }

  private static NodeTaskOrder of(int protocol, NodeTaskOrder order) {
    return new NodeTaskOrder(
        order.project(),
        order.run(),
        order.host(),
        order.direction(),
        order.grant(),
        order.hostSheet(),
        order.groups(),
        protocol);
  }

  @Test
  void an_order_with_an_older_grant_is_refused_for_good() throws Exception {
    Sheet sheet = host.script("convert", "echo x >>\"$UPG_ROOT/runs\"");
    startAgent();
    send(order(8, sheet), Duration.ofMinutes(1), 1);
    assertRefused(order(7, sheet), FailureTypes.STALE_GRANT);
    stopAgent();
    assertThat(Files.readAllLines(host.root().resolve("runs"))).hasSize(1);
  }

  @Test
  void a_later_group_that_was_granted_again_meanwhile_is_left_to_the_newer_grant()
      throws Exception {
    Sheet first =
        host.script(
            "one", "touch \"$UPG_ROOT/on\"; until [ -e \"$UPG_ROOT/go\" ]; do sleep 0.05; done");
    Sheet second = host.script("two", "echo x >>\"$UPG_ROOT/runs\"");
    Sheet third = host.script("three", "touch \"$UPG_ROOT/three\"");
    NodeTaskOrder old =
        host.order(1, Direction.RUN, List.of(List.of(first), List.of(second), List.of(third)));
    startAgent();
    WorkflowStub sender = start(old, Duration.ofMinutes(1), 1);
    Await.until(() -> Files.exists(host.root().resolve("on")), "the first task to start");
    NodeTaskReport newer = send(order(2, second), Duration.ofMinutes(1), 1);
    Files.createFile(host.root().resolve("go"));

    NodeTaskReport report = sender.getResult(NodeTaskReport.class);
    assertThat(newer.results().get(0).state()).isEqualTo(TaskState.DONE);
    assertThat(report.results())
        .extracting(result -> result.state())
        .containsExactly(TaskState.DONE, TaskState.UNDO, TaskState.UNDO);
    assertThat(report.results().get(1).error()).contains("granted again meanwhile (grant 2)");
    stopAgent();
    assertThat(Files.readAllLines(host.root().resolve("runs"))).hasSize(1);
    assertThat(host.root().resolve("three")).doesNotExist();
  }

  @Test
  void a_delivery_that_times_out_ends_nothing_and_the_next_one_joins() throws Exception {
    Sheet sheet =
        host.script(
            "convert",
            "echo x >>\"$UPG_ROOT/runs\"; until [ $(wc -l <\"$UPG_ROOT/runs\") -gt 1 ] || [ -e \"$UPG_ROOT/go\" ]; do sleep 0.05; done");
    startAgent();
    WorkflowStub sender = start(order(1, sheet), Duration.ofSeconds(2), 5);
    Await.until(() -> deliveries(sender) >= 2, "a second delivery");
    Files.createFile(host.root().resolve("go"));

    assertThat(sender.getResult(NodeTaskReport.class).results().get(0).state())
        .isEqualTo(TaskState.DONE);
    stopAgent();
    assertThat(Files.readAllLines(host.root().resolve("runs"))).hasSize(1);
  }

  @Test
  void a_heartbeat_tells_which_task_runs() throws Exception {
    Sheet sheet = host.script("convert", "until [ -e \"$UPG_ROOT/go\" ]; do sleep 0.05; done");
    startAgent();
    WorkflowStub sender = start(order(1, sheet), Duration.ofMinutes(1), 1);
    Await.until(
        () -> progress(sender).equals(Optional.of(new NodeProgress(List.of(sheet.task()), 0, 1))),
        "a heartbeat with the running task");
    Files.createFile(host.root().resolve("go"));
    sender.getResult(NodeTaskReport.class);
    stopAgent();
  }

  @Test
  void an_agent_that_shuts_down_gives_the_delivery_back_and_the_next_agent_goes_on()
      throws Exception {
    Sheet first =
        host.script("one", "touch \"$UPG_ROOT/on\"; sleep 0.5; echo x >>\"$UPG_ROOT/runs\"");
    Sheet second = host.script("two", "echo x >>\"$UPG_ROOT/runs\"");
    NodeTaskOrder order = host.order(1, Direction.RUN, List.of(List.of(first), List.of(second)));
    WorkflowStub sender;
    startAgent();
    sender = start(order, Duration.ofMinutes(1), 10);
    Await.until(() -> Files.exists(host.root().resolve("on")), "the first task to start");
    stopAgent();
    assertThat(Files.readAllLines(host.root().resolve("runs"))).hasSize(1);

    startAgent();
    assertThat(sender.getResult(NodeTaskReport.class).results())
        .allMatch(result -> result.state() == TaskState.DONE);
    stopAgent();
    assertThat(Files.readAllLines(host.root().resolve("runs"))).hasSize(2);
  }

  @Test
  void two_hundred_agents_of_one_process_share_its_threads() throws Exception {
    List<AgentConfig> configs = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      configs.add(AgentConfig.sandbox("cn-" + i, folder, host.shelf().uri()));
      Files.createDirectories(folder.resolve("hosts/cn-" + i));
    }
    int before = workerThreads();
    NodeAgents agents = NodeAgents.start(temporal.getWorkflowClient(), configs);
    try {
      NodeTaskOrder order = order(1, host.script("convert", "echo fine"));
      for (int i = 1; i <= 200; i += 40) {
        NodeTaskOrder there =
            new NodeTaskOrder(
                order.project(), 1, "cn-" + i, Direction.RUN, 1, order.hostSheet(), order.groups());
        assertThat(send(there, Duration.ofMinutes(1), 1).results().get(0).state())
            .isEqualTo(TaskState.DONE);
      }
      assertThat(workerThreads() - before).as("one poller each").isBetween(200, 250);
    } finally {
      agents.close();
    }
  }

  private void startAgent() {
    agent = NodeAgent.start(temporal.getWorkflowClient(), host.config());
  }

  private void stopAgent() {
    if (agent != null) {
      agent.close();
      agent = null;
    }
  }

  private NodeTaskOrder order(long grant, Sheet sheet) {
    return host.order(grant, Direction.RUN, List.of(List.of(sheet)));
  }

  private NodeTaskReport send(NodeTaskOrder order, Duration timeout, int deliveries) {
    return start(TaskQueues.node(order.host()), order, timeout, deliveries)
        .getResult(NodeTaskReport.class);
  }

  private WorkflowStub start(NodeTaskOrder order, Duration timeout, int deliveries) {
    return start(TaskQueues.node(order.host()), order, timeout, deliveries);
  }

  private WorkflowStub start(String queue, NodeTaskOrder order, Duration timeout, int deliveries) {
    WorkflowStub sender =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "Sender",
                WorkflowOptions.newBuilder()
                    .setTaskQueue(CALLER)
                    .setWorkflowId("sender-" + UUID.randomUUID())
                    .build());
    sender.start(queue, order, timeout, deliveries);
    return sender;
  }

  private ApplicationFailure assertRefused(NodeTaskOrder order, String type) {
    WorkflowStub sender = start(TaskQueues.node(TestHost.NAME), order, Duration.ofMinutes(1), 5);
    Throwable thrown = catchThrowable(() -> sender.getResult(NodeTaskReport.class));
    assertThat(thrown).cause().isInstanceOf(ActivityFailure.class);
    assertThat(thrown).cause().cause().isInstanceOf(ApplicationFailure.class);
    ApplicationFailure failure = (ApplicationFailure) thrown.getCause().getCause();
    assertThat(failure.getType()).isEqualTo(type);
    assertThat(failure.isNonRetryable()).isTrue();
    return failure;
  }

  private int deliveries(WorkflowStub sender) {
    return pending(sender).map(activity -> activity.getAttempt()).orElse(0);
  }

  private Optional<NodeProgress> progress(WorkflowStub sender) {
    return pending(sender)
        .filter(activity -> activity.hasHeartbeatDetails())
        .map(
            activity ->
                TemporalClients.dataConverter()
                    .fromPayload(
                        activity.getHeartbeatDetails().getPayloads(0),
                        NodeProgress.class,
                        NodeProgress.class));
  }

  private Optional<io.temporal.api.workflow.v1.PendingActivityInfo> pending(WorkflowStub sender) {
    WorkflowClient client = temporal.getWorkflowClient();
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setExecution(sender.getExecution())
                .build())
        .getPendingActivitiesList()
        .stream()
        .findFirst();
  }

  /** Without those of the in-memory server, which has one for each waiting poll. */
  private static int workerThreads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !thread.getName().startsWith("grpc-"))
            .count();
  }
}
