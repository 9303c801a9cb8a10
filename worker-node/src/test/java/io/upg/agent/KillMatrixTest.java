package io.upg.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowStub;
import io.upg.agent.KillCase.Kind;
import io.upg.agent.KillCase.Victim;
import io.upg.agent.journal.Journal;
import io.upg.agent.journal.Moment;
import io.upg.agent.journal.TaskKey;
import io.upg.agent.process.ProcessMarks;
import io.upg.contract.FailureTypes;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import io.upg.temporal.OnEitherTemporal;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills each of those who take part in a task with KILL, at each step of the agent's work: the
 * agent and the orchestrator are processes of their own, as is a real Temporal ({@code
 * -Dupg.temporal=dev}).
 *
 * <p>{@code -Dupg.matrix=full} plays all cases, {@code ci} about thirty, nothing said some ten, any
 * other text those that have it in their name. What is known of cases that fail is kept in {@code
 * target/kill-matrix}, a folder for each.
 */
@OnEitherTemporal
class KillMatrixTest {
  private static final String DOSE = System.getProperty("upg.matrix", "small");
  private static final long LIMIT_SECONDS = 60;
  private static final String COUNTS =
      "n=${PWD##*/}; echo x >>\"$UPG_ROOT/runs-$n\"; : >\"$UPG_ROOT/on-$n\"; "
          + "until [ -e \"$UPG_ROOT/go-$n\" ]; do sleep 0.02; done; ";

  private static final Path EVIDENCE = Path.of("target", "kill-matrix");

  @TempDir Path folder;
  private final Map<Kind, Sheet> sheets = new EnumMap<>(Kind.class);
  private TestHost host;
  private MatrixCloud cloud;
  private long grant;

  @Test
  void whoever_dies_whenever_no_script_runs_twice_and_every_task_ends_as_its_journal_says()
      throws Exception {
    host = TestHost.in(folder);
    try (MatrixCloud opened = new MatrixCloud(folder, host)) {
      cloud = opened;
      sheets.put(Kind.RUN, host.script("run", COUNTS));
      sheets.put(Kind.WAY_BACK, host.script("back", "true", COUNTS));
      sheets.put(Kind.FAILS, host.script("fails", COUNTS + "exit 3"));
      sheets.put(
          Kind.TWO_TRIES,
          host.script("again", COUNTS + "[ $(wc -l <\"$UPG_ROOT/runs-$n\") -ge 2 ] || exit 75"));
      sheets.put(Kind.REBOOTS, host.builtin("host.reboot", Map.of()));
      playAll();
    } catch (Exception | AssertionError e) {
      ProcessMarks.kill(folder);
      throw e;
    } finally {
      host.close();
    }
  }

  private void playAll() throws Exception {
    Map<String, Integer> seen = new TreeMap<>();
    List<String> failed = new ArrayList<>();
    long began = System.nanoTime();
    List<KillCase> cases = KillCase.dose(DOSE);
    for (KillCase each : cases) {
      grant++;
      try {
        TaskResult result = play(each);
        seen.merge(each.victim() + " " + result.state().word(), 1, Integer::sum);
      } catch (Exception | AssertionError e) {
        failed.add(each + " (grant " + grant + "): " + e.getMessage());
        keep(each, e);
      }
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
    System.out.printf("Kill matrix: %d cases in %d s: %s%n", cases.size(), seconds, seen);
    assertThat(cases).isNotEmpty();
    assertThat(failed).as("of %d cases, kept in %s", cases.size(), EVIDENCE).isEmpty();
  }

  private TaskResult play(KillCase each) throws Exception {
    NodeTaskOrder order =
        host.order(grant, each.kind().direction(), List.of(List.of(sheets.get(each.kind()))));
    NodeTaskReport report = answered(each, order, strike(each, order));
    check(each, order, report.results().get(0));
    return report.results().get(0);
  }

  /** What is known of a case that failed; the next one finds everybody alive. */
  private void keep(KillCase each, Throwable why) throws Exception {
    Path evidence = Files.createDirectories(EVIDENCE.resolve(Long.toString(grant)));
    try (PrintWriter told = new PrintWriter(evidence.resolve("why").toFile(), UTF_8)) {
      told.println(each);
      why.printStackTrace(told);
    }
    Path journal = new AgentFolders(host.own()).journal();
    Files.copy(journal, evidence.resolve("journal"), StandardCopyOption.REPLACE_EXISTING);
    Path output = host.work(sheets.get(each.kind()), grant).resolve("output");
    if (Files.exists(output)) {
      Files.copy(output, evidence.resolve("output"), StandardCopyOption.REPLACE_EXISTING);
    }
    cloud.recover(evidence);
  }

  /** The delivery whose answer counts. */
  private WorkflowStub strike(KillCase each, NodeTaskOrder order) throws Exception {
    if (each.afterTheScript()) {
      go();
    }
    if (each.moment().isEmpty()) {
      WorkflowStub sent = cloud.send(order);
      sent.getResult(LIMIT_SECONDS, TimeUnit.SECONDS, NodeTaskReport.class);
      kill(each, () -> {});
      return cloud.send(order);
    }
    Moment moment = each.moment().get();
    cloud.stopAt(moment);
    WorkflowStub sent = cloud.send(order);
    cloud.awaitStop(moment);
    if (moment == Moment.RUNNING) {
      Await.until(() -> Files.exists(file("on")), "the script to have counted");
    }
    WorkflowStub twin = each.victim() == Victim.NOBODY ? cloud.send(order) : sent;
    kill(each, () -> cloud.goOn(moment));
    go();
    return each.victim() == Victim.TEMPORAL && cloud.temporal().forgets()
        ? cloud.send(order)
        : twin;
  }

  @FunctionalInterface
  private interface Step {
    void perform() throws Exception;
  }

  private void kill(KillCase each, Step goOn) throws Exception {
    switch (each.victim()) {
      case AGENT -> cloud.killAgent();
      case SCRIPT -> cloud.killScript();
      case SESSION -> cloud.killSession();
      case AGENT_AND_SESSION -> {
        cloud.killSession();
        cloud.killAgent();
      }
      case HOST -> cloud.killHost();
      case TEMPORAL -> cloud.temporal().kill();
      case ORCHESTRATOR -> cloud.killCaller();
      case NOBODY -> {
        // late orders are enough
      }
    }
    goOn.perform();
    switch (each.victim()) {
      case AGENT, AGENT_AND_SESSION, HOST -> cloud.startAgent();
      case TEMPORAL -> cloud.temporal().start();
      case ORCHESTRATOR -> cloud.startCaller();
      case SCRIPT, SESSION, NOBODY -> {
        // nobody to be started again
      }
    }
  }

  private NodeTaskReport answered(KillCase each, NodeTaskOrder order, WorkflowStub sent)
      throws Exception {
    NodeTaskReport report = sent.getResult(LIMIT_SECONDS, TimeUnit.SECONDS, NodeTaskReport.class);
    if (each.victim() == Victim.NOBODY) {
      assertThat(cloud.send(order).getResult(NodeTaskReport.class)).isEqualTo(report);
      NodeTaskOrder older =
          host.order(0, each.kind().direction(), List.of(List.of(sheets.get(each.kind()))));
      assertThatThrownBy(() -> cloud.send(older).getResult(NodeTaskReport.class))
          .hasStackTraceContaining(FailureTypes.STALE_GRANT);
    }
    return report;
  }

  private void check(KillCase each, NodeTaskOrder order, TaskResult result) throws Exception {
    assertThat(each.states()).as(result.error()).contains(result.state());
    int runs = Files.exists(file("runs")) ? Files.readAllLines(file("runs")).size() : 0;
    assertThat(runs).as("executions").isLessThanOrEqualTo(each.kind().runs);
    boolean mayBeCutOff = each.victim() == Victim.SCRIPT || each.victim() == Victim.SESSION;
    if (result.state() == each.kind().state && !mayBeCutOff) {
      assertThat(runs).as("executions").isEqualTo(each.kind().runs);
    }
    Path copy = folder.resolve("copy");
    Files.copy(new AgentFolders(host.own()).journal(), copy, StandardCopyOption.REPLACE_EXISTING);
    try (Journal journal = Journal.open(copy)) {
      TaskKey key = TaskKey.of(order, order.tasks().get(0));
      assertThat(journal.execution(key).result()).as("the journal's").isEqualTo(result);
    }
  }

  private void go() throws Exception {
    Files.write(file("go"), new byte[0]);
  }

  private Path file(String name) {
    return host.root().resolve(name + "-" + grant);
  }
}
