package io.upg.cli.bench;

import io.upg.agent.BenchMode;
import io.upg.agent.TaskAttempt;
import io.upg.cli.CliContext;
import io.upg.cli.ExitCode;
import io.upg.cli.OutputOption;
import io.upg.cli.UpgCommand;
import io.upg.cli.UsageProblem;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import io.upg.taskbench.BenchHost;
import io.upg.taskbench.BenchTask;
import io.upg.taskbench.Call;
import io.upg.taskbench.Difference;
import io.upg.taskbench.RootSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One task in one direction, here and now. */
abstract class OneTaskCommand extends UpgCommand {
  private static final Duration LOOK = Duration.ofMillis(30);

  @Mixin private TaskSource source;
  @Mixin private HostFolders folders;

  @Option(
      names = "--dry-run",
      description = "Tell the script that it is to change nothing; the SDK says what it would do.")
  private boolean dryRun;

  @Option(
      names = "--step",
      description = "Stop at each call of the SDK: Enter goes on, s without stops, q ends.")
  private boolean step;

  @Mixin private OutputOption output;

  private final Direction direction;

  OneTaskCommand(CliContext context, Direction direction) {
    super(context);
    this.direction = direction;
  }

  @Override
  public final Integer call() throws IOException, InterruptedException {
    BenchTask found = source.task(context(), folders.stateDir());
    BenchTask task = step ? found.stepping() : found;
    try (BenchHost host = open(task)) {
      RootSnapshot before = look();
      TaskAttempt attempt = host.start(task, direction);
      TaskResult result = follow(attempt);
      List<Difference> changes = before == null ? null : before.differences(look());
      TaskOutcome outcome =
          new TaskOutcome(
              task,
              direction,
              dryRun,
              result,
              changes,
              Call.read(attempt.results()),
              attempt.output());
      output.print(context().out(), outcome::document, outcome::text);
      boolean good = result.state() == TaskState.DONE || result.state() == TaskState.ROLLED_BACK;
      return good ? ExitCode.DONE : ExitCode.WAITS;
    }
  }

  private BenchHost open(BenchTask task) {
    try {
      return BenchHost.open(
          folders.root(), folders.stateDir(), task.host(), false, new BenchMode(dryRun, step));
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new UsageProblem(e.getMessage());
    }
  }

  /** All of a real machine is too much to look at: null. */
  private RootSnapshot look() throws IOException {
    return folders.thisMachine() ? null : RootSnapshot.of(folders.root());
  }

  /** Shows what the script writes while it writes it. A Ctrl-C ends the script, too. */
  private TaskResult follow(TaskAttempt attempt) throws IOException, InterruptedException {
    Thread stop =
        new Thread(
            () -> {
              attempt.stop("Ctrl-C");
              awaitQuietly(attempt);
            });
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      OutputShown shown = new OutputShown(attempt.output(), context().err());
      while (!attempt.await(LOOK)) {
        shown.more();
      }
      shown.more();
      return attempt.await();
    } finally {
      remove(stop);
    }
  }

  private static void awaitQuietly(TaskAttempt attempt) {
    try {
      attempt.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // it is at work
    }
  }
}
