package io.upg.bench;

import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.upg.contract.TaskQueues;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real agent as a process of its own: until the server knows its poll, and what it weighs. */
final class AgentMeasurement implements Measurement {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SETTLED = Duration.ofSeconds(30);
  private static final Duration QUICK = Duration.ofSeconds(2);
  private static final long LOOK_MILLIS = 20;
  private static final long STOP_SECONDS = 40;

  @Override
  public String name() {
    return "agent";
  }

  @Override
  public void take(Bench bench) throws Exception {
    List<Double> seconds = new ArrayList<>();
    List<Double> megabytes = new ArrayList<>();
    for (int run = 0; run < bench.runs(); run++) {
      String host = Bench.unused("agent");
      long start = System.nanoTime();
      Process agent = start(bench, host);
      try {
        awaitPoll(bench.deployment(), host);
        seconds.add((System.nanoTime() - start) / 1e9);
        Thread.sleep((bench.quick() ? QUICK : SETTLED).toMillis());
        megabytes.add((double) Machine.residentMegabytes(agent.pid()));
      } finally {
        agent.destroy();
        agent.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
    }
    bench
        .report()
        .fact(
            "a real agent",
            "polls %.1f s after its start, %.0f MB resident when idle"
                .formatted(Median.of(seconds), Median.of(megabytes)));
  }

  private static Process start(Bench bench, String host) throws IOException {
    Path state = bench.folder().resolve(host);
    return new ProcessBuilder(
            bench.home().resolve("upg-node").toString(),
            "--host",
            host,
            "--temporal",
            bench.deployment().temporal(),
            "--artifacts",
            bench.folder().toUri().toString(),
            "--root",
            state.resolve("root").toString(),
            "--state-dir",
            state.resolve("state").toString())
        .redirectErrorStream(true)
        .redirectOutput(bench.folder().resolve(host + ".log").toFile())
        .start();
  }

  private static void awaitPoll(Deployment deployment, String host) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (pollers(deployment, host) == 0) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("The agent of " + host + " does not poll after " + LIMIT);
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private static int pollers(Deployment deployment, String host) {
    return deployment
        .client()
        .getWorkflowServiceStubs()
        .blockingStub()
        .describeTaskQueue(
            DescribeTaskQueueRequest.newBuilder()
                .setNamespace(Deployment.NAMESPACE)
                .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.node(host)))
                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                .build())
        .getPollersCount();
  }
}
