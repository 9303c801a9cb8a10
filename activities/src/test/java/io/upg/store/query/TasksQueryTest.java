package io.upg.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.upg.contract.CommandKind;
import io.upg.plan.cut.Selection;
import io.upg.plan.model.TaskState;
import io.upg.store.Database;
import io.upg.store.EmbeddedDatabase;
import io.upg.store.StoreHarness;
import io.upg.store.TestPlans;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TasksQueryTest {
  private Database database;
  private Rows rows;

  @BeforeEach
  void open() {
    database = EmbeddedDatabase.open();
    rows = Rows.spring(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void tasks_come_in_plan_order() {
    assertThat(ids(TaskFilter.ALL)).containsExactly(Rows.TASKS);
  }

  @Test
  void a_page_begins_behind_the_last_task_of_the_page_before() {
    assertThat(ids(new TaskFilter(null, null, null, 2)))
        .containsExactly("cn-1_check_nova", "cn-1_stop_nova");
    assertThat(ids(new TaskFilter(null, null, "cn-1_stop_nova", 2)))
        .containsExactly("cn-2_stop_nova", "cn-10_stop_nova");
  }

  @Test
  void states_and_numbers_are_joined_by_and() {
    rows.state(2, "fail").state(3, "fail");

    assertThat(ids(new TaskFilter(List.of(1, 3), Set.of(TaskState.FAIL), null, 9)))
        .containsExactly("cn-2_stop_nova");
    assertThat(ids(new TaskFilter(List.of(), null, null, 9))).isEmpty();
  }

  @Test
  void a_row_says_what_is_recorded() {
    rows.ran(2, 1, "fail", 3, "disk full");

    TaskRow row = find(TaskFilter.in(Set.of(TaskState.FAIL), 9)).get(0);

    assertThat(row)
        .isEqualTo(
            new TaskRow(
                2,
                "cn-1_stop_nova",
                "cn-1",
                "nova",
                "stop",
                "data",
                TaskState.FAIL,
                1,
                1,
                Rows.START.plusSeconds(60),
                Rows.START.plusSeconds(90),
                3,
                "disk full",
                null,
                null));
  }

  @Test
  void a_task_left_standing_on_one_taken_back_names_it() {
    try (StoreHarness store = new StoreHarness()) {
      store.save(TestPlans.of("fall", 2).phase("data", 2, "stop", "convert", "start").compiled());
      store.finish("fall", store.run("fall").run());
      TasksQuery query = new TasksQuery(store.database);
      assertThat(query.standingOnTakenBack("fall", 9)).isEmpty();

      takeBack(store, "h1_convert_nova");

      assertThat(query.standingOnTakenBack("fall", 9))
          .extracting(TaskRow::id, TaskRow::standsOn)
          .containsExactly(tuple("h1_start_nova", "h1_convert_nova"));
      assertThat(query.find("fall", TaskFilter.ALL))
          .filteredOn(t -> t.standsOn() != null)
          .hasSize(1);

      takeBack(store, "h1_start_nova");
      assertThat(query.standingOnTakenBack("fall", 9)).isEmpty();
    }
  }

  private static void takeBack(StoreHarness store, String task) {
    Selection selection = new Selection(List.of(task), null, null, null, null, false, false);
    int run =
        store
            .commands
            .judge(
                "fall",
                store
                    .command(CommandKind.ROLLBACK)
                    .selection(selection)
                    .only(true)
                    .reason("a trial")
                    .build())
            .run();
    store.play("fall", run, 1, id -> TaskState.ROLLED_BACK);
    store.runs.close("fall", run, null);
  }

  @Test
  void the_hosts_of_failed_tasks_are_given_once_each() {
    rows.state(1, "fail").state(2, "fail").state(3, "unreachable");

    assertThat(
            new TasksQuery(database).hosts("spring", Set.of(TaskState.FAIL, TaskState.UNREACHABLE)))
        .containsExactlyInAnyOrder("cn-1", "cn-2");
  }

  @Test
  void a_page_behind_an_unknown_task_is_refused_with_a_suggestion() {
    assertThatThrownBy(() -> find(new TaskFilter(null, null, "cn-1_stop_nvoa", 2)))
        .isInstanceOf(UnknownTask.class)
        .hasMessageContaining("Did you mean 'cn-1_stop_nova'?");
  }

  private List<String> ids(TaskFilter filter) {
    return find(filter).stream().map(TaskRow::id).toList();
  }

  private List<TaskRow> find(TaskFilter filter) {
    return new TasksQuery(database).find("spring", filter);
  }
}
