package io.upg.agent;

import io.upg.agent.process.ProcessTree;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One task under way on a {@link TaskBench}, or ended. */
public final class TaskAttempt {
  private final NodeTasks tasks;
  private final NodeTaskOrder order;
  private final NodeTasks.Running running;
  private final Path work;
  private final Supplier<ProcessTree> tree;

  TaskAttempt(NodeTasks tasks, NodeTaskOrder order, Path work, Supplier<ProcessTree> tree) {
    this.tasks = tasks;
    this.order = order;
    this.work = work;
    this.tree = tree;
    this.running = tasks.join(order);
  }

  /**
   * Waits for its end; the task's own limit bounds it.
   *
   * @throws IllegalStateException if the agent itself broke
   */
  public TaskResult await() throws InterruptedException {
    try {
      return running.report().get().results().get(0);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The task could not be run: " + e.getCause(), e);
    }
  }

  /** Waits for its end, so long at the most; says whether it came. */
  public boolean await(Duration limit) throws InterruptedException {
    try {
      running.report().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  /** Whether it ended by itself, however. */
  boolean ended() {
    return running.report().isDone() && !running.report().isCompletedExceptionally();
  }

  /** As {@code upg abort --now} does: TERM to all its processes, KILL to what is left. */
  public void stop(String by) {
    tasks.stop(order, by);
  }

  /** What the task's script wrote to stdout and stderr. */
  public Path output() {
    return work.resolve("output");
  }

  /** The files behind {@code UPG_RESULT} that its scripts wrote, of each part and try, in order. */
  public List<Path> results() {
    return ScriptResult.files(work);
  }

  /** Pids of what its script started and what lives still. */
  public List<Long> processes() {
    return tree.get().pids();
  }

  /** Ends what is left of its processes. */
  public void endProcesses(Duration grace) {
    tree.get().end(grace);
  }
}
