package io.upg.agent;

import io.upg.agent.journal.TaskKey;
import io.upg.agent.process.ProcessTree;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * One host's agent by itself: no Temporal, no other host. A task takes the way that it takes when
 * it is delivered: journal, work folder, release, process, result.
 */
public final class TaskBench implements AutoCloseable {
  private final LocalAgents agents;
  private final Agent agent;
  private final AgentFolders folders;
  private final List<TaskAttempt> attempts = new CopyOnWriteArrayList<>();

  private TaskBench(LocalAgents agents) {
    this.agents = agents;
    this.agent = agents.all().get(0);
    this.folders = new AgentFolders(agent.config().stateDir());
  }

  /**
   * Services of a sandbox host are started, and have answered, when this returns.
   *
   * @throws IllegalStateException if its folder cannot be used, or another agent has it
   */
  public static TaskBench open(AgentConfig config) {
    LocalAgents agents = LocalAgents.open(List.of(config));
    try {
      agents.boot();
      return new TaskBench(agents);
    } catch (RuntimeException e) {
      agents.close();
      throw e;
    }
  }

  /** Higher than every grant under which the task was run here. */
  public long nextGrant(String project, String task) throws IOException {
    Path works = folders.work(project, task, 0).getParent();
    if (!Files.isDirectory(works)) {
      return 1;
    }
    try (Stream<Path> grants = Files.list(works)) {
      return 1
          + grants
              .mapToLong(grant -> Long.parseLong(grant.getFileName().toString()))
              .max()
              .orElse(0);
    }
  }

  /** What the task keeps between run and rollback. */
  public Path stateDir(String project, String task) {
    return folders.state(project, task);
  }

  /** Where the releases that tasks run from are rebuilt. */
  public Path releases() {
    return folders.releases();
  }

  /** Begins the task of an order that has one. */
  public TaskAttempt start(NodeTaskOrder order) {
    TaskOrder task = order.tasks().get(0);
    Path work = folders.work(order.project(), task.task(), order.grant());
    TaskKey key = TaskKey.of(order, task);
    TaskAttempt attempt =
        new TaskAttempt(
            agent.tasks(),
            order,
            work,
            () -> new ProcessTree(agent.lastProcess(key).orElse(null), TaskWorld.mark(work)));
    attempts.add(attempt);
    return attempt;
  }

  /** Ends what runs, and the services of a sandbox host. Leaves no process of theirs. */
  @Override
  public void close() {
    agents.close();
    attempts.stream()
        .filter(attempt -> !attempt.ended())
        .forEach(attempt -> attempt.endProcesses(ProcessTree.GRACE));
  }
}
