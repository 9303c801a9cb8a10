package io.upg.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What is known of tasks at work beyond their states, written by the one projector that holds the
 * lease. Nothing of it is the truth: readers show it only where the grant is still awaited, so what
 * comes too late is not seen. Thread-safe, across processes too.
 */
public final class LiveStore {
  /** Of a projector that is gone; longer than a look takes. */
  private static final Duration LEASE = Duration.ofSeconds(10);

  private static final String SHARDS =
      """
      select s.project_id, p.name, s.run, s.batch, s.shard, s.grant_no
        from run r
        join run_batch b on b.project_id = r.project_id and b.run = r.run
        join run_shard s
          on s.project_id = b.project_id and s.run = b.run and s.batch = b.batch
        join project p on p.id = s.project_id
       where r.state = 'open' and b.state = 'running' and s.grant_no is not null
       order by s.grant_no
      """;

  private static final String LEAD =
      """
      insert into live_projector as l (holder, until) values (?, now() + ? * interval '1 ms')
      on conflict (one) do update set holder = excluded.holder, until = excluded.until
      where l.holder = excluded.holder or l.until < now()
      """;

  /** A host that has waited for long, and was not asked about, or not lately. */
  private static final String SILENT =
      """
      select l.host, min(l.asked_at) from live_node l
       where l.state <> 'running' and l.since < now() - ? * interval '1 ms'
         and (l.asked_at is null or l.asked_at < now() - ? * interval '1 ms')
       group by l.host
       order by 2 nulls first, 1 limit ?
      """;

  private static final String POLLS =
      """
      update live_node l set asked_at = now(), polled_at = p.polled_at
        from unnest(?::text[], ?::timestamptz[]) as p(host, polled_at)
       where l.host = p.host and l.state <> 'running'
      """;

  private final Database database;

  public LiveStore(Database database) {
    this.database = database;
  }

  /** Every shard that may have a node task under way. */
  public List<LiveShard> shards() {
    return database.tx(
        tx ->
            tx.list(
                SHARDS,
                row ->
                    new LiveShard(
                        row.getInt(1),
                        row.getString(2),
                        row.getInt(3),
                        row.getInt(4),
                        row.getInt(5),
                        row.getLong(6))));
  }

  /** Takes or keeps the lease; false while another one holds it. */
  public boolean lead(String holder) {
    return database.tx(tx -> tx.update(LEAD, holder, LEASE.toMillis())) == 1;
  }

  /** Lets the next one lead at once. */
  public void resign(String holder) {
    database.tx(tx -> tx.update("delete from live_projector where holder = ?", holder));
  }

  /**
   * Shows what was seen, and forgets every shard that is not live any more. Does nothing where the
   * lease is lost.
   *
   * @param live all shards, as {@link #shards} gave them
   * @param views of those that were looked at
   */
  public void show(String holder, Collection<LiveShard> live, Collection<LiveView> views) {
    Object[] columns = new LiveColumns(holder, live, views).columns();
    database.tx(tx -> tx.update(LiveColumns.SHOW, columns));
  }

  /**
   * Hosts that have not taken for so long what was sent to them, and were not asked about in that
   * time; those first that never were.
   */
  public List<String> silent(Duration since, int most) {
    return database.tx(
        tx -> tx.list(SILENT, row -> row.getString(1), since.toMillis(), since.toMillis(), most));
  }

  /** When each of these hosts polled last; the time is null where no poll is known. */
  public void polls(List<HostPoll> polls) {
    database.tx(tx -> write(tx, polls));
  }

  private static int write(Tx tx, List<HostPoll> polls) throws SQLException {
    return tx.update(
        POLLS,
        polls.stream().map(HostPoll::host).toArray(String[]::new),
        polls.stream().map(HostPoll::at).toArray(Instant[]::new));
  }

  /**
   * The newest poll of a host.
   *
   * @param at null where none is known
   */
  public record HostPoll(String host, Instant at) {}
}
