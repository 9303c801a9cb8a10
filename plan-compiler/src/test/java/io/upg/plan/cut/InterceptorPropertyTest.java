package io.upg.plan.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.fixture.PairByPair;
import io.upg.plan.fixture.Property;
import io.upg.plan.fixture.RandomPlans;
import io.upg.plan.fixture.RandomStates;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Phase;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InterceptorPropertyTest {
  private static final RunRequest EVERYTHING = new RunRequest(List.of(), Selection.NONE, false);

  @Test
  void of_a_plan_of_which_nothing_has_run_all_is_taken_but_the_irreversible_end() {
    Property.holds(
        300,
        random -> {
          GlobalPlan plan = RandomPlans.plan(random);
          CurrentPlan cut = accepted(Interceptor.cut(plan, TaskStates.ALL_UNDO, EVERYTHING));
          assertThat(cut.inOrder())
              .containsExactlyElementsOf(
                  plan.tasks().stream().filter(t -> plan.phaseOf(t).reversible()).toList());
        });
  }

  @Test
  void when_all_phases_are_named_every_task_is_taken_exactly_once() {
    Property.holds(
        300,
        random -> {
          GlobalPlan plan = RandomPlans.plan(random);
          CurrentPlan cut =
              accepted(Interceptor.cut(plan, TaskStates.ALL_UNDO, allPhases(plan, false)));
          assertThat(cut.inOrder()).containsExactlyElementsOf(plan.tasks());
        });
  }

  @Test
  void after_a_part_has_run_exactly_what_is_not_settled_is_taken() {
    Property.holds(
        300,
        random -> {
          GlobalPlan plan = RandomPlans.plan(random);
          TaskState[] possible = {
            TaskState.DONE,
            TaskState.SKIPPED,
            TaskState.FAIL,
            TaskState.UNDO,
            TaskState.UNREACHABLE,
            TaskState.ROLLED_BACK
          };
          TaskState[] states = new TaskState[plan.tasks().size() + 1];
          for (int number = 1; number < states.length; number++) {
            states[number] = possible[random.nextInt(possible.length)];
          }
          CurrentPlan cut = accepted(Interceptor.cut(plan, n -> states[n], allPhases(plan, false)));
          assertThat(cut.inOrder())
              .containsExactlyElementsOf(
                  plan.tasks().stream().filter(t -> !states[t.number()].settled()).toList());
        });
  }

  @Test
  void a_cut_is_refused_exactly_when_a_predecessor_is_neither_settled_nor_taken() {
    int[] refusals = new int[1];
    Property.holds(
        600,
        random -> {
          GlobalPlan plan = RandomPlans.plan(random);
          TaskStates states = RandomStates.of(plan, random);
          RunRequest request =
              new RunRequest(somePhases(plan, random), selection(plan, random), false);
          RunRequest unordered = new RunRequest(request.phases(), request.selection(), true);
          CurrentPlan taken = accepted(Interceptor.cut(plan, states, unordered));
          List<String> missing = missing(plan, states, taken.inOrder().toList());
          Cut cut = Interceptor.cut(plan, states, request);
          if (missing.isEmpty()) {
            assertThat(accepted(cut)).isEqualTo(taken);
          } else {
            refusals[0]++;
            Refusal refusal = ((Cut.Refused) cut).refusal();
            assertThat(refusal.rule()).isEqualTo(Rule.PREDECESSORS);
            assertThat(refusal.tasks())
                .containsExactlyElementsOf(missing.subList(0, Math.min(100, missing.size())));
          }
        });
    assertThat(refusals[0]).as("cases that were refused").isPositive();
  }

  @Test
  void nothing_is_taken_that_needs_a_word_or_runs_already() {
    Property.holds(
        300,
        random -> {
          GlobalPlan plan = RandomPlans.plan(random);
          TaskStates states = RandomStates.of(plan, random);
          CurrentPlan taken = accepted(Interceptor.cut(plan, states, allPhases(plan, true)));
          assertThat(taken.inOrder())
              .containsExactlyElementsOf(
                  plan.tasks().stream().filter(t -> states.of(t).runnable()).toList());
        });
  }

  /** The rules of the predecessors again, pair by pair. */
  private static List<String> missing(GlobalPlan plan, TaskStates states, List<Task> taken) {
    Set<Task> selected = new HashSet<>(taken);
    List<String> missing = new ArrayList<>();
    for (Task task : plan.tasks()) {
      if (!states.of(task).settled()
          && !selected.contains(task)
          && taken.stream().anyMatch(later -> PairByPair.precedes(plan, task, later))) {
        missing.add(task.id());
      }
    }
    return missing;
  }

  private static Selection selection(GlobalPlan plan, Random random) {
    List<String> tasks =
        random.nextInt(4) > 0 || plan.tasks().isEmpty()
            ? List.of()
            : IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(i -> plan.tasks().get(random.nextInt(plan.tasks().size())).id())
                .distinct()
                .toList();
    String hosts = random.nextInt(3) > 0 ? null : "zone=az1 | cn-1";
    boolean known =
        hosts == null
            || plan.hostSheets().values().stream()
                .anyMatch(sheet -> sheet.labels().containsValue("az1"));
    return new Selection(
        tasks, known ? hosts : "cn-1", List.of(), List.of(), List.of(), false, false);
  }

  private static List<String> somePhases(GlobalPlan plan, Random random) {
    return plan.phases().stream().map(Phase::name).filter(name -> random.nextInt(3) == 0).toList();
  }

  private static RunRequest allPhases(GlobalPlan plan, boolean outOfOrder) {
    List<String> names = plan.phases().stream().map(Phase::name).toList();
    return new RunRequest(names, Selection.NONE, outOfOrder);
  }

  private static CurrentPlan accepted(Cut cut) {
    assertThat(cut).isInstanceOf(Cut.Accepted.class);
    return ((Cut.Accepted) cut).plan();
  }
}
