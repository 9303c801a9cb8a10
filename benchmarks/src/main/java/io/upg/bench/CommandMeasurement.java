package io.upg.bench;

import io.upg.bench.fleet.Behaviour;
import io.upg.bench.fleet.Fleet;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.plan.cut.Selection;
import io.upg.plan.hosts.HostRange;
import io.upg.plan.model.TaskState;
import io.upg.plan.patch.Change;
import io.upg.plan.patch.Patch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What an operator waits for: one task that failed is rolled back, patched and retried, while the
 * same project runs long tasks on all other hosts.
 */
final class CommandMeasurement implements Measurement {
  private static final int HOSTS = 10_000;
  private static final int QUICK_HOSTS = 100;
  private static final Duration LONG_TASK = Duration.ofMinutes(10);
  private static final Duration QUICK_TASK = Duration.ofSeconds(30);
  private static final Duration HEARTBEAT = Duration.ofSeconds(20);
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long LOOK_MILLIS = 100;

  @Override
  public String name() {
    return "command";
  }

  @Override
  public void take(Bench bench) throws Exception {
    int hosts = bench.quick() ? QUICK_HOSTS : HOSTS;
    String name = Bench.unused("command");
    String range = "%s-[%05d-%05d]".formatted(name, 1, hosts);
    bench.upg().store(BenchProject.single(name, range));
    List<String> names = HostRange.expand(range);
    List<String> one = names.subList(0, bench.runs());
    List<String> other = names.subList(bench.runs(), hosts);
    try (Fleet others = bench.fleet(other, busy(bench.quick() ? QUICK_TASK : LONG_TASK))) {
      others.awaitPolling(LIMIT);
      int run;
      try (Fleet broken = bench.fleet(one, prompt(1))) {
        broken.awaitPolling(LIMIT);
        run = bench.upg().command(name, Upg.request(CommandKind.RUN).build());
        await(() -> fails(bench, name) == one.size() && others.report().tasks() == other.size());
      }
      try (Fleet repaired = bench.fleet(one, prompt(0))) {
        repaired.awaitPolling(LIMIT);
        commands(bench, name, one.stream().map(host -> host + "_upgrade_" + name + "-c1").toList());
        bench.upg().awaitEnd(name, run);
      }
      bench.upg().require(name, Map.of(TaskState.DONE, hosts));
    }
  }

  /** Each failed task is taken back, gets another timeout, and runs again: one after the other. */
  private static void commands(Bench bench, String project, List<String> tasks) {
    List<Double> rollback = new ArrayList<>();
    List<Double> patch = new ArrayList<>();
    List<Double> retry = new ArrayList<>();
    for (String task : tasks) {
      rollback.add(run(bench, project, CommandKind.ROLLBACK, task));
      patch.add(patch(bench, project, task));
      retry.add(run(bench, project, CommandKind.RETRY, task));
    }
    int running = bench.upg().status(project).counts().getOrDefault(TaskState.RUNNING, 0);
    bench
        .report()
        .fact(
            "a command on one task",
            "rollback %s, patch %s, retry %s, while %,d others run"
                .formatted(Median.told(rollback), Median.told(patch), Median.told(retry), running));
  }

  /** From the command until its run is closed. */
  private static double run(Bench bench, String project, CommandKind kind, String task) {
    long start = System.nanoTime();
    int run = bench.upg().command(project, Upg.request(kind).selection(only(task)).build());
    bench.upg().awaitEnd(project, run);
    return (System.nanoTime() - start) / 1e9;
  }

  /**
   * From the command until the new revision is committed, its sheet being at the artifact server.
   */
  private static double patch(Bench bench, String project, String task) {
    Change longer = new Change("upgrade", null, Duration.ofMinutes(7), null, null, null);
    CommandRequest request =
        Upg.request(CommandKind.PATCH)
            .selection(only(task))
            .patch(new Patch(project + "-c1", null, null, longer))
            .reason("it needs longer")
            .build();
    long start = System.nanoTime();
    bench.upg().command(project, request);
    return (System.nanoTime() - start) / 1e9;
  }

  private static Selection only(String task) {
    return new Selection(List.of(task), null, null, null, null, false, false);
  }

  private static int fails(Bench bench, String project) {
    return bench.upg().status(project).counts().getOrDefault(TaskState.FAIL, 0);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("Not all hosts run their task after " + LIMIT);
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private static Behaviour busy(Duration time) {
    return new Behaviour(time, time, 0, 0, HEARTBEAT, 1);
  }

  private static Behaviour prompt(double failing) {
    return new Behaviour(Duration.ZERO, Duration.ZERO, failing, 0, HEARTBEAT, 1);
  }
}
