package io.upg.store;

import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.PauseAfter;
import io.upg.plan.cut.Rule;
import io.upg.plan.model.Budget;
import io.upg.store.query.ProjectState;
import io.upg.store.query.StatusDocument;
import io.upg.store.query.StatusQuery;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that stop between batches because their command or the logic book says so. */
class PauseByItselfTest {
  private final StoreHarness store = new StoreHarness();

  @AfterEach
  void close() {
    store.close();
  }

  /** Two phases over three hosts: one of three batches, one of two. */
  private void twoPhases() {
    store.save(
        TestPlans.of("spring", 3)
            .phase("prepare", 1, "check")
            .phase("data", 2, "upgrade")
            .compiled());
  }

  private CommandAnswer run(PauseAfter after) {
    return judge(store.command(CommandKind.RUN).pauseAfter(after));
  }

  private CommandAnswer judge(CommandRequest.Builder command) {
    return store.commands.judge("spring", command.build());
  }

  /** Plays batches until the gate stays shut; how many it played. */
  private int playUntilShut(int run) {
    int batches = store.runs.outline("spring", run).batches();
    for (int batch = 1; batch <= batches; batch++) {
      if (store.runs.open("spring", run, batch).stop() != null) {
        return batch - 1;
      }
      store.play("spring", run, batch, task -> DONE);
    }
    store.runs.close("spring", run, null);
    return batches;
  }

  private int resume() {
    return store.give("spring", CommandKind.RESUME).run();
  }

  private StatusDocument status() {
    return new StatusQuery(store.database).of("spring");
  }

  @Test
  void pause_after_batch_is_a_walk_step_by_step() {
    twoPhases();
    run(PauseAfter.BATCH);

    assertThat(playUntilShut(1)).isEqualTo(1);
    assertThat(store.value("select state from run")).isEqualTo("paused");
    assertThat(store.value("select waiting_for from run"))
        .isEqualTo(
            "Project 'spring' was paused by itself (--pause-after batch of anna) before prepare"
                + " 2/3 hosts from 2. Go on: upg resume spring");
    assertThat(status().state()).isEqualTo(ProjectState.PAUSED);
    assertThat(status().waitingFor())
        .isEqualTo("Paused by itself (--pause-after batch of anna). Go on: upg resume spring");

    for (int run = 2; run <= 4; run++) {
      assertThat(resume()).isEqualTo(run);
      assertThat(playUntilShut(run)).isEqualTo(1);
    }
    assertThat(playUntilShut(resume())).as("nothing is left to pause before").isEqualTo(1);
    assertThat(status().state()).isEqualTo(ProjectState.DONE);
  }

  @Test
  void pause_after_phase_stops_where_the_next_phase_would_begin() {
    twoPhases();
    run(PauseAfter.PHASE);

    assertThat(playUntilShut(1)).isEqualTo(3);
    assertThat(playUntilShut(resume())).isEqualTo(2);
    assertThat(status().state()).isEqualTo(ProjectState.DONE);
  }

  @Test
  void pause_after_canary_stops_once_behind_the_first_batch_of_every_phase() {
    twoPhases();
    run(PauseAfter.CANARY);

    assertThat(playUntilShut(1)).as("canary of prepare").isEqualTo(1);
    assertThat(playUntilShut(resume())).as("the rest of it, canary of data").isEqualTo(3);
    assertThat(playUntilShut(resume())).as("the rest").isEqualTo(1);
    assertThat(status().state()).isEqualTo(ProjectState.DONE);
  }

  @Test
  void a_canary_that_failed_is_a_canary_again() {
    store.save(
        TestPlans.of("spring", 3).budget(Budget.NONE).phase("data", 1, "upgrade").compiled());
    run(PauseAfter.CANARY);
    store.runs.close("spring", 1, store.play("spring", 1, 1, task -> FAIL).waitingFor());

    run(PauseAfter.CANARY);
    assertThat(playUntilShut(2)).isEqualTo(1);
    assertThat(playUntilShut(resume())).isEqualTo(2);
  }

  @Test
  void behind_its_until_a_run_starts_no_batch_and_says_so() {
    twoPhases();
    Instant until = Instant.now().plusMillis(400).truncatedTo(ChronoUnit.MILLIS);
    assertThat(judge(store.command(CommandKind.RUN).until(until)).accepted()).isTrue();
    store.play("spring", 1, 1, task -> DONE);
    awaitPast(until);

    assertThat(store.runs.open("spring", 1, 2).stop())
        .contains("paused by itself (--until " + until + " of anna) before prepare 2/3")
        .endsWith("Go on: upg resume spring");
    assertThat(status().state()).isEqualTo(ProjectState.PAUSED);

    CommandAnswer resumed = store.give("spring", CommandKind.RESUME);
    assertThat(resumed.notes())
        .contains("Its --until " + until + " has passed and holds no longer.");
    assertThat(playUntilShut(2)).isEqualTo(4);
    assertThat(status().state()).isEqualTo(ProjectState.DONE);
  }

  @Test
  void a_batch_whose_gate_was_open_is_not_cut_off_by_until() {
    twoPhases();
    Instant until = Instant.now().plusMillis(400);
    judge(store.command(CommandKind.RUN).until(until));
    store.send("spring", 1, 1);
    awaitPast(until);

    assertThat(store.runs.open("spring", 1, 1).stop()).isNull();
    assertThat(store.play("spring", 1, 1, task -> DONE).passed()).isTrue();
  }

  @Test
  void an_until_that_has_passed_is_bad_input() {
    twoPhases();
    CommandAnswer answer =
        judge(store.command(CommandKind.RUN).until(Instant.parse("2020-01-01T05:30:00Z")));

    assertThat(answer.refusal().rule()).isEqualTo(Rule.BAD_INPUT);
    assertThat(answer.refusal().message()).contains("--until 2020-01-01T05:30:00Z has passed");
    assertThat(store.value("select count(*) from run")).isEqualTo("0");
  }

  @Test
  void whoever_follows_a_run_does_not_change_when_it_pauses_and_is_told() {
    twoPhases();
    store.run("spring");

    assertThat(run(PauseAfter.BATCH).notes())
        .contains("Run 1 keeps its own --until and --pause-after.");
    assertThat(playUntilShut(1)).isEqualTo(5);
  }

  @Test
  void a_phase_of_the_logic_book_that_says_so_pauses_the_project_and_resume_goes_on_behind_it() {
    store.save(
        TestPlans.of("spring", 2)
            .pausingPhase("check", 1, "check")
            .phase("data", 1, "upgrade")
            .compiled());
    store.run("spring");

    assertThat(playUntilShut(1)).isEqualTo(2);
    assertThat(status().waitingFor())
        .isEqualTo("Paused by the logic book (behind phase check). Go on: upg resume spring");
    assertThat(playUntilShut(resume())).isEqualTo(2);
    assertThat(status().state()).isEqualTo(ProjectState.DONE);
  }

  @Test
  void a_pausing_phase_that_ends_its_run_pauses_nothing_though_later_phases_are_left() {
    store.save(
        TestPlans.of("spring", 2)
            .pausingPhase("check", 1, "check")
            .phase("data", 1, "upgrade")
            .compiled());
    store.run("spring", "check");

    assertThat(playUntilShut(1)).isEqualTo(2);
    assertThat(store.value("select state from run")).isEqualTo("done");
    assertThat(status().state()).isEqualTo(ProjectState.READY);
    assertThat(store.run("spring", "data").accepted()).isTrue();
  }

  private static void awaitPast(Instant moment) {
    while (!Instant.now().isAfter(moment)) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
