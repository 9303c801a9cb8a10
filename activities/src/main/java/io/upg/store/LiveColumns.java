package io.upg.store;

import io.upg.contract.NodeProgress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Looks at shards as columns, one array each, and the one statement that writes them all. */
final class LiveColumns {
  /**
   * Only what differs is written. A node task that was taken once is never shown as if it had not
   * been: sent again, it is {@code resent}. One that vanished without having been taken has ended
   * too quickly to be seen; one that was taken keeps what was known last until its result is
   * recorded, or it is sent again.
   */
  static final String SHOW =
      """
      with leader as (
        select from live_projector where holder = ? and until > now()
      ), looked as (
        select l.* from unnest(?::bigint[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[])
            as l(grant_no, project_id, run, batch, shard, age)
          join run r on r.project_id = l.project_id and r.run = l.run and r.state = 'open'
         where exists (select from leader)
      ), shards as (
        insert into live_shard (grant_no, project_id, run, seen_at)
        select grant_no, project_id, run, now() - age * interval '1 ms' from looked
        order by grant_no
        on conflict (grant_no) do update set seen_at = excluded.seen_at
        returning grant_no
      ), seen as (
        select n.*, l.project_id, o.number
          from unnest(?::bigint[], ?::text[], ?::bool[], ?::timestamptz[], ?::timestamptz[],
              ?::int[], ?::int[]) as n(grant_no, host, taken, since, heard_at, ended, total)
          join looked l using (grant_no)
          left join live_node o using (grant_no, host)
         where o.host is null
            or (o.since, o.heard_at) is distinct from (n.since, coalesce(n.heard_at, o.heard_at))
      ), first as (
        select s.grant_no, t.host, min(t.number) as number
          from looked l
          join run_shard s using (project_id, run, batch, shard)
         cross join unnest(s.tasks) as range
          join task_state k on k.project_id = s.project_id
           and k.number >= lower(range) and k.number < upper(range)
           and k.grant_no = s.grant_no and k.granted
          join plan_task t on t.project_id = k.project_id and t.number = k.number
         where s.grant_no in (select grant_no from seen where number is null)
         group by s.grant_no, t.host
      ), work as (
        select n.grant_no, n.host, array_agg(t.number order by t.number) as tasks,
               min(t.grp) as grp
          from unnest(?::bigint[], ?::text[], ?::text[]) as w(grant_no, host, id)
          join seen n using (grant_no, host)
          join plan_task t on t.project_id = n.project_id and t.id = w.id
         group by n.grant_no, n.host
      ), vanished as (
        delete from live_node o using looked l
         where o.grant_no = l.grant_no and o.state = 'dispatched'
           and not exists (
             select from unnest(?::bigint[], ?::text[]) as n(grant_no, host)
              where n.grant_no = o.grant_no and n.host = o.host)
      ), gone as (
        delete from live_shard
         where exists (select from leader) and grant_no <> all (?::bigint[])
      )
      insert into live_node as o
        (grant_no, host, number, state, since, heard_at, tasks, grp, ended, total)
      select n.grant_no, n.host, coalesce(n.number, f.number),
             case when n.taken then 'running' else 'dispatched' end,
             n.since, n.heard_at, coalesce(w.tasks, '{}'), w.grp, n.ended, n.total
        from seen n
        left join first f using (grant_no, host)
        left join work w using (grant_no, host)
       where coalesce(n.number, f.number) is not null
      on conflict (grant_no, host) do update set
        state = case when excluded.state = 'dispatched' and o.state <> 'dispatched'
          then 'resent' else excluded.state end,
        since = excluded.since,
        heard_at = coalesce(excluded.heard_at, o.heard_at),
        tasks = case when excluded.heard_at is null then o.tasks else excluded.tasks end,
        grp = case when excluded.heard_at is null then o.grp else excluded.grp end,
        ended = coalesce(excluded.ended, o.ended),
        total = coalesce(excluded.total, o.total)
      """;

  private record Node(LiveView view, LiveNode node) {
    long grant() {
      return view.shard().grant();
    }

    <T> T progress(Function<NodeProgress, T> part) {
      return node.progress() == null ? null : part.apply(node.progress());
    }
  }

  private record Work(Node node, String task) {}

  private final String holder;
  private final Collection<LiveShard> live;
  private final List<LiveView> views;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Work> work = new ArrayList<>();

  LiveColumns(String holder, Collection<LiveShard> live, Collection<LiveView> views) {
    this.holder = holder;
    this.live = live;
    this.views = List.copyOf(views);
    for (LiveView view : views) {
      view.nodes().forEach(node -> nodes.add(new Node(view, node)));
    }
    for (Node node : nodes) {
      List<String> running = node.progress(NodeProgress::running);
      if (running != null) {
        running.forEach(task -> work.add(new Work(node, task)));
      }
    }
  }

  /** In the order of {@link #SHOW}'s parameters. */
  Object[] columns() {
    return new Object[] {
      holder,
      views.stream().map(view -> view.shard().grant()).toArray(Long[]::new),
      shards(view -> view.shard().projectId()),
      shards(view -> view.shard().run()),
      shards(view -> view.shard().batch()),
      shards(view -> view.shard().shard()),
      shards(view -> (int) view.age().toMillis()),
      grants(),
      hosts(),
      nodes.stream().map(node -> node.node().taken()).toArray(Boolean[]::new),
      times(LiveNode::since),
      times(LiveNode::heardAt),
      nodes.stream().map(node -> node.progress(NodeProgress::ended)).toArray(Integer[]::new),
      nodes.stream().map(node -> node.progress(NodeProgress::total)).toArray(Integer[]::new),
      work.stream().map(w -> w.node().grant()).toArray(Long[]::new),
      work.stream().map(w -> w.node().node().host()).toArray(String[]::new),
      work.stream().map(Work::task).toArray(String[]::new),
      grants(),
      hosts(),
      live.stream().map(LiveShard::grant).toArray(Long[]::new)
    };
  }

  private Long[] grants() {
    return nodes.stream().map(Node::grant).toArray(Long[]::new);
  }

  private String[] hosts() {
    return nodes.stream().map(node -> node.node().host()).toArray(String[]::new);
  }

  private Integer[] shards(Function<LiveView, Integer> column) {
    return views.stream().map(column).toArray(Integer[]::new);
  }

  private Instant[] times(Function<LiveNode, Instant> column) {
    return nodes.stream().map(node -> column.apply(node.node())).toArray(Instant[]::new);
  }
}
