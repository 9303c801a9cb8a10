package io.upg.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskQueues;
import io.upg.contract.WorkflowAttributes;
import io.upg.contract.WorkflowIds;
import io.upg.temporal.TestTemporal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The workflows on the Temporal of the tests, with a fake store and fake agents. */
final class TestBed implements AutoCloseable {
  /**
   * Beyond a heartbeat timeout: where two threads skip time at once, it may pass as it really does.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final TestWorkflowEnvironment temporal;
  private final FakeStore store;
  private final Map<String, FakeAgent> agents = new LinkedHashMap<>();
  private final List<CompletableFuture<Void>> skipping = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  TestBed(FakeStore store) {
    this.store = store;
    temporal = TestTemporal.skippingTime();
    Worker orchestrator = temporal.newWorker(TaskQueues.ORCHESTRATOR);
    orchestrator.registerWorkflowImplementationTypes(
        ProjectWorkflowImpl.class, RunWorkflowImpl.class, ShardWorkflowImpl.class);
    orchestrator.registerActivitiesImplementations(store);
    temporal.newWorker(TaskQueues.RECORDER).registerActivitiesImplementations(store);
  }

  /** Agents that do what they are told. */
  TestBed agents(Iterable<String> hosts) {
    hosts.forEach(host -> agent(host, FakeAgent::succeed));
    return this;
  }

  /** An agent that behaves so at its first delivery, so at its second, … */
  TestBed agent(String host, FakeAgent.Behaviour... behaviours) {
    return agent(host, 1, behaviours);
  }

  /** As {@link #agent}, with a slot for the order to stop what the other one runs. */
  TestBed stoppableAgent(String host, FakeAgent.Behaviour... behaviours) {
    return agent(host, 2, behaviours);
  }

  private TestBed agent(String host, int slots, FakeAgent.Behaviour... behaviours) {
    FakeAgent agent = new FakeAgent(store, List.of(behaviours));
    WorkerOptions options =
        WorkerOptions.newBuilder()
            .setMaxConcurrentActivityTaskPollers(1)
            .setMaxConcurrentActivityExecutionSize(slots)
            .build();
    temporal.newWorker(TaskQueues.node(host), options).registerActivitiesImplementations(agent);
    agents.put(host, agent);
    return this;
  }

  /**
   * The behaviour of an agent that takes its tasks and is never heard of again. The server skips no
   * time by itself while an activity runs, so it is told to; but the last second before the timeout
   * has to pass: the server counts who lets it skip, and fails where the activity ends meanwhile.
   */
  NodeTaskReport vanish(NodeTaskOrder order) {
    Activity.getExecutionContext().doNotCompleteOnReturn();
    Duration overdue = Stubs.HEARTBEAT.minusSeconds(1);
    skipping.add(CompletableFuture.runAsync(() -> temporal.sleep(overdue)));
    return null;
  }

  /** As {@link #vanish}, but its only slot stays taken, so that it takes nothing more. */
  NodeTaskReport wedge(NodeTaskOrder order) {
    vanish(order);
    return block(order);
  }

  /** The behaviour of an agent that never answers. */
  NodeTaskReport block(NodeTaskOrder order) {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  TestBed start() {
    temporal.start();
    return this;
  }

  FakeAgent agent(String host) {
    return agents.get(host);
  }

  /** Starts a run's workflow and waits until it has ended. */
  void run(int run) {
    startRun(run);
    await(run);
  }

  void startRun(int run) {
    RunWorkflow workflow =
        client().newWorkflowStub(RunWorkflow.class, options(WorkflowIds.run(FakeRun.PROJECT, run)));
    WorkflowClient.start(workflow::run, new RunInput(FakeRun.PROJECT, run, 1));
  }

  /** Waits for a run's workflow that somebody else has started. */
  void await(int run) {
    awaitEnd(WorkflowIds.run(FakeRun.PROJECT, run));
  }

  /**
   * Lets time pass second by second: a client that waits for a result lets it jump to whatever
   * comes next, and once the run has ended that is the end of the project's own workflow, ten years
   * on.
   */
  void awaitEnd(String workflow) {
    awaitTrue(
        () -> {
          if (!TestTemporal.isReal()) {
            temporal.sleep(Duration.ofSeconds(1));
          }
          return status(workflow) != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
        });
    assertThat(status(workflow))
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
  }

  /** Looks again and again until it is so. */
  void awaitTrue(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not so within " + PATIENCE + "; events: " + store.events());
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  /** Lets time pass, and what waits for it happen. */
  void pass(Duration time) {
    temporal.sleep(time);
  }

  boolean ranTasks() {
    return !store.events("deliver").isEmpty();
  }

  void terminate(String workflow) {
    client().newUntypedWorkflowStub(workflow).terminate("by a test");
  }

  String runId(ProjectWorkflow project) {
    return WorkflowStub.fromTyped(project).describe().getExecution().getRunId();
  }

  /** Bound to no history: it speaks with whichever is open. */
  ProjectWorkflow anyHistoryOfProject() {
    return client().newWorkflowStub(ProjectWorkflow.class, WorkflowIds.project(FakeRun.PROJECT));
  }

  ProjectWorkflow project() {
    return project(SearchAttributes.EMPTY);
  }

  /** A project on a server that knows upg's search attributes. */
  ProjectWorkflow searchable() {
    WorkflowAttributes.ALL.forEach(
        key -> temporal.registerSearchAttribute(key.getName(), key.getValueType()));
    return project(WorkflowAttributes.of(FakeRun.PROJECT, "ready"));
  }

  private ProjectWorkflow project(SearchAttributes attributes) {
    WorkflowOptions.Builder options =
        WorkflowOptions.newBuilder(options(WorkflowIds.project(FakeRun.PROJECT)))
            .setTypedSearchAttributes(attributes);
    ProjectWorkflow project = client().newWorkflowStub(ProjectWorkflow.class, options.build());
    WorkflowClient.start(project::serve, new ProjectInput(FakeRun.PROJECT));
    return project;
  }

  /** As a portal sends it: nothing but names and JSON. */
  void signal(String name, Object payload) {
    WorkflowStub portal = client().newUntypedWorkflowStub(WorkflowIds.project(FakeRun.PROJECT));
    portal.signal(name, payload);
  }

  WorkflowExecutionStatus status(String id) {
    return client().newUntypedWorkflowStub(id).describe().getStatus();
  }

  static CommandRequest command(String id, CommandKind kind) {
    return CommandRequest.of(kind, id, "ann").build();
  }

  WorkflowClient client() {
    return temporal.getWorkflowClient();
  }

  TestWorkflowEnvironment temporal() {
    return temporal;
  }

  private static WorkflowOptions options(String id) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(id)
        .setTaskQueue(TaskQueues.ORCHESTRATOR)
        .build();
  }

  @Override
  public void close() {
    closing.countDown();
    skipping.forEach(CompletableFuture::join);
    temporal.close();
  }
}
