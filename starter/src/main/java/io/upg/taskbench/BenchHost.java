package io.upg.taskbench;

import io.upg.agent.AgentConfig;
import io.upg.agent.BenchMode;
import io.upg.agent.TaskAttempt;
import io.upg.agent.TaskBench;
import io.upg.plan.model.Direction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A host's root and the agent's folder beside it, with an agent that is told what to do here. */
public final class BenchHost implements AutoCloseable {
  private final Path root;
  private final TaskBench bench;
  private final Shelf shelf;

  private BenchHost(Path root, TaskBench bench, Shelf shelf) {
    this.root = root;
    this.bench = bench;
    this.shelf = shelf;
  }

  /**
   * @param folder the agent's own: what tasks keep between run and rollback is in it
   * @param sandbox whether the host's services run while this is open; else none is touched
   * @throws IllegalStateException if the folder cannot be used, or another agent has it
   */
  public static BenchHost open(
      Path root, Path folder, String host, boolean sandbox, BenchMode mode) {
    Shelf shelf = new Shelf(folder.resolve("artifacts"));
    AgentConfig config =
        new AgentConfig(
            host,
            root,
            folder,
            List.of(shelf.folder().toAbsolutePath().toUri()),
            sandbox,
            Duration.ZERO,
            mode);
    return new BenchHost(root, TaskBench.open(config), shelf);
  }

  public TaskAttempt start(BenchTask task, Direction direction) throws IOException {
    long grant = bench.nextGrant(task.project(), task.id());
    return bench.start(shelf.order(task, direction, grant));
  }

  Path root() {
    return root;
  }

  Path stateDir(BenchTask task) {
    return bench.stateDir(task.project(), task.id());
  }

  Path releases() {
    return bench.releases();
  }

  @Override
  public void close() {
    bench.close();
  }
}
