package io.upg.store.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.upg.plan.hosts.HostDirectory;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.HostSheet;
import io.upg.store.Database;
import io.upg.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The hosts of all open projects, and every other one whose agent was ever heard of. */
public final class NodesQuery {
  private static final String HOSTS =
      """
      select h.key, min(h.value)
        from project p
        join plan on plan.project_id = p.id and plan.revision = p.revision
       cross join lateral json_each_text(plan.hosts) h
       where p.closed_at is null
       group by h.key
      """;

  private static final HostSheet BARE = new HostSheet(List.of(), Map.of(), Map.of());

  private final Database database;

  public NodesQuery(Database database) {
    this.database = database;
  }

  /**
   * @param directory all of the hosts, with roles and labels as one of the open projects has them
   * @param seen those that were heard of
   */
  public record Nodes(HostDirectory directory, Map<String, NodeRow> seen) {
    public NodeRow row(String host) {
      return seen.getOrDefault(host, new NodeRow(host, null, null, null));
    }
  }

  public Nodes all() {
    return Snapshot.read(database, NodesQuery::all);
  }

  private static Nodes all(Tx tx) throws SQLException {
    Map<String, NodeRow> seen = new HashMap<>();
    tx.each("select * from node", row -> seen.put(row.getString("host"), node(row)));
    Map<String, String> digests = new HashMap<>();
    tx.each(HOSTS, row -> digests.put(row.getString(1), row.getString(2)));
    Map<String, HostSheet> sheets = new HashMap<>();
    tx.each(
        "select digest, body from sheet where digest = any(?)",
        row ->
            sheets.put(
                row.getString(1),
                CanonicalJson.read(row.getString(2).getBytes(UTF_8), HostSheet.class)),
        (Object) digests.values().stream().distinct().toArray(String[]::new));
    Map<String, HostSheet> hosts = new HashMap<>();
    seen.keySet().forEach(host -> hosts.put(host, BARE));
    digests.forEach((host, digest) -> hosts.put(host, sheets.get(digest)));
    return new Nodes(HostDirectory.of(hosts), seen);
  }

  private static NodeRow node(ResultSet row) throws SQLException {
    return new NodeRow(
        row.getString("host"),
        row.getString("version"),
        row.getInt("protocol"),
        Tx.instant(row, "seen_at"));
  }
}
