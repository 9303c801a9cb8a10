package io.upg.orchestrator;

import io.temporal.client.WorkflowClient;
import io.temporal.testing.TestWorkflowEnvironment;
import io.upg.recorder.Recorder;
import io.upg.store.StoreHarness;
import io.upg.temporal.OnEitherTemporal;
import io.upg.temporal.TestTemporal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Random projects under random commands, side by side: the real workflows and the real store on
 * PostgreSQL, agents that fail at random.
 *
 * <p>{@code -Dupg.property.seed=SEED} makes the same plans, outcomes and commands again ({@code
 * -Dupg.property.cases=1} the failed one alone); what meets what is up to the machine.
 */
@OnEitherTemporal
class RandomCommandsTest {
  private static final long SEED = Long.getLong("upg.property.seed", System.nanoTime());
  private static final int CASES =
      Integer.getInteger("upg.property.cases", TestTemporal.isReal() ? 5 : 60);
  private static final int STORMS = Math.min(CASES, 4);
  private static final int SIDE_BY_SIDE = 8;

  private final StoreHarness store = new StoreHarness();
  private final TestWorkflowEnvironment temporal = TestTemporal.inRealTime();
  private final WorkflowClient client = temporal.getWorkflowClient();
  private final RandomAgents agents =
      new RandomAgents(
          client,
          IntStream.rangeClosed(1, CommandedProject.MOST_HOSTS).mapToObj(h -> "h" + h).toList());
  private final Recorder recorder = Recorder.start(client, store.database, Duration.ofMillis(20));
  private final ExecutorService drivers = Executors.newFixedThreadPool(SIDE_BY_SIDE);
  private Orchestrator orchestrator;

  @AfterEach
  void close() {
    drivers.shutdownNow();
    orchestrator.close();
    recorder.close();
    agents.close();
    temporal.close();
    store.close();
  }

  @Test
  void whatever_is_commanded_nothing_sticks_runs_twice_or_lies_and_there_is_a_way_out()
      throws Exception {
    eachProject(CASES, CommandedProject::live);
  }

  @Test
  void of_fifty_commands_at_once_each_is_answered_and_acts_once() throws Exception {
    eachProject(STORMS, project -> project.liveThroughAStorm(50, 8));
  }

  /** What happens to one project. */
  @FunctionalInterface
  private interface Life {
    void of(CommandedProject project) throws Exception;
  }

  private void eachProject(int count, Life life) throws Exception {
    List<CommandedProject> projects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CommandedProject project = new CommandedProject("p" + i, SEED + i);
      project.save(store);
      project.serveWith(client, agents);
      projects.add(project);
    }
    orchestrator = Orchestrator.start(client, store.database, Optional.empty());
    List<Future<?>> lives = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CommandedProject project = projects.get(i);
      long seed = SEED + i;
      lives.add(drivers.submit(() -> live(project, seed, life)));
    }
    for (Future<?> one : lives) {
      one.get();
    }
  }

  private static Void live(CommandedProject project, long seed, Life life) throws Exception {
    try {
      life.of(project);
      return null;
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dupg.property.seed=" + seed + ": " + e.getMessage(), e);
    }
  }
}
