package io.upg.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.contract.CommandKind;
import io.upg.plan.cut.Selection;
import io.upg.plan.model.TaskState;
import io.upg.store.StoreHarness;
import io.upg.store.TestPlans;
import io.upg.store.UnknownProject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditQueryTest {
  private static final AuditFilter ALL = new AuditFilter(null, null, null);

  private StoreHarness store;

  @BeforeEach
  void open() {
    store = new StoreHarness();
    store.save(TestPlans.of("spring", 3).phase("data", 3, "stop", "start").compiled());
    int run = store.run("spring").run(); // c1
    store.play("spring", run, 1, id -> id.startsWith("h2") ? TaskState.FAIL : TaskState.DONE);
    store.runs.close("spring", run, "2 tasks failed.");
    store.give("spring", CommandKind.PAUSE); // c2
    skip(null); // c3
    skip("the host is gone"); // c4
  }

  private void skip(String reason) {
    Selection selection = new Selection(null, "h2", null, null, null, false, false);
    store.commands.judge(
        "spring", store.command(CommandKind.SKIP).selection(selection).reason(reason).build());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void every_command_is_there_with_its_tasks_and_outcome_oldest_first() {
    List<AuditEntry> audit = audit(ALL);

    assertThat(audit)
        .extracting(AuditEntry::command)
        .containsExactly("run", "pause", "skip", "skip");
    assertThat(audit).extracting(AuditEntry::who).containsOnly("anna");
    assertThat(audit)
        .extracting(AuditEntry::outcome)
        .containsExactly("accepted", "accepted", "refused: bad-input", "accepted");
    assertThat(audit.get(0).tasks()).hasSize(6).startsWith("h1_stop_nova", "h1_start_nova");
    assertThat(audit.get(1).tasks()).isEmpty();
    assertThat(audit.get(3).tasks()).containsExactly("h2_stop_nova", "h2_start_nova");
    assertThat(audit.get(3).reason()).isEqualTo("the host is gone");
  }

  @Test
  void a_refused_command_says_why() {
    AuditEntry refused = audit(ALL).get(2);

    assertThat(refused.message()).contains("A skip needs a reason");
    assertThat(refused.tasks()).isEmpty();
    assertThat(audit(ALL).get(3).message()).isNull();
  }

  @Test
  void a_limit_gives_the_newest_and_behind_a_command_the_next() {
    assertThat(ids(new AuditFilter(null, 2, null))).containsExactly("c3", "c4");
    assertThat(ids(new AuditFilter("c1", 2, null))).containsExactly("c2", "c3");
    assertThat(ids(new AuditFilter("c4", 2, null))).isEmpty();
  }

  @Test
  void tasks_may_be_cut_off_but_their_count_stays() {
    AuditEntry run = audit(new AuditFilter(null, null, 2)).get(0);

    assertThat(run.tasks()).containsExactly("h1_stop_nova", "h1_start_nova");
    assertThat(run.count()).isEqualTo(6);
  }

  @Test
  void unknown_names_are_bad_input() {
    assertThatThrownBy(() -> audit(new AuditFilter("c9", null, null)))
        .isInstanceOf(UnknownCommand.class)
        .hasMessageContainingAll("'c9'", "upg audit spring -o json");
    assertThatThrownBy(() -> new AuditQuery(store.database).each("sprnig", ALL, entry -> {}))
        .isInstanceOf(UnknownProject.class);
  }

  private List<String> ids(AuditFilter filter) {
    return audit(filter).stream().map(AuditEntry::id).toList();
  }

  private List<AuditEntry> audit(AuditFilter filter) {
    List<AuditEntry> entries = new ArrayList<>();
    new AuditQuery(store.database).each("spring", filter, entries::add);
    return entries;
  }
}
