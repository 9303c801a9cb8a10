package io.upg.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.AgentBuild;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.plan.model.TaskState;
import io.upg.store.query.NodeRow;
import io.upg.store.query.NodesQuery;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeStoreTest {
  private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");
  private static final AgentBuild OLD = new AgentBuild("0.1.0", 2);
  private static final AgentBuild NEW = new AgentBuild("0.2.0", 3);

  private final StoreHarness store =
      new StoreHarness().save(TestPlans.of("spring", 12).phase("data", 12, "stop").compiled());
  private final NodeStore nodes = new NodeStore(store.database);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void hosts_are_those_of_open_projects_and_whoever_was_heard_of() {
    nodes.seen(List.of(new SeenNode("another", OLD, AT)));

    NodesQuery.Nodes all = new NodesQuery(store.database).all();

    assertThat(all.directory().names()).startsWith("another", "h1", "h2").endsWith("h11", "h12");
    assertThat(all.row("another")).isEqualTo(new NodeRow("another", "0.1.0", 2, AT));
    assertThat(all.row("h1")).isEqualTo(new NodeRow("h1", null, null, null));
  }

  @Test
  void a_report_shows_its_agent_one_written_in_its_stead_does_not() {
    store.run("spring");
    List<Dispatch> sent = store.send("spring", 1, 1);
    Dispatch first = sent.get(0);
    NodeTaskReport own = StoreHarness.report(first, task -> TaskState.DONE);
    store.record("spring", 1, new NodeTaskReport(own.host(), own.grant(), own.results(), NEW));
    Dispatch other = sent.get(1);
    store.record("spring", 1, StoreHarness.report(other, task -> TaskState.UNREACHABLE));

    NodesQuery.Nodes all = new NodesQuery(store.database).all();

    NodeRow seen = all.row(first.order().host());
    assertThat(seen.version()).isEqualTo("0.2.0");
    assertThat(seen.protocol()).isEqualTo(3);
    assertThat(seen.seenAt()).isNotNull();
    assertThat(all.seen()).hasSize(1);
  }

  @Test
  void the_newest_counts_and_what_is_hardly_newer_is_not_written() {
    nodes.seen(List.of(new SeenNode("h1", OLD, AT), new SeenNode("h1", OLD, AT.minusSeconds(5))));
    nodes.seen(List.of(new SeenNode("h1", OLD, AT.plusSeconds(20))));
    assertThat(row()).isEqualTo(new NodeRow("h1", "0.1.0", 2, AT));

    nodes.seen(List.of(new SeenNode("h1", NEW, AT.plusSeconds(20))));
    assertThat(row()).isEqualTo(new NodeRow("h1", "0.2.0", 3, AT.plusSeconds(20)));

    nodes.seen(List.of(new SeenNode("h1", OLD, AT.plusSeconds(10))));
    assertThat(row())
        .as("an older look")
        .isEqualTo(new NodeRow("h1", "0.2.0", 3, AT.plusSeconds(20)));

    nodes.seen(List.of(new SeenNode("h1", NEW, AT.plusSeconds(60))));
    assertThat(row().seenAt()).isEqualTo(AT.plusSeconds(60));
  }

  private NodeRow row() {
    return new NodesQuery(store.database).all().row("h1");
  }
}
