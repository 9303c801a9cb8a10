package io.upg.plan.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.cut.PlayedProject.Judged;
import io.upg.plan.fixture.Property;
import io.upg.plan.fixture.RandomPlans;
import io.upg.plan.fixture.RandomProject;
import io.upg.plan.fixture.RandomSelections;
import io.upg.plan.model.Direction;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Task;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Projects played through with random failures and random commands. */
class PlayedProjectPropertyTest {
  private static final int LUCK = 0;

  @Test
  void what_ran_forwards_is_taken_back_in_the_exact_reverse_unless_a_point_of_no_return_stands() {
    Property.holds(
        200,
        random -> {
          PlayedProject project = PlayedProject.of(RandomPlans.plan(random), random);
          GlobalPlan plan = project.plan;
          CurrentPlan forwards =
              cut(Interceptor.cut(plan, project.facts, run(project, random.nextBoolean())));
          boolean lucky = random.nextBoolean();
          project.play(forwards, lucky ? LUCK : 3, true);
          Cut back = RollbackCut.cut(plan, project.facts, Selection.ALL, RollbackOptions.NONE);
          BitSet ran = project.playedNow();
          if (ran.stream().anyMatch(number -> !plan.tasks().get(number - 1).reversible())) {
            assertThat(((Cut.Refused) back).refusal().rule()).isEqualTo(Rule.IRREVERSIBLE);
          } else if (!ran.isEmpty()) {
            CurrentPlan expected = lucky ? forwards : CurrentPlan.of(plan, ran);
            assertThat(cut(back)).isEqualTo(expected.reversed());
            assertThat(project.play(cut(back), LUCK, true)).isTrue();
            assertNothingStands(project);
          }
        });
  }

  @Test
  void whatever_is_commanded_every_step_is_legal_in_order_and_can_be_taken_back() {
    Set<String> rules = new HashSet<>();
    Property.holds(
        300,
        random -> {
          PlayedProject project = PlayedProject.of(RandomPlans.plan(random), random);
          for (int commands = 3 + random.nextInt(10); commands > 0; commands--) {
            command(project, random, rules);
          }
          takeAllBack(project);
        });
    assertThat(rules).doesNotContain(Rule.BAD_INPUT, Rule.TASK_RUNNING);
    if (Property.allCases()) {
      assertThat(rules).contains(Rule.PREDECESSORS, Rule.WRONG_STATE);
    }
  }

  private static void command(PlayedProject project, Random random, Set<String> rules) {
    Selection selection = RandomSelections.of(project.plan, random);
    List<RollbackOptions> ways =
        List.of(RollbackOptions.NONE, RollbackOptions.WITH_DEPENDENTS, RollbackOptions.ONLY);
    RollbackOptions options = ways.get(random.nextInt(3));
    boolean wild = random.nextInt(10) == 0;
    int kind = random.nextInt(5);
    if (kind == 0) {
      skip(project, selection, rules);
      return;
    }
    Cut cut =
        switch (kind) {
          case 1 -> RetryCut.cut(project.plan, project.facts, selection, options);
          case 2 -> RollbackCut.cut(project.plan, project.facts, selection, options);
          case 3 ->
              Interceptor.cut(
                  project.plan, project.facts, new RunRequest(List.of(), selection, wild));
          default -> Interceptor.cut(project.plan, project.facts, run(project, false));
        };
    if (cut instanceof Cut.Refused refused) {
      rules.add(refused.refusal().rule());
      return;
    }
    boolean forwards = cut(cut).direction() == Direction.RUN;
    boolean ordered = forwards ? kind != 3 || !wild : !options.only();
    project.play(cut(cut), random.nextInt(6), ordered);
  }

  private static void skip(PlayedProject project, Selection selection, Set<String> rules) {
    SkipDecision decision = SkipDecision.of(project.plan, project.facts, selection);
    if (decision instanceof SkipDecision.Accepted skip) {
      project.skip(skip);
    } else {
      rules.add(((SkipDecision.Refused) decision).refusal().rule());
    }
  }

  /** Every instance that has not passed its point of no return comes back to where it was. */
  private static void takeAllBack(PlayedProject project) {
    GlobalPlan plan = project.plan;
    Cut back = RollbackCut.cut(plan, project.facts, Selection.ALL, RollbackOptions.NONE);
    if (back instanceof Cut.Refused refused) {
      assertThat(refused.refusal().rule()).isEqualTo(Rule.IRREVERSIBLE);
      assertThat(refused.refusal().tasks())
          .isNotEmpty()
          .allSatisfy(id -> assertThat(task(plan, id).reversible()).isFalse());
      return;
    }
    project.play(cut(back), LUCK, true);
    assertNothingStands(project);
  }

  private static void assertNothingStands(PlayedProject project) {
    assertThat(project.plan.tasks()).noneMatch(task -> project.facts.stands(task.number()));
    assertThat(project.last().values()).doesNotContain(Direction.RUN);
  }

  @Test
  void budgets_let_a_run_go_on_exactly_as_far_as_they_are_written() {
    Map<Judged, Integer> met = new EnumMap<>(Judged.class);
    Property.holds(
        200,
        random -> {
          RandomProject written = new RandomProject(random);
          GlobalPlan plan = written.compile(random).plan();
          PlayedProject project = new PlayedProject(plan, written.budget(), random);
          for (int runs = 2; runs > 0; runs--) {
            Cut cut = Interceptor.cut(plan, project.facts, run(project, true));
            if (cut instanceof Cut.Accepted accepted) {
              project.play(accepted.plan(), 1 + random.nextInt(9), true);
            }
          }
          project.judged.forEach((how, times) -> met.merge(how, times, Integer::sum));
        });
    if (Property.allCases()) {
      assertThat(met).containsOnlyKeys(Judged.values());
    }
  }

  private static RunRequest run(PlayedProject project, boolean everyPhase) {
    return new RunRequest(everyPhase ? project.phases() : List.of(), Selection.NONE, false);
  }

  private static Task task(GlobalPlan plan, String id) {
    return plan.tasks().stream().filter(t -> t.id().equals(id)).findFirst().orElseThrow();
  }

  private static CurrentPlan cut(Cut cut) {
    assertThat(cut).isInstanceOf(Cut.Accepted.class);
    return ((Cut.Accepted) cut).plan();
  }
}
