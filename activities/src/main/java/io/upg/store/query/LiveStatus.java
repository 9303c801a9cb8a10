package io.upg.store.query;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.upg.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The node tasks of a project that are under way, counted. Its names are read by other programs:
 * add, never rename.
 *
 * @param running taken by their hosts
 * @param dispatched sent and not taken yet
 * @param resent taken once, not heard of again, sent anew and not taken yet
 * @param at when what waits to be taken was so
 * @param silent those that have waited for long; null where there are none
 */
@JsonPropertyOrder({"running", "dispatched", "resent", "at"})
public record LiveStatus(
    int running, int dispatched, int resent, Instant at, @JsonIgnore Silent silent) {

  /**
   * Hosts that have not taken for long what was sent to them.
   *
   * @param first the first of them, in plan order
   * @param asked how many of them Temporal was asked about
   * @param deaf how many of those do not poll
   * @param firstDeaf the first of those; null where there are none
   */
  public record Silent(int hosts, String first, int asked, int deaf, String firstDeaf) {}

  /** A host that lives takes its work at once; a server under load may take some seconds. */
  private static final int LONG_SECONDS = 20;

  /** A long poll lasts a minute, and the server notes when it began. */
  private static final int POLL_SECONDS = 90;

  private static final String UNDER_WAY =
      """
        from live_shard h
        join run r on r.project_id = h.project_id and r.run = h.run and r.state = 'open'
        join live_node l using (grant_no)
        join task_state s on s.project_id = h.project_id and s.number = l.number
         and s.grant_no = l.grant_no and s.granted
       where h.project_id = ?
      """;

  private static final String COUNTS =
      """
      select l.state, count(*)::int as n, min(h.seen_at) as oldest, max(h.seen_at) as newest,
             count(*) filter (where l.since < now() - ? * interval '1 s') > 0 as long
      """
          + UNDER_WAY
          + " group by l.state";

  private static final String SILENT =
      """
      select count(*)::int as hosts, count(asked_at)::int as asked, count(*) filter (where deaf)::int as deaf,
             (array_agg(host order by number))[1] as first,
             (array_agg(host order by number) filter (where deaf))[1] as first_deaf
        from (
          select l.host, min(l.number) as number, max(l.asked_at) as asked_at,
                 bool_or(l.asked_at is not null
                   and coalesce(l.polled_at < l.asked_at - ? * interval '1 s', true)) as deaf
      """
          + UNDER_WAY
          + """
             and l.state <> 'running' and l.since < now() - ? * interval '1 s'
           group by l.host) as waits
      """;

  private record Count(int nodes, Instant oldest, Instant newest, boolean waitsLong) {}

  /** What is known, or null where nothing is. */
  static LiveStatus read(Tx tx, int project) throws SQLException {
    Map<String, Count> counts = new HashMap<>();
    tx.each(
        COUNTS,
        row ->
            counts.put(
                row.getString("state"),
                new Count(
                    row.getInt("n"),
                    Tx.instant(row, "oldest"),
                    Tx.instant(row, "newest"),
                    row.getBoolean("long"))),
        LONG_SECONDS,
        project);
    if (counts.isEmpty()) {
      return null;
    }
    Count none = new Count(0, null, null, false);
    Count running = counts.getOrDefault("running", none);
    Count dispatched = counts.getOrDefault("dispatched", none);
    Count resent = counts.getOrDefault("resent", none);
    return new LiveStatus(
        running.nodes(),
        dispatched.nodes(),
        resent.nodes(),
        at(running, List.of(dispatched, resent)),
        dispatched.waitsLong() || resent.waitsLong() ? silent(tx, project) : null);
  }

  private static Instant at(Count running, List<Count> waiting) {
    return waiting.stream()
        .filter(count -> count.nodes() > 0)
        .map(Count::oldest)
        .min(Instant::compareTo)
        .orElse(running.newest());
  }

  private static Silent silent(Tx tx, int project) throws SQLException {
    return tx.one(
        SILENT,
        row ->
            new Silent(
                row.getInt("hosts"),
                row.getString("first"),
                row.getInt("asked"),
                row.getInt("deaf"),
                row.getString("first_deaf")),
        POLL_SECONDS,
        project,
        LONG_SECONDS);
  }

  /** What an operator has to know of hosts that do not poll; null where nothing. */
  @JsonIgnore
  String sentence() {
    if (silent == null || silent.deaf() == 0) {
      return null;
    }
    int others = silent.hosts() - 1;
    String who =
        others == 0
            ? silent.firstDeaf() + " has not taken what was sent to it"
            : "%s and %d other %s have not taken what was sent to them"
                .formatted(silent.firstDeaf(), others, others == 1 ? "host" : "hosts");
    String asked =
        silent.hosts() == 1
            ? "it does not poll"
            : "of the %d that Temporal was asked about %d do not poll"
                .formatted(silent.asked(), silent.deaf());
    return "%s: %s. Either the agent is down (start it: upg-node --host %s), or Temporal refuses its polls: then its log says RESOURCE_EXHAUSTED; raise frontend.namespaceCount in Temporal's dynamic configuration above the number of hosts."
        .formatted(who, asked, silent.firstDeaf());
  }
}
