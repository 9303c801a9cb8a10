package io.upg.agent;

import io.upg.agent.journal.Moment;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who dies when.
 *
 * @param moment of the agent's work; empty: its answer has come
 */
record KillCase(Kind kind, Optional<Moment> moment, Victim victim) {

  /** What the task does. */
  enum Kind {
    RUN(TaskState.DONE, 1),
    WAY_BACK(TaskState.ROLLED_BACK, 1),
    FAILS(TaskState.FAIL, 1),
    /** Exit code 75, then 0. */
    TWO_TRIES(TaskState.DONE, 2),
    REBOOTS(TaskState.DONE, 0);

    final TaskState state;
    final int runs;

    Kind(TaskState state, int runs) {
      this.state = state;
      this.runs = runs;
    }

    Direction direction() {
      return this == WAY_BACK ? Direction.ROLLBACK : Direction.RUN;
    }
  }

  /** What gets a KILL. */
  enum Victim {
    AGENT,
    /** The script itself. */
    SCRIPT,
    /** All that came from it, its guard, too. */
    SESSION,
    AGENT_AND_SESSION,
    /** All of its processes; it comes up with another boot id. */
    HOST,
    TEMPORAL,
    ORCHESTRATOR,
    /** Nothing dies; the order comes a second time, and one that is older. */
    NOBODY
  }

  private static final List<Moment> OF_EVERY_TASK =
      List.of(
          Moment.ACCEPTING,
          Moment.ACCEPTED,
          Moment.STARTING,
          Moment.STARTED,
          Moment.SPAWNING,
          Moment.SPAWNED,
          Moment.RUNNING,
          Moment.ENDING,
          Moment.ENDED,
          Moment.ANSWERING);
  private static final Set<Moment> WITH_PROCESSES =
      EnumSet.of(Moment.SPAWNING, Moment.SPAWNED, Moment.RUNNING);
  private static final Set<Moment> OF_REBOOTS = EnumSet.of(Moment.REBOOTING, Moment.REBOOT_NOTED);

  static List<KillCase> all() {
    List<KillCase> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Victim victim : Victim.values()) {
        boolean processes = victim == Victim.SESSION || victim == Victim.AGENT_AND_SESSION;
        if (kind == Kind.REBOOTS) {
          if (!processes && victim != Victim.SCRIPT) {
            OF_REBOOTS.forEach(m -> all.add(new KillCase(kind, Optional.of(m), victim)));
          }
        } else if (victim == Victim.SCRIPT) {
          all.add(new KillCase(kind, Optional.of(Moment.RUNNING), victim));
        } else {
          OF_EVERY_TASK.stream()
              .filter(m -> !processes || WITH_PROCESSES.contains(m))
              .forEach(m -> all.add(new KillCase(kind, Optional.of(m), victim)));
          if (!processes) {
            all.add(new KillCase(kind, Optional.empty(), victim));
          }
        }
      }
    }
    return all;
  }

  /**
   * @param dose {@code full}: all, more than 200; {@code ci}: about thirty, with every step, every
   *     victim and every kind of task; {@code small}: some ten, of the moments that are easiest to
   *     get wrong; else those with this text in their name
   */
  static List<KillCase> dose(String dose) {
    return switch (dose) {
      case "full" -> all();
      case "ci" -> all().stream().filter(KillCase::inCi).toList();
      case "small" -> all().stream().filter(KillCase::always).toList();
      default -> all().stream().filter(c -> c.toString().contains(dose)).toList();
    };
  }

  private boolean inCi() {
    boolean everyStep = kind == Kind.RUN && (victim == Victim.AGENT || ofProcesses());
    boolean everyVictim = kind == Kind.RUN && at(Moment.RUNNING);
    boolean everyKind =
        kind == Kind.REBOOTS && victim == Victim.HOST
            || kind == Kind.TWO_TRIES && victim == Victim.AGENT && at(Moment.RUNNING)
            || kind == Kind.WAY_BACK && victim == Victim.NOBODY
            || kind == Kind.FAILS && victim == Victim.HOST && at(Moment.ENDING);
    return everyStep || everyVictim || everyKind;
  }

  private boolean always() {
    boolean agents = victim == Victim.AGENT && (at(Moment.SPAWNED) || at(Moment.ENDED));
    return kind == Kind.RUN && (agents || at(Moment.RUNNING) && victim != Victim.ORCHESTRATOR);
  }

  private boolean ofProcesses() {
    return victim == Victim.SCRIPT
        || victim == Victim.SESSION
        || victim == Victim.AGENT_AND_SESSION;
  }

  private boolean at(Moment other) {
    return moment.equals(Optional.of(other));
  }

  /** The script must have ended for this moment to come. */
  boolean afterTheScript() {
    return moment.isEmpty() || moment.get().compareTo(Moment.ENDING) >= 0;
  }

  /** Whether the outcome of the script itself is known in the end. */
  Set<TaskState> states() {
    Moment at = moment.orElse(Moment.ANSWERING);
    TaskState failed = failed(TaskState.FAIL);
    TaskState unknown = failed(TaskState.UNKNOWN);
    boolean processes = WITH_PROCESSES.contains(at);
    return switch (victim) {
      case AGENT, TEMPORAL, ORCHESTRATOR, NOBODY -> Set.of(kind.state);
      case SCRIPT -> Set.of(failed);
      case SESSION -> Set.of(at == Moment.RUNNING ? unknown : failed);
      case AGENT_AND_SESSION, HOST -> {
        if (!processes || at == Moment.SPAWNING) {
          yield Set.of(kind.state);
        }
        // Before it was let go, a guard that notices in time says that nothing began.
        yield at == Moment.RUNNING ? Set.of(unknown) : Set.of(unknown, kind.state);
      }
    };
  }

  private TaskState failed(TaskState forwards) {
    return kind == Kind.WAY_BACK ? TaskState.ROLLBACK_FAIL : forwards;
  }

  @Override
  public String toString() {
    return "%s, %s dies at %s".formatted(kind, victim, moment.map(Moment::name).orElse("the end"));
  }
}
