package io.upg.taskbench;

import io.upg.agent.BenchMode;
import io.upg.agent.TaskAttempt;
import io.upg.agent.process.OutputTail;
import io.upg.agent.process.ProcessTree;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.Step;
import io.upg.plan.model.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Does a task keep its contract? It is tried on copies of a host, by the agent's own code, in every
 * way in which a run may need it: dry, again, back, back again, cut off in the middle. What is
 * looked at is the host's root before and after, path by path.
 *
 * <p>A built-in is part of the agent: of it only what depends on its parameters is tried, which is
 * run, run again, and rollback.
 */
public final class ContractCheck {
  /** The check without which there are no others. */
  static final String RUN = "run";

  /** How long a process may still be there that was about to end with its script. */
  private static final Duration LEAVING = Duration.ofSeconds(1);

  /** How long what a script left behind may take to end. */
  private static final Duration KILL = Duration.ofSeconds(1);

  private final BenchTask task;
  private final Scratch origin;
  private final Findings findings = new Findings();
  private final List<String> leftBehind = new ArrayList<>();
  private String output = "";
  private List<Call> calls = List.of();
  private double runMillis;

  private ContractCheck(BenchTask task, Scratch origin) {
    this.task = task;
    this.origin = origin;
  }

  /**
   * @param origin the host as it is before the task; it is left as it is
   */
  public static TaskReport of(BenchTask task, Scratch origin)
      throws IOException, InterruptedException {
    return new ContractCheck(task, origin).report();
  }

  private TaskReport report() throws IOException, InterruptedException {
    if (task.scripted()) {
      dryRun();
    }
    Forwards forwards = thereAndBack();
    if (task.scripted() && forwards != null) {
      cutOff(forwards);
      processes();
    }
    return new TaskReport(
        task.id(),
        task.sheet().component(),
        task.sheet().action(),
        task.title(),
        findings.all(),
        output,
        calls,
        runMillis);
  }

  /** The root before the task and after it, and how long it took. */
  private record Forwards(RootSnapshot before, RootSnapshot after, Duration time) {}

  private void dryRun() throws IOException, InterruptedException {
    findings.begin("dry-run");
    try (Scratch copy = origin.copy();
        BenchHost host = open(copy, new BenchMode(true, false))) {
      Files.createDirectories(host.stateDir(task));
      RootSnapshot before = RootSnapshot.of(host.root());
      RootSnapshot state = RootSnapshot.of(host.stateDir(task));
      TaskResult result = act(host, Direction.RUN);
      List<Difference> changes = new ArrayList<>(before.differences(RootSnapshot.of(host.root())));
      state
          .differences(RootSnapshot.of(host.stateDir(task)))
          .forEach(d -> changes.add(new Difference("stateDir/" + d.path(), d.how())));
      if (!changes.isEmpty()) {
        findings.broken(
            "with dryRun: true it writes all the same: " + Difference.sentence(changes), changes);
      } else if (result.state() != TaskState.DONE) {
        findings.broken("with dryRun: true it fails: " + result.error());
      } else {
        findings.ok();
      }
    }
  }

  /** Null where the task fails, so that nothing more can be said. */
  private Forwards thereAndBack() throws IOException, InterruptedException {
    OtherPlaces elsewhere = OtherPlaces.now();
    try (Scratch copy = origin.copy();
        BenchHost host = open(copy, BenchMode.NONE)) {
      RootSnapshot original = origin.original();
      RootSnapshot before = RootSnapshot.of(host.root());
      TaskResult first = run(host);
      if (first.state() != TaskState.DONE) {
        return null;
      }
      RootSnapshot after = RootSnapshot.of(host.root());
      if (task.scripted()) {
        outside(host, elsewhere, original);
      }
      runTwice(host, after);
      rollback(host, before);
      Duration time = Duration.between(first.startedAt(), first.finishedAt());
      return new Forwards(before, after, time);
    }
  }

  private TaskResult run(BenchHost host) throws IOException, InterruptedException {
    findings.begin(RUN);
    TaskAttempt attempt = host.start(task, Direction.RUN);
    TaskResult result = ended(attempt, Direction.RUN);
    output = OutputTail.of(attempt.output());
    calls = Call.read(attempt.results());
    runMillis = Duration.between(result.startedAt(), result.finishedAt()).toMillis();
    if (result.state() != TaskState.DONE) {
      findings.broken("it fails: " + result.error());
    } else if (result.message() != null && result.message().contains("UPG_RESULT is not valid")) {
      findings.broken(result.message());
    } else {
      findings.ok();
    }
    return result;
  }

  /** Written where it has no business: in its release, in the root that is copied, elsewhere. */
  private void outside(BenchHost host, OtherPlaces elsewhere, RootSnapshot original)
      throws IOException {
    findings.begin("outside");
    List<Difference> changes = new ArrayList<>();
    for (Difference d : original.differences(origin.original())) {
      changes.add(new Difference("--host-root/" + d.path(), d.how() + ", in the root itself"));
    }
    changes.addAll(ReleaseFolder.changes(host.releases(), task));
    changes.addAll(elsewhere.changedBy(task.files().values()));
    if (changes.isEmpty()) {
      findings.ok();
    } else {
      findings.broken("it writes outside of UPG_ROOT: " + Difference.sentence(changes), changes);
    }
  }

  private void runTwice(BenchHost host, RootSnapshot once)
      throws IOException, InterruptedException {
    findings.begin("run-twice");
    TaskResult second = act(host, Direction.RUN);
    compare(second, TaskState.DONE, "run again", once, host, "what it had done is not left alone");
  }

  private void rollback(BenchHost host, RootSnapshot before)
      throws IOException, InterruptedException {
    if (!task.sheet().reversible()) {
      findings.skip("rollback", "reversible: false");
      return;
    }
    boolean none = Step.doesNothing(task.sheet().backward());
    findings.begin("rollback");
    TaskResult back = act(host, Direction.ROLLBACK);
    compare(
        back,
        TaskState.ROLLED_BACK,
        "taken back",
        before,
        host,
        none ? "its rollback is 'none', and its run leaves changes" : "the root is not restored");
    if (!none) {
      RootSnapshot restored = RootSnapshot.of(host.root());
      findings.begin("rollback-twice");
      TaskResult again = act(host, Direction.ROLLBACK);
      compare(
          again, TaskState.ROLLED_BACK, "taken back again", restored, host, "more is taken back");
    }
  }

  /**
   * TERM in the middle of its work; then it is run again, taken back, cut off anew, and taken back
   * from there.
   */
  private void cutOff(Forwards forwards) throws IOException, InterruptedException {
    try (Scratch copy = origin.copy();
        BenchHost host = open(copy, BenchMode.NONE)) {
      findings.begin("term");
      Cut cut = Cut.of(host.start(task, Direction.RUN), forwards.time());
      if (!cut.survivors().isEmpty()) {
        findings.broken(
            "TERM does not end it, KILL after %d s would have to: %s"
                .formatted(ProcessTree.GRACE.toSeconds(), String.join(", ", cut.survivors())));
        return;
      }
      findings.ok();
      findings.begin("cut-off");
      TaskResult again = act(host, Direction.RUN);
      String what = "cut off by TERM after %d ms and run again".formatted(cut.after().toMillis());
      boolean whole =
          compare(again, TaskState.DONE, what, forwards.after(), host, "it is not as run once");
      if (whole && task.sheet().reversible() && !Step.doesNothing(task.sheet().backward())) {
        act(host, Direction.ROLLBACK);
        Cut second = Cut.of(host.start(task, Direction.RUN), forwards.time());
        findings.begin("cut-off-rollback");
        compare(
            act(host, Direction.ROLLBACK),
            TaskState.ROLLED_BACK,
            "cut off by TERM after %d ms and taken back".formatted(second.after().toMillis()),
            forwards.before(),
            host,
            "the root is not restored");
      }
    }
  }

  private void processes() {
    findings.begin("processes");
    if (leftBehind.isEmpty()) {
      findings.ok();
    } else {
      findings.broken("it leaves processes behind: " + String.join("; ", leftBehind));
    }
  }

  /** Whether all is as expected. */
  private boolean compare(
      TaskResult result,
      TaskState wanted,
      String what,
      RootSnapshot expected,
      BenchHost host,
      String wrong)
      throws IOException {
    if (result.state() != wanted) {
      findings.broken("%s, it fails: %s".formatted(what, result.error()));
      return false;
    }
    List<Difference> changes = expected.differences(RootSnapshot.of(host.root()));
    if (changes.isEmpty()) {
      findings.ok();
      return true;
    }
    findings.broken("%s, %s: %s".formatted(what, wrong, Difference.sentence(changes)), changes);
    return false;
  }

  private TaskResult act(BenchHost host, Direction direction)
      throws IOException, InterruptedException {
    return ended(host.start(task, direction), direction);
  }

  private TaskResult ended(TaskAttempt attempt, Direction direction) throws InterruptedException {
    TaskResult result = attempt.await();
    Duration leaving = leftBehind.isEmpty() ? LEAVING : Duration.ZERO;
    List<String> left = Processes.afterAll(attempt, leaving);
    if (!left.isEmpty()) {
      leftBehind.add("%s: %s".formatted(direction.word(), String.join(", ", left)));
      attempt.endProcesses(KILL);
    }
    return result;
  }

  private BenchHost open(Scratch copy, BenchMode mode) {
    return BenchHost.open(copy.root(), copy.agent(), task.host(), true, mode);
  }
}
