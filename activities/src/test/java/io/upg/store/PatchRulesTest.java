package io.upg.store;

import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.UNDO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.contract.TaskOrder;
import io.upg.plan.compile.Compiled;
import io.upg.plan.cut.Rule;
import io.upg.plan.cut.Selection;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.TaskSheet;
import io.upg.plan.patch.Change;
import io.upg.plan.patch.Patch;
import io.upg.plan.patch.Place;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatchRulesTest {
  private static final String NEW = "b".repeat(64);
  private static final Patch FILE = new Patch("nova", "do.py", NEW, null);
  private static final Patch PATIENCE =
      new Patch(
          "nova", null, null, new Change("stop", null, Duration.ofHours(1), null, null, null));

  private final StoreHarness store = new StoreHarness().save(spring("spring"));

  @AfterEach
  void close() {
    store.close();
  }

  private static Compiled spring(String project) {
    return TestPlans.of(project, 2).phase("data", 1, "stop", "upgrade").compiled();
  }

  private CommandRequest command(Patch patch, Selection selection) {
    return store
        .command(CommandKind.PATCH)
        .patch(patch)
        .selection(selection)
        .reason("it trips")
        .build();
  }

  /** As the orchestrator does it: first the documents, then the judgement. */
  private CommandAnswer give(String project, CommandRequest command) {
    Set<String> published = store.commands.publication(project, command).documents().keySet();
    return store.commands.judge(project, command, published);
  }

  private CommandAnswer patch(Patch patch, String... tasks) {
    Selection selection = tasks.length == 0 ? Selection.NONE : StoreHarness.tasks(tasks);
    return give("spring", command(patch, selection));
  }

  private static void assertRefused(CommandAnswer answer, String rule, String... words) {
    assertThat(answer.accepted()).isFalse();
    assertThat(answer.refusal().rule()).isEqualTo(rule);
    assertThat(answer.refusal().message()).contains(words);
  }

  private String revisions() {
    return store.value("select string_agg(revision::text, ' ' order by number) from task_state");
  }

  @Test
  void a_patch_is_kept_with_its_author_and_reason_and_the_plan_keeps_its_digest() {
    String digest = store.value("select digest from plan");
    CommandAnswer answer = patch(FILE);

    assertThat(answer.count()).isEqualTo(4);
    assertThat(answer.run()).isZero();
    assertThat(revisions()).isEqualTo("2 2 2 2");
    assertThat(
            store.value(
                "select number || who || component || script || sha256 || reason || tasks || task_count"
                    + " from patch"))
        .isEqualTo("1annanovado.py" + NEW + "it trips{[1,5)}4");
    assertThat(
            store.value(
                "select command || ' ' || task_count || ' ' || outcome || reason from audit"))
        .isEqualTo("patch 4 acceptedit trips");
    assertThat(store.value("select digest from plan")).isEqualTo(digest);
  }

  @Test
  void a_grant_pins_the_revision_its_sheet_and_its_new_timeout() {
    Duration before = limit(1);
    patch(FILE);
    patch(PATIENCE);
    store.run("spring");
    Dispatch dispatch = store.send("spring", 2, 1).get(0);

    TaskOrder stop = dispatch.order().tasks().get(0);
    assertThat(stop.revision()).isEqualTo(3);
    assertThat(dispatch.order().tasks().get(1).revision()).isEqualTo(2);
    TaskSheet sheet =
        CanonicalJson.read(
            store
                .value("select body::text from sheet where digest = ?", stop.sheet())
                .getBytes(UTF_8),
            TaskSheet.class);
    assertThat(CanonicalJson.digest(sheet)).isEqualTo(stop.sheet());
    assertThat(sheet.files()).containsEntry("do.py", NEW);
    assertThat(sheet.timeout()).isEqualTo(Duration.ofHours(1));
    assertThat(dispatch.limit()).isGreaterThan(before.plus(Duration.ofHours(3)));
  }

  /** What the node tasks of a batch may take; the run is given up again. */
  private Duration limit(int batch) {
    store.run("spring");
    Duration limit = store.send("spring", 1, batch).get(0).limit();
    store.play("spring", 1, batch, task -> UNDO);
    store.runs.close("spring", 1, "given up");
    return limit;
  }

  @Test
  void a_sheet_that_is_not_published_is_not_recorded() {
    CommandRequest command = command(FILE, Selection.NONE);

    assertThatThrownBy(() -> store.commands.judge("spring", command))
        .isInstanceOf(Unpublished.class);
    assertThat(revisions()).isEqualTo("1 1 1 1");
    assertThat(store.value("select count(*) from audit")).isEqualTo("0");
  }

  @Test
  void the_same_id_patches_once() {
    CommandRequest command = command(FILE, Selection.NONE);
    CommandAnswer first = give("spring", command);

    assertThat(store.commands.publication("spring", command).documents()).isEmpty();
    assertThat(give("spring", command)).isEqualTo(first);
    assertThat(revisions()).isEqualTo("2 2 2 2");
  }

  @Test
  void what_is_granted_is_left_out_or_refused_by_name() {
    store.run("spring");
    store.send("spring", 1, 1);

    assertRefused(patch(FILE, "h1_upgrade_nova"), Rule.TASK_RUNNING, "h1_upgrade_nova");
    CommandAnswer answer = patch(FILE);
    assertThat(answer.first()).containsExactly("h2_stop_nova", "h2_upgrade_nova");
    assertThat(answer.notes()).anyMatch(note -> note.contains("a run is at work"));
    assertThat(revisions()).isEqualTo("1 1 2 2");
  }

  @Test
  void what_ran_keeps_its_content_and_a_failed_task_gets_the_new_one() {
    store.run("spring");
    store.play("spring", 1, 1, task -> task.contains("stop") ? DONE : FAIL);
    store.runs.close("spring", 1, "failed");

    assertThat(patch(FILE).first())
        .containsExactly("h1_upgrade_nova", "h2_stop_nova", "h2_upgrade_nova");
    assertRefused(patch(FILE, "h1_stop_nova"), Rule.WRONG_STATE, "h1_stop_nova");
    assertThat(store.state("spring", "h1_upgrade_nova")).isEqualTo(FAIL);
  }

  @Test
  void a_late_result_is_one_of_the_revision_that_was_granted() {
    store.run("spring");
    Dispatch sent = store.send("spring", 1, 1).get(0);
    store.runs.close("spring", 1, "Shard 1 ended unexpectedly.");
    patch(FILE, "h1_stop_nova");
    assertThat(revisions()).isEqualTo("2 1 1 1");

    store.record("spring", 1, StoreHarness.report(sent, task -> FAIL));
    assertThat(store.state("spring", "h1_stop_nova")).isEqualTo(FAIL);
    assertThat(attempts()).isEqualTo("h1_stop_nova r1, h1_upgrade_nova r1");

    store.run("spring");
    store.play("spring", 2, 1, task -> DONE);
    assertThat(attempts())
        .isEqualTo("h1_stop_nova r1, h1_stop_nova r2, h1_upgrade_nova r1, h1_upgrade_nova r1");
  }

  private String attempts() {
    return store.value(
        "select string_agg(t.id || ' r' || a.revision, ', ' order by a.number, a.grant_no)"
            + " from attempt a join plan_task t using (project_id, number)");
  }

  @Test
  void what_a_patched_rollback_undoes_for_all_hosts_is_not_taken_back_below_them() {
    store.save(
        TestPlans.of("autumn", 2, "glance")
            .oncePhase("sync", "sync")
            .phase("data", 2, "stop")
            .compiled());
    store.finish("autumn", store.run("autumn").run());
    assertThat(undoSync().accepted()).as("its rollback does nothing").isTrue();
    store.takeBack("autumn", 2);
    store.finish("autumn", store.run("autumn").run());

    Change undo = new Change("sync", null, null, null, "unsync.py", NEW);
    CommandAnswer patched =
        give(
            "autumn",
            command(new Patch("glance", null, null, undo), StoreHarness.tasks("h1_sync_glance")));
    assertThat(patched.count()).isEqualTo(1);
    assertRefused(undoSync(), Rule.DEPENDENTS, "h2_stop_glance");
  }

  /** h1 itself stands on it, whatever its rollback does: that is taken back too. */
  private CommandAnswer undoSync() {
    return store.commands.judge(
        "autumn",
        store
            .command(CommandKind.ROLLBACK)
            .selection(StoreHarness.tasks("h1_sync_glance", "h1_stop_glance"))
            .build());
  }

  @Test
  void without_a_reason_or_with_an_unknown_name_nothing_is_patched() {
    CommandRequest silent = store.command(CommandKind.PATCH).patch(FILE).build();
    assertRefused(give("spring", silent), Rule.BAD_INPUT, "--reason");
    assertRefused(
        patch(new Patch("nova", "du.py", NEW, null)),
        Rule.BAD_INPUT,
        "no file 'du.py'",
        "Did you mean 'do.py'?");
    assertThat(store.value("select count(*) from patch")).isEqualTo("0");
    assertThat(store.value("select count(*) from audit where outcome = 'refused: bad-input'"))
        .isEqualTo("2");
  }

  @Test
  void a_plan_that_was_patched_does_not_become_another_one() {
    patch(FILE);
    SaveResult result =
        store.plans.save(TestPlans.of("spring", 3).phase("data", 1, "stop").compiled(), "anna");

    assertThat(result.outcome()).isEqualTo(SaveResult.Outcome.REFUSED);
    assertThat(result.refusal().message()).contains("upg patch export spring");
  }

  @Test
  void another_project_takes_over_what_was_made_for_its_release_in_order() {
    store.save(spring("autumn"));
    patch(FILE);
    patch(
        new Patch("nova", "x.py", NEW, new Change("stop", null, null, Place.BEFORE, "none", null)));
    CommandRequest take =
        store.command(CommandKind.PATCH).from("spring").reason("as there").build();

    CommandAnswer answer = give("autumn", take);
    assertThat(answer.notes())
        .containsExactly(
            "Patch 1 of 'spring' (nova: it trips) is taken over for 4 tasks.",
            "Patch 2 of 'spring' (nova: it trips) is taken over for 2 tasks.");
    assertThat(answer.count()).isEqualTo(4);
    assertThat(
            store.value(
                "select string_agg(origin || ' ' || task_count, ', ' order by number) from patch"
                    + " where origin is not null"))
        .isEqualTo("spring 1 4, spring 2 2");
    assertThat(
            store.value(
                "select count(distinct (t.number, s.sheet, s.revision)) from task_state s"
                    + " join plan_task t using (project_id, number)"))
        .isEqualTo("4");
    assertThat(
            give("autumn", store.command(CommandKind.PATCH).from("spring").reason("again").build())
                .notes())
        .allMatch(note -> note.contains("is not taken over: "));
  }

  @Test
  void what_was_made_for_another_release_is_not_taken_over_and_the_note_says_why() {
    store.save(TestPlans.of("autumn", 1).phase("data", 1, "stop").compiled());
    patch(FILE);
    store.database.tx(tx -> tx.update("update patch set releases = '[\"another\"]'"));

    CommandAnswer answer =
        give("autumn", store.command(CommandKind.PATCH).from("spring").reason("r").build());
    assertThat(answer.count()).isZero();
    assertThat(answer.notes())
        .singleElement()
        .asString()
        .contains("not taken over", "nova 2 of this project is not the one");
    assertRefused(
        give("autumn", store.command(CommandKind.PATCH).from("winter").reason("r").build()),
        Rule.BAD_INPUT,
        "no project 'winter'");
    assertRefused(
        give("autumn", store.command(CommandKind.PATCH).from("autumn").reason("r").build()),
        Rule.BAD_INPUT,
        "its own patches");
  }
}
