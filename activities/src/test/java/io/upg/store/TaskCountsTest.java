package io.upg.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.CommandKind;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.plan.cut.Selection;
import io.upg.plan.cut.TaskFacts;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.TaskState;
import io.upg.store.query.RunOutcomeQuery;
import io.upg.store.query.StatusQuery;
import io.upg.store.query.TaskFilter;
import io.upg.store.query.TaskRow;
import io.upg.store.query.TasksQuery;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Sums and facts that come from counts are those that looking at every task gives, whatever
 * happened: random commands on a project of several blocks. {@code -Dupg.property.seed=SEED} makes
 * the same again.
 */
class TaskCountsTest {
  private static final long SEED = Long.getLong("upg.property.seed", System.nanoTime());
  private static final int STEPS = 25;
  private static final int HOSTS = 120;
  private static final List<TaskState> FORWARDS =
      List.of(
          TaskState.DONE,
          TaskState.DONE,
          TaskState.DONE,
          TaskState.FAIL,
          TaskState.UNKNOWN,
          TaskState.UNREACHABLE,
          TaskState.UNDO);
  private static final List<TaskState> BACKWARDS =
      List.of(
          TaskState.ROLLED_BACK, TaskState.ROLLED_BACK, TaskState.ROLLBACK_FAIL, TaskState.UNDO);

  private final Random random = new Random(SEED);

  /** What one look at every row gives. */
  private record Truth(Map<Integer, TaskState> states, BitSet ran, BitSet held) {}

  @Test
  void counts_and_what_is_made_of_them_are_true_after_whatever_happened() {
    String[] actions = IntStream.range(0, 20).mapToObj(i -> "a" + i).toArray(String[]::new);
    try (StoreHarness store = new StoreHarness()) {
      store.save(
          TestPlans.of("spring", HOSTS)
              .oncePhase("prepare", "open")
              .phase("data", 50, actions)
              .oncePhase("end", "shut")
              .compiled());
      GlobalPlan plan = store.plans.load("spring");
      store.run("spring");
      for (int step = 0; step < STEPS; step++) {
        command(store, plan);
        openRuns(store).forEach(run -> goOn(store, run));
        if (random.nextInt(8) == 0) {
          store.give("spring", CommandKind.ABORT);
        }
        assertThat(store.drift("spring")).as("seed %d, step %d", SEED, step).isEmpty();
        assertTold(store, plan);
      }
      store.database.tx(tx -> tx.update("delete from project"));
      for (String table : List.of("task_count", "task_state", "plan_task", "attempt")) {
        assertThat(store.value("select count(*) from " + table)).as(table).isEqualTo("0");
      }
    }
  }

  private void command(StoreHarness store, GlobalPlan plan) {
    CommandKind kind =
        List.of(
                CommandKind.RUN,
                CommandKind.RUN,
                CommandKind.RETRY,
                CommandKind.ROLLBACK,
                CommandKind.SKIP)
            .get(random.nextInt(5));
    store.commands.judge(
        "spring",
        store
            .command(kind)
            .selection(selection(plan))
            .withDependents(random.nextBoolean())
            .outOfOrder(random.nextInt(3) == 0)
            .reason("by chance")
            .build());
  }

  private Selection selection(GlobalPlan plan) {
    return switch (random.nextInt(4)) {
      case 0 -> Selection.ALL;
      case 1 ->
          new Selection(
              null, "h[1-%d]".formatted(1 + random.nextInt(HOSTS)), null, null, null, false, false);
      default ->
          StoreHarness.tasks(
              random
                  .ints(1 + random.nextInt(3), 0, plan.tasks().size())
                  .mapToObj(index -> plan.tasks().get(index).id())
                  .distinct()
                  .toArray(String[]::new));
    };
  }

  private static List<Integer> openRuns(StoreHarness store) {
    return store.runs.openRuns("spring");
  }

  /** One batch further: some tasks get no result, some runs end there. */
  private void goOn(StoreHarness store, int run) {
    int batch = store.runs.outline("spring", run).next();
    if (batch > store.runs.outline("spring", run).batches()) {
      store.runs.close("spring", run, null);
      return;
    }
    boolean backwards =
        store.value("select direction from run where run = ?", run).equals("rollback");
    boolean lose = random.nextInt(4) == 0;
    int luck = random.nextInt(3);
    for (Dispatch dispatch : store.send("spring", run, batch)) {
      if (!lose || random.nextBoolean()) {
        List<TaskState> outcomes = backwards ? BACKWARDS : FORWARDS;
        store.record(
            "spring",
            run,
            StoreHarness.report(
                dispatch, task -> outcomes.get(luck == 0 ? 0 : random.nextInt(outcomes.size()))));
      }
    }
    if (lose) {
      store.runs.close("spring", run, "the orchestrator was lost");
    } else if (openRuns(store).contains(run)) {
      String waits = store.runs.judge("spring", run, batch).waitingFor();
      if (waits != null) {
        store.runs.close("spring", run, waits);
      }
    }
  }

  private static void assertTold(StoreHarness store, GlobalPlan plan) {
    Truth truth = truth(store);
    store.database.tx(
        tx -> {
          int project = ProjectRow.find(tx, "spring").orElseThrow().id();
          BitSet some = new BitSet();
          IntStream.iterate(1, n -> n <= plan.tasks().size(), n -> n + 7).forEach(some::set);
          BitSet all = new BitSet();
          all.set(1, plan.tasks().size() + 1);
          assertFacts(RecordedFacts.read(tx, project), all, truth);
          assertFacts(RecordedFacts.onDemand(tx, project), all, truth);
          assertFacts(RecordedFacts.onDemand(tx, project), some, truth);
          assertFacts(RecordedFacts.among(tx, project, some), some, truth);
          return null;
        });
    assertThat(new StatusQuery(store.database).of("spring").counts())
        .isEqualTo(counts(truth, n -> true));
    int last = Integer.parseInt(store.value("select max(run) from run"));
    BitSet tasks = TaskRanges.parse(store.value("select tasks::text from run where run = ?", last));
    assertThat(new RunOutcomeQuery(store.database).of("spring", last, 3).counts())
        .isEqualTo(counts(truth, tasks::get));
    assertPages(store, truth);
  }

  private static void assertFacts(TaskFacts facts, BitSet numbers, Truth truth) {
    List<Integer> wrong =
        numbers.stream()
            .filter(
                n ->
                    facts.of(n) != truth.states().get(n)
                        || facts.held(n) != truth.held().get(n)
                        || facts.ran(n) != truth.ran().get(n))
            .boxed()
            .toList();
    assertThat(wrong).as("tasks of which something else is told").isEmpty();
  }

  private static void assertPages(StoreHarness store, Truth truth) {
    Set<TaskState> wanted = Set.of(TaskState.FAIL, TaskState.UNKNOWN, TaskState.ROLLED_BACK);
    TasksQuery query = new TasksQuery(store.database);
    List<TaskRow> all = query.find("spring", TaskFilter.in(wanted, Integer.MAX_VALUE));
    List<Integer> expected =
        truth.states().entrySet().stream()
            .filter(entry -> wanted.contains(entry.getValue()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    assertThat(all).extracting(TaskRow::number).isEqualTo(expected);
    if (!all.isEmpty()) {
      TaskRow middle = all.get(all.size() / 2);
      assertThat(query.find("spring", new TaskFilter(null, wanted, middle.id(), 5)))
          .isEqualTo(all.stream().skip(all.size() / 2 + 1).limit(5).toList());
    }
    assertThat(query.standingOnTakenBack("spring", Integer.MAX_VALUE))
        .isEqualTo(
            query.find("spring", TaskFilter.ALL).stream()
                .filter(row -> row.standsOn() != null)
                .toList());
  }

  private static Map<TaskState, Integer> counts(Truth truth, Function<Integer, Boolean> which) {
    return truth.states().entrySet().stream()
        .filter(entry -> which.apply(entry.getKey()))
        .collect(
            Collectors.toMap(
                Map.Entry::getValue,
                entry -> 1,
                Integer::sum,
                () -> new EnumMap<>(TaskState.class)));
  }

  private static Truth truth(StoreHarness store) {
    Truth truth = new Truth(new HashMap<>(), new BitSet(), new BitSet());
    store.database.tx(
        tx -> {
          tx.each(
              """
              select s.number, s.state, s.ran,
                s.granted and r.state = 'open' or exists (
                  select from run_shard h join run o using (project_id, run)
                  where o.state = 'open' and h.grant_no is null and h.tasks @> s.number) as held
              from task_state s left join run r using (project_id, run)
              """,
              row -> {
                int number = row.getInt("number");
                truth.states().put(number, TaskState.of(row.getString("state")));
                truth.ran().set(number, row.getBoolean("ran"));
                truth.held().set(number, row.getBoolean("held"));
              });
          return null;
        });
    return truth;
  }
}
