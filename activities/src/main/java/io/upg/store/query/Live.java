package io.upg.store.query;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import io.upg.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;

/**
 * What is known of a task at work beyond its recorded state. Its names are read by other programs:
 * add, never rename.
 *
 * @param since when its node task was sent or taken
 * @param at when this was so: of what an agent said, the last time it was heard of
 */
@JsonPropertyOrder({"state", "since", "at"})
public record Live(State state, Instant since, Instant at) {

  /** Where it is on its way to its result. */
  public enum State {
    /** Sent; its host has not taken it yet. */
    DISPATCHED,
    /** Its host took it and was not heard of again: it was sent anew, and is not taken yet. */
    RESENT,
    /** At its host, which has not said yet what it does. */
    TAKEN,
    /** At its host; tasks before it run. */
    WAITING,
    RUNNING,
    /** Over; how it ended comes with the results of all of its node task. */
    ENDED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Of a shard's grant, as long as its run is open. */
  static final String SOURCE =
      """
      select n.*, h.seen_at, h.project_id
        from live_node n
        join live_shard h using (grant_no)
        join run on run.project_id = h.project_id and run.run = h.run and run.state = 'open'
      """;

  /** Of task {@code t} with state {@code s}, where {@code live} is its node task. */
  static final String COLUMNS =
      """
      case
        when live.host is null then null
        when live.state <> 'running' then live.state
        when t.number = any (live.tasks) then 'running'
        when live.ended = live.total then 'ended'
        when live.grp is null or live.grp = t.grp then 'taken'
        when (t.grp < live.grp) = (s.direction = 'run') then 'ended'
        else 'waiting' end as live_state,
      live.since as live_since,
      case when live.state = 'running' then coalesce(live.heard_at, live.seen_at)
        else live.seen_at end as live_at
      """;

  static Live read(ResultSet row) throws SQLException {
    String state = row.getString("live_state");
    return state == null
        ? null
        : new Live(
            State.valueOf(state.toUpperCase(Locale.ROOT)),
            Tx.instant(row, "live_since"),
            Tx.instant(row, "live_at"));
  }
}
