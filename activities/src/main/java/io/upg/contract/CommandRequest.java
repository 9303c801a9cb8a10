package io.upg.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.upg.plan.cut.Selection;
import io.upg.plan.patch.Change;
import io.upg.plan.patch.Patch;
import java.time.Instant;
import java.util.List;

/**
 * A command as it travels: payload of the update {@code command} and, without {@code kind}, of the
 * signal that is named like it. The same id acts once. What a kind has no use for is ignored.
 *
 * @param kind null in a signal, whose name says it
 * @param phases run: names; empty means all in order
 * @param outOfOrder run: exactly these, though predecessors are not settled
 * @param reason why, for the audit; some commands demand it
 * @param withDependents rollback: take back first what stands on the selected tasks
 * @param only rollback: leave standing what stands on the selected tasks
 * @param now abort: stop running tasks too
 * @param until run: start no batch after this moment; null for no limit
 * @param pauseAfter run: pause by itself; null for not
 * @param component patch: whose tasks; with {@code script}, {@code sha256} and {@code change} it is
 *     a {@link Patch}
 * @param from patch: take over the patches of this project, instead of one of its own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommandRequest(
    String id,
    String who,
    CommandKind kind,
    List<String> phases,
    Selection selection,
    boolean outOfOrder,
    String reason,
    boolean withDependents,
    boolean only,
    boolean now,
    Instant until,
    PauseAfter pauseAfter,
    String component,
    String script,
    String sha256,
    Change change,
    String from) {

  public CommandRequest {
    phases = phases == null ? List.of() : List.copyOf(phases);
    selection = selection == null ? Selection.NONE : selection;
  }

  public static Builder of(CommandKind kind, String id, String who) {
    return new Builder(kind, id, who);
  }

  public CommandRequest withKind(CommandKind other) {
    return new Builder(this, other).build();
  }

  /** The same without a moment after which it starts nothing. */
  public CommandRequest withoutUntil() {
    return new Builder(this, kind).until(null).build();
  }

  /** What a patch says. */
  public Patch patch() {
    return new Patch(component, script, sha256, change);
  }

  /** A command, part by part; what is not said is empty. */
  public static final class Builder {
    private final String id;
    private final String who;
    private final CommandKind kind;
    private List<String> phases;
    private Selection selection;
    private boolean outOfOrder;
    private String reason;
    private boolean withDependents;
    private boolean only;
    private boolean now;
    private Instant until;
    private PauseAfter pauseAfter;
    private String component;
    private String script;
    private String sha256;
    private Change change;
    private String from;

    private Builder(CommandKind kind, String id, String who) {
      this.kind = kind;
      this.id = id;
      this.who = who;
    }

    private Builder(CommandRequest other, CommandKind kind) {
      this(kind, other.id, other.who);
      phases = other.phases;
      selection = other.selection;
      outOfOrder = other.outOfOrder;
      reason = other.reason;
      withDependents = other.withDependents;
      only = other.only;
      now = other.now;
      until = other.until;
      pauseAfter = other.pauseAfter;
      component = other.component;
      script = other.script;
      sha256 = other.sha256;
      change = other.change;
      from = other.from;
    }

    public Builder phases(List<String> names) {
      phases = names;
      return this;
    }

    public Builder selection(Selection tasks) {
      selection = tasks;
      return this;
    }

    public Builder outOfOrder(boolean value) {
      outOfOrder = value;
      return this;
    }

    public Builder reason(String why) {
      reason = why;
      return this;
    }

    public Builder withDependents(boolean value) {
      withDependents = value;
      return this;
    }

    public Builder only(boolean value) {
      only = value;
      return this;
    }

    public Builder now(boolean value) {
      now = value;
      return this;
    }

    public Builder until(Instant moment) {
      until = moment;
      return this;
    }

    public Builder pauseAfter(PauseAfter where) {
      pauseAfter = where;
      return this;
    }

    public Builder patch(Patch patch) {
      component = patch.component();
      script = patch.script();
      sha256 = patch.sha256();
      change = patch.change();
      return this;
    }

    public Builder from(String project) {
      from = project;
      return this;
    }

    public CommandRequest build() {
      return new CommandRequest(
          id,
          who,
          kind,
          phases,
          selection,
          outOfOrder,
          reason,
          withDependents,
          only,
          now,
          until,
          pauseAfter,
          component,
          script,
          sha256,
          change,
          from);
    }
  }
}
