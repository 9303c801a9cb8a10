package io.upg.orchestrator;

import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.upg.contract.NodeActivities;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskQueues;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Agents that run nothing and keep a journal. How a task ends depends on the project's seed, the
 * task, and how often it came; tasks take a moment, so that commands find them at work.
 */
final class RandomAgents implements AutoCloseable {
  /** Of a hundred tasks so many go wrong. */
  private static final int UNLUCK = 15;

  private static final int SLOWEST_MILLIS = 30;

  private final WorkerFactory workers;
  private final Map<String, Long> seeds = new ConcurrentHashMap<>();
  private final Set<String> lucky = ConcurrentHashMap.newKeySet();
  private final Map<String, List<Entry>> journals = new ConcurrentHashMap<>();
  private final Map<String, Work> works = new ConcurrentHashMap<>();
  private final Set<String> atWork = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();

  /** A task that was executed, or got no further than its order. */
  record Entry(int run, int number, long grant, Direction direction, TaskState result) {
    boolean started() {
      return result != TaskState.UNDO;
    }
  }

  RandomAgents(WorkflowClient client, List<String> hosts) {
    workers = WorkerFactory.newInstance(client);
    for (String host : hosts) {
      WorkerOptions onePoller =
          WorkerOptions.newBuilder().setMaxConcurrentActivityTaskPollers(1).build();
      Worker worker = workers.newWorker(TaskQueues.node(host), onePoller);
      worker.registerActivitiesImplementations(new Activities());
    }
    workers.start();
  }

  void seed(String project, long seed) {
    seeds.put(project, seed);
  }

  /** From now on nothing of this project goes wrong. */
  void bringLuck(String project) {
    lucky.add(project);
  }

  /** What the hosts know of a project, in the order in which it happened to each task. */
  List<Entry> journal(String project) {
    return List.copyOf(journals.getOrDefault(project, List.of()));
  }

  /** Tasks that were executed by two at once. */
  List<String> violations() {
    return List.copyOf(violations);
  }

  private final class Activities implements NodeActivities {
    @Override
    public NodeTaskReport runNodeTask(NodeTaskOrder order) {
      return join(order, false);
    }

    @Override
    public NodeTaskReport stopNodeTask(NodeTaskOrder order, String by) {
      return join(order, true);
    }
  }

  /** A node task at its host: whoever brings its order first does it, the others wait. */
  private static final class Work {
    private final CompletableFuture<NodeTaskReport> report = new CompletableFuture<>();
    private volatile boolean stopped;
  }

  private NodeTaskReport join(NodeTaskOrder order, boolean stop) {
    Work mine = new Work();
    mine.stopped = stop;
    Work before = works.putIfAbsent(order.project() + " " + order.grant() + order.host(), mine);
    if (before == null) {
      mine.report.complete(answer(order, mine));
      return mine.report.join();
    }
    before.stopped |= stop;
    return before.report.join();
  }

  private NodeTaskReport answer(NodeTaskOrder order, Work work) {
    List<TaskResult> results = new ArrayList<>();
    boolean well = true;
    for (List<TaskOrder> group : order.groups()) {
      boolean start = well && !work.stopped;
      for (TaskOrder task : group) {
        TaskState state = start ? execute(order, task, work) : TaskState.UNDO;
        note(order, task, state);
        well &= state.settled(order.direction());
        results.add(result(task, state));
      }
    }
    return new NodeTaskReport(order.host(), order.grant(), results);
  }

  private TaskState execute(NodeTaskOrder order, TaskOrder task, Work work) {
    String key = order.project() + " " + task.task();
    if (!atWork.add(key)) {
      violations.add(key + " is executed twice at once, the second time by run " + order.run());
    }
    try {
      Random random = random(order, task);
      pause(random);
      return work.stopped ? TaskState.FAIL : outcome(order, random);
    } finally {
      atWork.remove(key);
    }
  }

  private Random random(NodeTaskOrder order, TaskOrder task) {
    long times = journal(order.project()).stream().filter(e -> e.number() == task.number()).count();
    return new Random(seeds.get(order.project()) * 31 + task.number() * 1_000_003L + times);
  }

  private static void pause(Random random) {
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(SLOWEST_MILLIS)).toNanos());
  }

  private TaskState outcome(NodeTaskOrder order, Random random) {
    boolean well = random.nextInt(100) >= UNLUCK || lucky.contains(order.project());
    if (order.direction() == Direction.ROLLBACK) {
      return well ? TaskState.ROLLED_BACK : TaskState.ROLLBACK_FAIL;
    }
    TaskState wrong = random.nextInt(4) == 0 ? TaskState.UNKNOWN : TaskState.FAIL;
    return well ? TaskState.DONE : wrong;
  }

  private void note(NodeTaskOrder order, TaskOrder task, TaskState state) {
    journals
        .computeIfAbsent(order.project(), project -> new CopyOnWriteArrayList<>())
        .add(new Entry(order.run(), task.number(), order.grant(), order.direction(), state));
  }

  private static TaskResult result(TaskOrder task, TaskState state) {
    boolean failed = state.failed();
    Instant now = state == TaskState.UNDO ? null : Instant.now();
    return new TaskResult(
        task.number(),
        task.task(),
        state,
        failed ? 3 : null,
        failed ? "it went wrong" : null,
        null,
        null,
        now,
        now);
  }

  @Override
  public void close() {
    workers.shutdownNow();
    workers.awaitTermination(5, TimeUnit.SECONDS);
  }
}
