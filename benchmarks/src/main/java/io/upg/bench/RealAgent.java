package io.upg.bench;

import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.upg.contract.TaskQueues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./upg-node}, a process of its own. */
final class RealAgent implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 20;
  private static final long STOP_SECONDS = 40;

  private final String host;
  private final Path folder;
  private final Deployment deployment;
  private final Process process;

  private RealAgent(String host, Path folder, Deployment deployment, Process process) {
    this.host = host;
    this.folder = folder;
    this.deployment = deployment;
    this.process = process;
  }

  /**
   * Returns at once.
   *
   * @param more options of the agent
   */
  static RealAgent start(Bench bench, String host, String... more) throws IOException {
    Path folder = bench.folder().resolve(host);
    Files.createDirectories(root(folder));
    List<String> command = new ArrayList<>();
    command.addAll(List.of(bench.home().resolve("upg-node").toString(), "--host", host));
    command.addAll(List.of("--temporal", bench.deployment().temporal()));
    command.addAll(List.of("--artifacts", bench.deployment().artifacts()));
    command.addAll(List.of("--root", root(folder).toString()));
    command.addAll(List.of("--state-dir", folder.resolve("state").toString()));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(bench.folder().resolve(host + ".log").toFile())
            .start();
    return new RealAgent(host, folder, bench.deployment(), process);
  }

  /** The root of a host that is not there yet: what it is to hold may be put there before. */
  static Path root(Bench bench, String host) {
    return root(bench.folder().resolve(host));
  }

  private static Path root(Path folder) {
    return folder.resolve("root");
  }

  /** Returns when the server knows its poll. */
  void awaitPoll() throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (pollers() == 0) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("The agent of " + host + " does not poll after " + LIMIT);
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private int pollers() {
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

  long residentMegabytes() throws IOException {
    return Machine.residentMegabytes(process.pid());
  }

  /** What the scripts of a {@link BenchProject} have noted: a line for every one that ran. */
  List<String> noted() throws IOException {
    Path notes = root(folder).resolve(BenchProject.NOTES);
    return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
