package io.upg.plan.cut;

import static io.upg.plan.cut.Cuts.host;
import static io.upg.plan.cut.Cuts.tasks;
import static io.upg.plan.model.TaskState.DONE;
import static io.upg.plan.model.TaskState.FAIL;
import static io.upg.plan.model.TaskState.ROLLBACK_FAIL;
import static io.upg.plan.model.TaskState.ROLLED_BACK;
import static io.upg.plan.model.TaskState.RUNNING;
import static io.upg.plan.model.TaskState.SKIPPED;
import static io.upg.plan.model.TaskState.UNKNOWN;
import static io.upg.plan.model.TaskState.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.fixture.Facts;
import io.upg.plan.fixture.PlanBuilder;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Layout;
import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.model.ReleaseManifest.Entry;
import io.upg.plan.model.Step;
import io.upg.plan.model.TaskSheet;
import io.upg.plan.patch.Change;
import io.upg.plan.patch.Patch;
import io.upg.plan.patch.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PatchDecisionTest {
  private static final GlobalPlan PLAN = Cuts.spring();
  private static final String OLD = "a".repeat(64);
  private static final String NEW = "b".repeat(64);
  private static final String OTHER = "c".repeat(64);
  private static final Contents COMPILED =
      new Contents(PLAN, Map.of(), Map.of(), Map.of("0".repeat(64), manifest()));

  private static ReleaseManifest manifest() {
    Map<String, Entry> files = new TreeMap<>();
    for (TaskSheet sheet : PLAN.sheets().values()) {
      Step.scripts(sheet.forward()).forEach(file -> files.put(file, new Entry(OLD, 1)));
      Step.scripts(sheet.backward()).forEach(file -> files.put(file, new Entry(OLD, 1)));
    }
    files.put("data.json", new Entry(OLD, 1));
    return new ReleaseManifest("keystone", "2", files);
  }

  private static Patch file(String name) {
    return new Patch("keystone", name, NEW, null);
  }

  private static Patch of(String action, String script, Place place, String rollback) {
    Change change = new Change(action, null, null, place, rollback, null);
    return new Patch("keystone", script, script == null ? null : NEW, change);
  }

  private static Patch with(String name, Object value) {
    Change change = new Change("convert", Map.of(name, value), null, null, null, null);
    return new Patch("keystone", null, null, change);
  }

  private static PatchDecision.Accepted accepted(Facts facts, Selection selection, Patch patch) {
    PatchDecision decision = PatchDecision.of(COMPILED, facts, selection, patch);
    assertThat(decision).isInstanceOf(PatchDecision.Accepted.class);
    return (PatchDecision.Accepted) decision;
  }

  private static Refusal refused(Facts facts, Selection selection, Patch patch) {
    PatchDecision decision = PatchDecision.of(COMPILED, facts, selection, patch);
    assertThat(decision).isInstanceOf(PatchDecision.Refused.class);
    return ((PatchDecision.Refused) decision).refusal();
  }

  private static List<String> ids(PatchDecision.Accepted patch) {
    return patch.tasks().stream().mapToObj(n -> PLAN.tasks().get(n - 1).id()).toList();
  }

  private static TaskSheet sheet(PatchDecision.Accepted patch) {
    assertThat(patch.sheets()).hasSize(1);
    return patch.sheets().values().iterator().next();
  }

  private static Facts fresh() {
    return Facts.of(PLAN);
  }

  @Test
  void a_script_is_replaced_for_the_tasks_that_run_it_and_nothing_else_changes() {
    PatchDecision.Accepted patch = accepted(fresh(), Selection.NONE, file("convert.py"));

    assertThat(ids(patch)).containsExactly("ctrl-1_convert_keystone", "ctrl-2_convert_keystone");
    TaskSheet compiled = COMPILED.of(PLAN.tasks().get(patch.tasks().nextSetBit(0) - 1));
    assertThat(sheet(patch).files()).isEqualTo(Map.of("convert.py", NEW));
    assertThat(sheet(patch).forward()).isEqualTo(compiled.forward());
    assertThat(sheet(patch).backward()).isEqualTo(compiled.backward());
    assertThat(patch.notes()).isEmpty();
  }

  @Test
  void a_file_that_nobody_runs_is_replaced_for_every_task_of_the_component() {
    assertThat(ids(accepted(fresh(), Selection.NONE, file("data.json"))))
        .hasSize(9)
        .allMatch(id -> id.endsWith("keystone"));
  }

  @Test
  void without_a_selection_what_ran_keeps_its_content_and_the_note_says_so() {
    Facts facts =
        fresh()
            .with(DONE, "ctrl-1_stop_keystone")
            .with(FAIL, "ctrl-2_stop_keystone")
            .with(ROLLED_BACK, "ctrl-1_convert_keystone")
            .with(UNREACHABLE, "ctrl-2_convert_keystone")
            .with(UNKNOWN, "ctrl-1_upgrade_keystone")
            .with(ROLLBACK_FAIL, "ctrl-2_upgrade_keystone")
            .with(SKIPPED, "ctrl-1_start_keystone");
    PatchDecision.Accepted patch = accepted(facts, Selection.NONE, file("data.json"));

    assertThat(ids(patch))
        .doesNotContain("ctrl-1_stop_keystone", "ctrl-1_start_keystone")
        .hasSize(7);
    assertThat(patch.notes())
        .containsExactly(
            "2 settled tasks are left as they are: ctrl-1_stop_keystone (done),"
                + " ctrl-1_start_keystone (skipped).");
  }

  @Test
  void what_is_done_is_patched_where_it_is_selected_and_its_way_back_changes() {
    Facts facts = fresh().with(DONE, "ctrl-1_convert_keystone", "ctrl-1_stop_keystone");

    assertThat(ids(accepted(facts, tasks("ctrl-1_convert_keystone"), file("unconvert.py"))))
        .containsExactly("ctrl-1_convert_keystone");
    assertThat(ids(accepted(facts, host("ctrl-1"), file("unconvert.py"))))
        .containsExactly("ctrl-1_convert_keystone");
    assertThat(ids(accepted(facts, Selection.NONE, file("unconvert.py"))))
        .containsExactly("ctrl-2_convert_keystone");
    Refusal refusal = refused(facts, tasks("ctrl-1_convert_keystone"), file("convert.py"));
    assertThat(refusal.rule()).isEqualTo(Rule.WRONG_STATE);
    assertThat(refusal.tasks()).containsExactly("ctrl-1_convert_keystone");
    assertThat(refusal.message()).contains("only its way back can still be patched");
  }

  @Test
  void what_a_run_is_at_work_on_is_never_touched() {
    Facts facts = fresh().with(RUNNING, "ctrl-1_convert_keystone").held("ctrl-2_convert_keystone");

    Refusal refusal = refused(facts, tasks("ctrl-2_convert_keystone"), file("convert.py"));
    assertThat(refusal.rule()).isEqualTo(Rule.TASK_RUNNING);
    PatchDecision.Accepted patch = accepted(facts, Selection.ALL, file("convert.py"));
    assertThat(ids(patch)).isEmpty();
    assertThat(patch.notes()).anyMatch(note -> note.contains("a run is at work on them"));
    assertThat(patch.notes()).anyMatch(note -> note.startsWith("Nothing is patched"));
  }

  @Test
  void named_tasks_that_have_no_such_file_refuse_the_whole_patch() {
    Refusal refusal =
        refused(fresh(), tasks("ctrl-1_convert_keystone", "cn-1_drain_nova"), file("convert.py"));
    assertThat(refusal.rule()).isEqualTo(Rule.WRONG_STATE);
    assertThat(refusal.tasks()).containsExactly("cn-1_drain_nova");
  }

  @Test
  void unknown_names_get_a_suggestion() {
    assertThat(refused(fresh(), Selection.NONE, file("convrt.py")).message())
        .isEqualTo("Release keystone 2 has no file 'convrt.py'. Did you mean 'convert.py'?");
    assertThat(refused(fresh(), Selection.NONE, new Patch("keyston", "x", NEW, null)).message())
        .contains("no component 'keyston'", "Did you mean 'keystone'?");
    assertThat(
            refused(fresh(), Selection.NONE, of("conver", "x.py", Place.BEFORE, "none")).message())
        .contains("no action 'conver'", "Did you mean 'convert'?");
    assertThat(refused(fresh(), tasks("ctrl-9_convert_keystone"), file("convert.py")).message())
        .contains("ctrl-9_convert_keystone");
  }

  @Test
  void an_incomplete_patch_says_everything_that_it_lacks() {
    Patch patch =
        new Patch(
            null, "../etc/passwd", "abc", new Change(null, null, Duration.ZERO, null, null, OTHER));
    Refusal refusal = refused(fresh(), Selection.NONE, patch);

    assertThat(refusal.rule()).isEqualTo(Rule.BAD_INPUT);
    assertThat(refusal.message())
        .contains(
            "names no component",
            "'abc' is no SHA-256",
            "'../etc/passwd' is no file of a release",
            "does not name it",
            "names no action",
            "expected more than 0");
    assertThat(refused(fresh(), Selection.NONE, new Patch("keystone", null, null, null)).message())
        .contains("changes nothing");
  }

  @Test
  void a_script_in_its_place_needs_a_word_on_its_way_back() {
    assertThat(
            refused(fresh(), Selection.NONE, of("stop", "halt.py", Place.INSTEAD, null)).message())
        .contains("how 'halt.py' is taken back");
    TaskSheet patched =
        sheet(accepted(fresh(), Selection.NONE, of("stop", "halt.py", Place.INSTEAD, "none")));
    assertThat(patched.forward()).isEqualTo(new Step.Script("halt.py", List.of(), Map.of()));
    assertThat(patched.backward()).isEqualTo(new Step.Nothing());
  }

  @Test
  void scripts_before_and_after_are_taken_back_in_reverse() {
    PatchDecision.Accepted first =
        accepted(fresh(), Selection.NONE, of("stop", "lock.py", Place.BEFORE, "unstop.py"));
    PatchDecision second =
        PatchDecision.of(
            COMPILED.after(first),
            fresh(),
            Selection.NONE,
            of("stop", "look.py", Place.AFTER, "none"));
    TaskSheet patched = sheet((PatchDecision.Accepted) second);

    assertThat(Step.parts(patched.forward()).stream().map(Step.Part::name))
        .containsExactly("before lock.py", "task", "after look.py");
    assertThat(Step.parts(patched.backward()).stream().map(Step.Part::name))
        .containsExactly("after look.py", "task", "before lock.py");
    assertThat(patched.files()).containsOnlyKeys("lock.py", "look.py");
    assertThat(patched.limit()).isEqualTo(COMPILED.of(PLAN.tasks().get(0)).limit().multipliedBy(3));
  }

  @Test
  void the_same_patch_again_changes_nothing() {
    for (Patch patch : List.of(file("convert.py"), of("stop", "lock.py", Place.BEFORE, "none"))) {
      PatchDecision.Accepted first = accepted(fresh(), Selection.NONE, patch);
      PatchDecision.Accepted again =
          (PatchDecision.Accepted)
              PatchDecision.of(COMPILED.after(first), fresh(), Selection.NONE, patch);
      assertThat(again.digests()).isEmpty();
      assertThat(again.notes()).anyMatch(note -> note.contains("so already"));
    }
  }

  @Test
  void new_parameters_are_checked_like_those_of_a_release() {
    TaskSheet patched = sheet(accepted(fresh(), Selection.NONE, with("depth", "${host}")));
    assertThat(patched.params()).isEqualTo(Map.of("depth", "${host}"));

    assertThat(refused(fresh(), Selection.NONE, with("depth", "${hots}")).message())
        .contains("'${hots}'", "Did you mean 'host'?");
    assertThat(refused(fresh(), Selection.NONE, with("vip", "${vars.vip}")).message())
        .contains("'${vars.vip}' has no value on ctrl-1 and other hosts");
  }

  @Test
  void a_point_of_no_return_stays_one() {
    Patch patch =
        new Patch(
            "nova", "c2.py", NEW, new Change("commit", null, null, Place.BEFORE, "x.py", OTHER));
    GlobalPlan plan =
        PlanBuilder.project("p")
            .irreversible("commit")
            .phase("commit", Layout.BY_ACTION)
            .task(1, "cn-1", 1, "commit", "nova")
            .build();
    Contents contents = new Contents(plan, Map.of(), Map.of(), COMPILED.manifests());
    PatchDecision decision = PatchDecision.of(contents, Facts.of(plan), Selection.NONE, patch);
    assertThat(((PatchDecision.Refused) decision).refusal().message())
        .contains("cannot be taken back (reversible: false)");
  }
}
