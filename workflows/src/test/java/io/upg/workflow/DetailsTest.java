package io.upg.workflow;

import static io.upg.workflow.FakeRun.batch;
import static io.upg.workflow.FakeRun.shard;
import static io.upg.workflow.TestBed.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.common.SearchAttributes;
import io.upg.contract.CommandKind;
import io.upg.contract.WorkflowAttributes;
import io.upg.contract.WorkflowIds;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Temporal's Web UI shows and finds of workflows. */
class DetailsTest {
  private static final String PROJECT = WorkflowIds.project(FakeRun.PROJECT);
  private static final String RUN = WorkflowIds.run(FakeRun.PROJECT, 1);
  private static final String SHARD = WorkflowIds.shard(FakeRun.PROJECT, 1, 2, 1);

  private final FakeStore store = new FakeStore();

  @Test
  void a_run_shows_where_it_is_while_it_waits_for_its_hosts_and_what_came_of_it() {
    store.next(
        FakeRun.forwards(batch(shard("a")), batch(shard("a"), shard("dead")), batch(shard("a"))));
    try (TestBed bed = new TestBed(store).agents(List.of("a")).start()) {
      bed.project().command(command("c1", CommandKind.RUN));

      bed.awaitTrue(() -> details(bed, RUN).contains("shards | 1 of 2 ended"));
      assertThat(details(bed, RUN).lines())
          .containsExactly(
              "| run 1 | " + FakeRun.PROJECT + " |",
              "|---|---|",
              "| state | running |",
              "| direction | forwards |",
              "| phase | management |",
              "| batch | 2 of 3: management 2 |",
              "| shards | 1 of 2 ended |",
              "| tasks | 2 of 8 in batches that have passed |",
              "| waits for | hosts |");
      assertThat(details(bed, PROJECT))
          .contains("| state | running |", "| open runs | run-1 |", "| as of | 20");

      bed.await(1);
      assertThat(details(bed, RUN))
          .contains("| state | stopped |", "| failed | 2 tasks |", "| waits for | failed: dead_");
      bed.awaitTrue(() -> details(bed, PROJECT).contains("| state | ready |"));
    }
  }

  @Test
  void a_run_says_that_it_waits_for_postgresql() {
    store.open(1, FakeRun.forwards(batch(shard("a")))).away(Integer.MAX_VALUE);
    try (TestBed bed = new TestBed(store).agents(List.of("a")).start()) {
      bed.startRun(1);
      bed.awaitTrue(() -> details(bed, RUN).contains("| waits for | PostgreSQL: outline |"));
      store.away(0);
      bed.await(1);
      assertThat(details(bed, RUN)).contains("| state | done |").doesNotContain("waits for");
    }
  }

  @Test
  void a_paused_project_says_so() {
    store.next(FakeRun.forwards(batch(shard("a")))).paused("paused by ann | see *there*");
    try (TestBed bed = new TestBed(store).agents(List.of("a")).start()) {
      bed.project().command(command("c1", CommandKind.RUN));
      bed.await(1);

      String waits = "| state | paused |\n| direction | forwards |";
      assertThat(details(bed, RUN)).contains(waits, "paused by ann \\| see \\*there\\*");
      bed.awaitTrue(() -> details(bed, PROJECT).contains("| state | paused |"));
    }
  }

  @Test
  void workflows_of_a_project_that_has_search_attributes_carry_and_keep_them() {
    store.next(FakeRun.forwards(batch(shard("a")), batch(shard("a"))));
    try (TestBed bed = new TestBed(store).agents(List.of("a")).start()) {
      bed.searchable().command(command("c1", CommandKind.RUN));
      bed.await(1);

      assertThat(attributes(bed, RUN)).isEqualTo(attributes("management", "done"));
      assertThat(attributes(bed, SHARD)).isEqualTo(attributes("management", "done"));
      bed.awaitTrue(() -> attributes(bed, PROJECT).equals(attributes("management", "ready")));
      assertThat(events(bed, RUN, EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES))
          .as("one for the phase, though it has two batches, and one for the end")
          .hasSize(2);
    }
  }

  @Test
  void workflows_of_a_project_without_search_attributes_set_none() {
    store.next(FakeRun.forwards(batch(shard("a")), batch(shard("a"))));
    try (TestBed bed = new TestBed(store).agents(List.of("a")).start()) {
      bed.project().command(command("c1", CommandKind.RUN));
      bed.await(1);

      for (String workflow : List.of(PROJECT, RUN, SHARD)) {
        assertThat(attributes(bed, workflow)).isEqualTo(SearchAttributes.EMPTY);
        assertThat(events(bed, workflow, EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES))
            .isEmpty();
      }
    }
  }

  @Test
  void every_activity_has_a_summary() {
    store.next(FakeRun.forwards(batch(shard("a")), batch(shard("a"))));
    try (TestBed bed = new TestBed(store).agents(List.of("a")).start()) {
      bed.project().command(command("c1", CommandKind.RUN));
      bed.await(1);

      for (String workflow : List.of(PROJECT, RUN, SHARD)) {
        assertThat(events(bed, workflow, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED))
            .isNotEmpty()
            .allSatisfy(event -> assertThat(summary(event)).isNotBlank());
      }
      assertThat(events(bed, RUN, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED))
          .extracting(DetailsTest::summary)
          .containsExactly(
              "\"outline\"",
              "\"gate of batch 1 of 2\"",
              "\"verdict on batch 1 of 2\"",
              "\"gate of batch 2 of 2\"",
              "\"verdict on batch 2 of 2\"",
              "\"closing of the run\"");
    }
  }

  private static String summary(HistoryEvent event) {
    return event.getUserMetadata().getSummary().getData().toStringUtf8();
  }

  private static SearchAttributes attributes(String phase, String state) {
    return WorkflowAttributes.of(FakeRun.PROJECT, phase, state);
  }

  private static SearchAttributes attributes(TestBed bed, String workflow) {
    return bed.client().newUntypedWorkflowStub(workflow).describe().getTypedSearchAttributes();
  }

  private static List<HistoryEvent> events(TestBed bed, String workflow, EventType type) {
    return bed.client().fetchHistory(workflow).getEvents().stream()
        .filter(event -> event.getEventType() == type)
        .toList();
  }

  private static String details(TestBed bed, String workflow) {
    return bed.client()
        .newUntypedWorkflowStub(workflow)
        .query("__temporal_workflow_metadata", WorkflowMetadata.class)
        .getCurrentDetails();
  }
}
