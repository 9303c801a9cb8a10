package io.upg.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.PauseAfter;
import io.upg.contract.WorkflowIds;
import io.upg.plan.compile.Compiled;
import io.upg.plan.cut.Rule;
import io.upg.plan.cut.Selection;
import io.upg.plan.cut.TaskFacts;
import io.upg.plan.model.Budget;
import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskState;
import io.upg.store.StoreHarness;
import io.upg.store.TestPlans;
import io.upg.store.query.FactsQuery;
import io.upg.workflow.ProjectWorkflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A random project, the random commands that it gets, and what must be true of it afterwards. */
final class CommandedProject {
  static final int MOST_HOSTS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> ACTIONS = List.of("stop", "convert", "upgrade", "start");
  private static final String UNKNOWN = "h1_dance_nobody";
  private static final List<CommandKind> KINDS =
      List.of(
          CommandKind.RUN,
          CommandKind.RUN,
          CommandKind.RUN,
          CommandKind.RETRY,
          CommandKind.RETRY,
          CommandKind.ROLLBACK,
          CommandKind.ROLLBACK,
          CommandKind.SKIP,
          CommandKind.PAUSE,
          CommandKind.RESUME,
          CommandKind.RESUME,
          CommandKind.ABORT);
  private static final Set<CommandKind> ON_TASKS =
      Set.of(CommandKind.RETRY, CommandKind.ROLLBACK, CommandKind.SKIP);
  private static final Set<String> CLOSED = Set.of("done", "stopped", "paused", "aborted");

  final String name;
  final GlobalPlan plan;
  private final Compiled compiled;
  private final long seed;
  private final Random random;
  private final List<CommandRequest> given = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, CommandAnswer> answers = Collections.synchronizedMap(new HashMap<>());
  private StoreHarness store;
  private WorkflowClient client;
  private RandomAgents agents;
  private int ids;

  CommandedProject(String name, long seed) {
    this.name = name;
    this.seed = seed;
    this.random = new Random(seed);
    this.compiled = plan();
    this.plan = compiled.plan();
  }

  private Compiled plan() {
    int hosts = 1 + random.nextInt(MOST_HOSTS);
    TestPlans plans = TestPlans.of(name, hosts, "of-" + name);
    if (random.nextBoolean()) {
      plans.budget(new Budget(random.nextInt(3), random.nextInt(4), random.nextInt(4), 0));
    }
    int phases = 1 + random.nextInt(3);
    for (int phase = 1; phase <= phases; phase++) {
      int number = phase;
      String[] actions =
          ACTIONS.subList(0, 1 + random.nextInt(ACTIONS.size())).stream()
              .map(action -> action + number)
              .toArray(String[]::new);
      int size = 1 + random.nextInt(hosts);
      if (random.nextInt(6) == 0) {
        plans.pausingPhase("phase" + phase, size, actions);
      } else {
        plans.phase("phase" + phase, size, actions);
      }
    }
    return plans.compiled();
  }

  void save(StoreHarness where) {
    store = where;
    store.save(compiled);
  }

  void serveWith(WorkflowClient temporal, RandomAgents hosts) {
    client = temporal;
    agents = hosts;
    agents.seed(name, seed);
  }

  /** Everything random, then one of the two ways to an end. */
  void live() throws Exception {
    awaitThat("its workflow", this::answers);
    if (random.nextInt(4) > 0) {
      send(command(CommandKind.RUN).build(), random.nextBoolean(), false);
    }
    for (int rounds = 2 + random.nextInt(4); rounds > 0; rounds--) {
      for (int commands = 1 + random.nextInt(3); commands > 0; commands--) {
        send(randomCommand(), random.nextBoolean(), random.nextInt(3) == 0);
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(60)).toNanos());
      }
      if (random.nextBoolean()) {
        awaitQuiet();
      }
    }
    awaitQuiet();
    check();
    sendSomeAgain();
    agents.bringLuck(name);
    if (random.nextBoolean()) {
      bringToDone();
    } else {
      takeAllBack();
    }
    check();
  }

  /** Many commands at the same moment, from several senders; then as always. */
  void liveThroughAStorm(int commands, int senders) throws Exception {
    awaitThat("its workflow", this::answers);
    send(command(CommandKind.RUN).build(), true, false);
    ExecutorService threads = Executors.newFixedThreadPool(senders);
    try {
      List<Callable<Void>> storm = new ArrayList<>();
      for (int i = 0; i < commands; i++) {
        CommandRequest request = randomCommand();
        boolean update = random.nextBoolean();
        boolean twice = random.nextInt(3) == 0;
        storm.add(
            () -> {
              send(request, update, twice);
              return null;
            });
      }
      for (Future<Void> sent : threads.invokeAll(storm)) {
        sent.get();
      }
    } finally {
      threads.shutdownNow();
    }
    awaitQuiet();
    check();
    agents.bringLuck(name);
    takeAllBack();
    check();
  }

  private boolean answers() {
    try {
      client.newUntypedWorkflowStub(WorkflowIds.project(name)).describe();
      return true;
    } catch (WorkflowNotFoundException notYet) {
      return false;
    }
  }

  private CommandRequest.Builder command(CommandKind kind) {
    return CommandRequest.of(kind, name + "-" + ++ids, "ann");
  }

  private CommandRequest randomCommand() {
    CommandKind kind = KINDS.get(random.nextInt(KINDS.size()));
    CommandRequest.Builder command = command(kind);
    command.selection(selection(kind)).reason(random.nextInt(10) == 0 ? null : "by chance");
    command.withDependents(random.nextInt(3) == 0).only(random.nextInt(5) == 0);
    // Not abort --now: Temporal in memory loses a workflow that cancels what has just ended.
    command.outOfOrder(random.nextInt(12) == 0);
    if (random.nextInt(8) == 0) {
      command.pauseAfter(PauseAfter.values()[random.nextInt(PauseAfter.values().length)]);
    }
    return command.build();
  }

  private Selection selection(CommandKind kind) {
    if (kind == CommandKind.RUN && random.nextInt(3) > 0) {
      return Selection.NONE;
    }
    return switch (random.nextInt(9)) {
      case 0 -> Selection.NONE;
      case 1 -> kind == CommandKind.SKIP ? Selection.NONE : Selection.ALL;
      case 2 -> new Selection(null, null, null, null, null, true, false);
      case 3 -> new Selection(null, anyTask().host(), null, null, null, false, false);
      case 4 -> Selection.ofPhases(List.of(plan.phaseOf(anyTask()).name()));
      case 5 -> tasks(List.of(anyTask().id(), UNKNOWN));
      default ->
          tasks(List.of(fitting(kind).id(), fitting(kind).id()).stream().distinct().toList());
    };
  }

  private Task anyTask() {
    return plan.tasks().get(random.nextInt(plan.tasks().size()));
  }

  /** One that the command is for, where there is one. */
  private Task fitting(CommandKind kind) {
    Map<String, TaskState> states = states();
    List<Task> fitting =
        plan.tasks().stream()
            .filter(
                task ->
                    kind == CommandKind.ROLLBACK
                        ? states.get(task.id()) == TaskState.DONE
                        : states.get(task.id()).failed())
            .toList();
    return fitting.isEmpty() ? anyTask() : fitting.get(random.nextInt(fitting.size()));
  }

  private static Selection tasks(List<String> ids) {
    return new Selection(ids, null, null, null, null, false, false);
  }

  /** The second coming goes the other way, and is answered like the first. */
  private void send(CommandRequest request, boolean update, boolean twice) {
    given.add(request);
    sendOnce(request, update);
    if (twice) {
      sendOnce(request, !update);
    }
  }

  /** Late, and with no effect: the checks that follow would see one. */
  private void sendSomeAgain() {
    int runs = runs("");
    for (int i = 0; i < 3; i++) {
      sendOnce(given.get(random.nextInt(given.size())), true);
    }
    assertThat(runs("")).as("runs after commands came again").isEqualTo(runs);
  }

  private void sendOnce(CommandRequest request, boolean update) {
    if (!update) {
      client
          .newUntypedWorkflowStub(WorkflowIds.project(name))
          .signal(request.kind().word(), request.withKind(null));
      return;
    }
    CommandAnswer answer =
        client.newWorkflowStub(ProjectWorkflow.class, WorkflowIds.project(name)).command(request);
    CommandAnswer before = answers.putIfAbsent(request.id(), answer);
    assertThat(before == null ? answer : before).as("answers to %s", request).isEqualTo(answer);
  }

  /** A command on the way to the end. */
  private CommandAnswer give(CommandRequest request) {
    send(request, true, false);
    awaitQuiet();
    return answers.get(request.id());
  }

  private void bringToDone() {
    give(command(CommandKind.RESUME).build());
    giveOn(CommandKind.ROLLBACK, TaskState.ROLLBACK_FAIL);
    giveOn(CommandKind.SKIP, TaskState.UNKNOWN);
    CommandAnswer answer = null;
    // Behind a phase that pauses by itself one more word is needed each time.
    for (int most = 0; most <= plan.phases().size() && !settled(); most++) {
      give(command(CommandKind.RESUME).build());
      answer = give(command(CommandKind.RUN).build());
    }
    assertThat(states())
        .as("states after the last run, answered with %s", answer)
        .allSatisfy((id, state) -> assertThat(state.settled()).isTrue());
  }

  private boolean settled() {
    return states().values().stream().allMatch(TaskState::settled);
  }

  private void giveOn(CommandKind kind, TaskState state) {
    List<String> ids =
        states().entrySet().stream()
            .filter(task -> task.getValue() == state)
            .map(Map.Entry::getKey)
            .toList();
    if (!ids.isEmpty()) {
      CommandRequest.Builder command = command(kind).selection(tasks(ids)).reason("the end");
      CommandAnswer answer = give(command.withDependents(kind == CommandKind.ROLLBACK).build());
      assertThat(answer.refusal()).isNull();
    }
  }

  private void takeAllBack() {
    CommandAnswer answer = give(command(CommandKind.ROLLBACK).selection(Selection.ALL).build());
    assertThat(answer.refusal()).isNull();
    TaskFacts facts = recorded();
    assertThat(plan.tasks()).noneMatch(task -> facts.stands(task.number()));
  }

  // What must be true whenever nothing is under way.

  private void awaitQuiet() {
    awaitThat("answer to every command", () -> audited() == given.size());
    awaitThat("end of every run", () -> runs("and state = 'open'") == 0);
  }

  private void awaitThat(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no " + what + " within " + PATIENCE + "; given: " + given);
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private void check() {
    checkAudit();
    checkRuns();
    checkExecutions();
    checkStates();
    assertThat(store.drift(name)).isEmpty();
  }

  private void checkAudit() {
    assertThat(audited()).isEqualTo(given.size());
    for (CommandRequest request : given) {
      String outcome =
          store.value(
              "select outcome from audit a join project p on p.id = a.project_id"
                  + " where p.name = ? and command_id = ?",
              name,
              request.id());
      CommandAnswer answer = answers.get(request.id());
      if (answer != null) {
        assertThat(outcome)
            .as("audit of %s", request)
            .isEqualTo(answer.accepted() ? "accepted" : "refused: " + answer.refusal().rule());
      }
      if (request.selection().tasks().contains(UNKNOWN) && ON_TASKS.contains(request.kind())) {
        assertThat(outcome).as("%s", request).isEqualTo("refused: " + Rule.BAD_INPUT);
      }
    }
  }

  private void checkRuns() {
    store.database.tx(
        tx -> {
          tx.each(
              "select state, waiting_for from run r join project p on p.id = r.project_id where name = ?",
              row -> {
                assertThat(row.getString(1)).isIn(CLOSED);
                assertThat(row.getString(1).equals("done")).isEqualTo(row.getString(2) == null);
              },
              name);
          return null;
        });
  }

  /** Every run has each task once at the most; between two of them there was a command. */
  private void checkExecutions() {
    Set<String> once = new HashSet<>();
    for (RandomAgents.Entry entry : agents.journal(name)) {
      assertThat(once.add(entry.run() + " " + entry.number()))
          .as("%s is executed once in run %d", id(entry.number()), entry.run())
          .isTrue();
    }
    assertThat(agents.violations()).isEmpty();
    int results =
        Integer.parseInt(
            store.value(
                "select count(*) from attempt a join project p on p.id = a.project_id"
                    + " where name = ? and not stale and state <> 'undo'",
                name));
    assertThat(results)
        .as("results that counted")
        .isEqualTo(agents.journal(name).stream().filter(RandomAgents.Entry::started).count());
  }

  /** The store says what the hosts' journals say. */
  private void checkStates() {
    TaskFacts facts = recorded();
    Map<Integer, RandomAgents.Entry> last = new HashMap<>();
    Map<Integer, Integer> attempts = new HashMap<>();
    agents.journal(name).stream()
        .filter(RandomAgents.Entry::started)
        .forEach(
            entry -> {
              last.merge(entry.number(), entry, (a, b) -> a.grant() > b.grant() ? a : b);
              attempts.merge(
                  entry.number(), entry.direction() == Direction.RUN ? 1 : 0, Integer::sum);
            });
    for (Task task : plan.tasks()) {
      RandomAgents.Entry entry = last.get(task.number());
      TaskState journal = entry == null ? TaskState.UNDO : entry.result();
      TaskState state = facts.of(task);
      boolean letGo = journal == TaskState.ROLLBACK_FAIL && state != journal;
      boolean stands = journal != TaskState.UNDO && journal != TaskState.ROLLED_BACK && !letGo;
      assertThat(state).as("%s, journal %s", task.id(), entry).isIn(possible(journal));
      assertThat(facts.stands(task.number()))
          .as("%s is %s, journal %s: it stands", task.id(), state, entry)
          .isEqualTo(stands);
      assertThat(facts.held(task.number())).as("%s is held", task.id()).isFalse();
      assertThat(attempt(task))
          .as("attempts of %s", task.id())
          .isEqualTo(attempts.getOrDefault(task.number(), 0));
    }
  }

  /** A skip changes what is shown, not what is known. */
  private static Set<TaskState> possible(TaskState journal) {
    return switch (journal) {
      case DONE -> Set.of(TaskState.DONE);
      case ROLLBACK_FAIL ->
          Set.of(TaskState.ROLLBACK_FAIL, TaskState.ROLLED_BACK, TaskState.SKIPPED);
      default -> Set.of(journal, TaskState.SKIPPED);
    };
  }

  private int attempt(Task task) {
    return Integer.parseInt(
        store.value(
            "select attempt from task_state s join project p on p.id = s.project_id"
                + " where name = ? and number = ?",
            name,
            task.number()));
  }

  private int audited() {
    return Integer.parseInt(
        store.value(
            "select count(*) from audit a join project p on p.id = a.project_id where name = ?",
            name));
  }

  /** How many runs there are, of those where this holds. */
  private int runs(String condition) {
    return Integer.parseInt(
        store.value(
            "select count(*) from run r join project p on p.id = r.project_id where name = ? "
                + condition,
            name));
  }

  private TaskFacts recorded() {
    return new FactsQuery(store.database).of(name);
  }

  /** States by task id. */
  private Map<String, TaskState> states() {
    return store.states(name);
  }

  private String id(int number) {
    return plan.tasks().get(number - 1).id();
  }
}
