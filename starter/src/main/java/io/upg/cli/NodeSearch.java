package io.upg.cli;

import io.upg.plan.NaturalOrder;
import io.upg.plan.hosts.HostSet;
import io.upg.store.Database;
import io.upg.store.query.NodeRow;
import io.upg.store.query.NodesQuery;
import java.util.List;

/** What {@code upg nodes} lists. Thread-safe. */
public final class NodeSearch {
  private final NodesQuery nodes;

  public NodeSearch(Database database) {
    this.nodes = new NodesQuery(database);
  }

  /**
   * In natural order.
   *
   * @param hosts a host set without files; null for all
   * @param after the host behind which the answer begins; null for the first
   * @param limit the most that are given
   * @throws UsageProblem if a host, role or label is named that there is not
   */
  public List<NodeRow> find(String hosts, String after, int limit) {
    NodesQuery.Nodes all = nodes.all();
    if (after != null && !all.directory().contains(after)) {
      throw new UsageProblem("after: there is no host '%s' in any open project.".formatted(after));
    }
    return selected(hosts, all).stream()
        .filter(host -> after == null || NaturalOrder.INSTANCE.compare(host, after) > 0)
        .limit(limit)
        .map(all::row)
        .toList();
  }

  private static List<String> selected(String hosts, NodesQuery.Nodes all) {
    if (hosts == null) {
      return all.directory().names();
    }
    HostSet.Match match;
    try {
      match = HostSet.parse(hosts, HostSet.NO_FILES).match(all.directory());
    } catch (IllegalArgumentException e) {
      throw new UsageProblem(e.getMessage());
    }
    if (!match.unknown().isEmpty()) {
      throw new UsageProblem(String.join("\n", match.unknown()));
    }
    return match.hosts();
  }
}
