package io.upg.store;

import io.upg.contract.NodeTaskReport;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * Which agent was heard of when. Reports tell it on their way; of hosts that wait, nobody writes:
 * whoever wants to know asks Temporal. Thread-safe, across processes too.
 */
public final class NodeStore {
  /** Hosts in one order, so that two writers cannot deadlock; what is hardly newer is no write. */
  private static final String SEEN =
      """
      insert into node as n (host, version, protocol, seen_at)
      select * from unnest(?::text[], ?::text[], ?::int[], ?::timestamptz[])
      on conflict (host) do update set
        version = excluded.version, protocol = excluded.protocol, seen_at = excluded.seen_at
      where n.seen_at < excluded.seen_at
        and (n.seen_at < excluded.seen_at - interval '30 s'
          or (n.version, n.protocol) is distinct from (excluded.version, excluded.protocol))
      """;

  private final Database database;

  public NodeStore(Database database) {
    this.database = database;
  }

  /** Of several of one host the newest counts. */
  public void seen(Collection<SeenNode> nodes) {
    if (!nodes.isEmpty()) {
      database.tx(tx -> write(tx, nodes));
    }
  }

  /** Those of the hosts that wrote their reports themselves. */
  static void seen(Tx tx, List<RunReports> group) throws SQLException {
    Instant now = tx.now();
    List<SeenNode> nodes =
        group.stream()
            .flatMap(reports -> reports.reports().stream())
            .filter(report -> report.agent() != null)
            .map(report -> seen(report, now))
            .toList();
    if (!nodes.isEmpty()) {
      write(tx, nodes);
    }
  }

  private static SeenNode seen(NodeTaskReport report, Instant at) {
    return new SeenNode(report.host(), report.agent(), at);
  }

  private static int write(Tx tx, Collection<SeenNode> nodes) throws SQLException {
    Map<String, SeenNode> hosts = new TreeMap<>();
    BinaryOperator<SeenNode> newest = BinaryOperator.maxBy(Comparator.comparing(SeenNode::at));
    nodes.forEach(node -> hosts.merge(node.host(), node, newest));
    Collection<SeenNode> once = hosts.values();
    return tx.update(
        SEEN,
        once.stream().map(SeenNode::host).toArray(String[]::new),
        once.stream().map(node -> node.agent().version()).toArray(String[]::new),
        once.stream().map(node -> node.agent().protocol()).toArray(Integer[]::new),
        once.stream().map(SeenNode::at).toArray(Instant[]::new));
  }
}
