package io.upg.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.plan.compile.Compiled;
import io.upg.plan.cut.Rule;
import io.upg.store.SaveResult.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlanStoreTest {
  private static final Compiled SPRING = spring("stop", "upgrade", "start");

  private final Database database = EmbeddedDatabase.open();
  private final PlanStore plans = new PlanStore(database);

  private static Compiled spring(String... actions) {
    return TestPlans.of("spring", 3).phase("data", 2, actions).compiled();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_stored_plan_is_loaded_as_it_was_by_another_process() {
    SaveResult saved = plans.save(SPRING, "anna");

    assertThat(saved).isEqualTo(new SaveResult(Outcome.CREATED, SPRING.plan().digest(), 1, null));
    assertThat(new PlanStore(database).load("spring")).isEqualTo(SPRING.plan());
    assertThat(count("task_state where state = 'undo' and attempt = 0")).isEqualTo(9);
  }

  @Test
  void storing_an_unchanged_plan_again_writes_nothing() {
    plans.save(SPRING, "anna");
    SaveResult again = plans.save(SPRING, "bert");

    assertThat(again.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(again.revision()).isEqualTo(1);
    assertThat(count("plan")).isEqualTo(1);
  }

  @Test
  void a_changed_plan_of_which_nothing_has_run_becomes_the_next_revision() {
    plans.save(SPRING, "anna");
    assertThat(plans.load("spring").tasks()).hasSize(9);
    SaveResult revised = plans.save(spring("stop", "start"), "anna");

    assertThat(revised.outcome()).isEqualTo(Outcome.REVISED);
    assertThat(revised.revision()).isEqualTo(2);
    assertThat(plans.load("spring")).isEqualTo(spring("stop", "start").plan());
    assertThat(count("task_state")).isEqualTo(6);
  }

  @Test
  void a_changed_plan_is_refused_while_a_run_of_the_old_one_is_open() {
    plans.save(SPRING, "anna");
    database.tx(
        tx ->
            tx.update(
                """
                insert into run (project_id, run, command, direction, request, plan_digest, tasks,
                  task_count, state, batches, who)
                select id, 1, 'run', 'run', '{}', '', '{}', 0, 'open', 1, 'anna' from project
                """));
    SaveResult refused = plans.save(spring("stop", "start"), "anna");

    assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(refused.refusal().rule()).isEqualTo(Rule.PLAN_STARTED);
    assertThat(plans.load("spring")).isEqualTo(SPRING.plan());
  }

  @Test
  void projects_share_sheets_releases_and_inventories() {
    plans.save(SPRING, "anna");
    plans.save(
        TestPlans.of("summer", 3).phase("data", 2, "stop", "upgrade", "start").compiled(), "anna");

    assertThat(count("sheet")).isEqualTo(SPRING.plan().sheets().size() + 1);
    assertThat(count("release")).isEqualTo(1);
    assertThat(count("inventory")).isEqualTo(1);
    assertThat(plans.openProjects()).containsExactly("spring", "summer");
  }

  @Test
  void text_that_looks_like_copy_syntax_survives() {
    Compiled odd = TestPlans.of("odd", 1).phase("data", 1, "a\\N\tb\nc\r\\.").compiled();
    plans.save(odd, "anna");

    assertThat(plans.load("odd").tasks()).isEqualTo(odd.plan().tasks());
  }

  @Test
  void an_unknown_project_is_answered_with_the_nearest_name() {
    plans.save(SPRING, "anna");

    assertThatThrownBy(() -> plans.load("sprang"))
        .isInstanceOf(UnknownProject.class)
        .hasMessageContaining("'sprang'")
        .hasMessageContaining("Did you mean 'spring'?");
  }

  private int count(String table) {
    return database.tx(tx -> tx.one("select count(*)::int from " + table, row -> row.getInt(1)));
  }
}
