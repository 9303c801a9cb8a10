package io.upg.agent.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A session leader and everything that came from it: its session, its descendants, and whatever was
 * started with its mark in the environment, which also finds a daemon that made itself a session of
 * its own.
 *
 * @param leader null where it is not known; then only the mark counts
 * @param mark {@code NAME=value}, unique to this tree
 */
public record ProcessTree(ProcessId leader, String mark) {
  /** How long a script's processes get to end at TERM, before KILL. */
  public static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration KILL_WAIT = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 20;

  public boolean alive() {
    return (leader != null && leader.alive()) || !members(List.of(this)).isEmpty();
  }

  /** Of all its live members. */
  public List<Long> pids() {
    return members(List.of(this)).stream().map(ProcessStat::pid).toList();
  }

  /** KILL to all members at once, as when a host loses its power. */
  public List<Long> kill() {
    return endAll(List.of(this), Duration.ZERO);
  }

  /** As {@link #endAll}, for one. */
  public List<Long> end(Duration grace) {
    return endAll(List.of(this), grace);
  }

  /**
   * TERM to all members, after the grace KILL, until none is left; no grace, no TERM. An interrupt
   * does not cut it short.
   *
   * @return pids that are left all the same (a process inside the kernel cannot be killed)
   */
  public static List<Long> endAll(Collection<ProcessTree> trees, Duration grace) {
    Patience patience = new Patience();
    try {
      List<ProcessStat> left = members(trees);
      if (!grace.isZero()) {
        signal(left, ProcessHandle::destroy);
        left = await(trees, left, grace, patience);
      }
      long limit = System.nanoTime() + KILL_WAIT.toNanos();
      while (!left.isEmpty() && System.nanoTime() < limit) {
        signal(left, ProcessHandle::destroyForcibly);
        patience.pause();
        left = members(trees);
      }
      return left.stream().map(ProcessStat::pid).toList();
    } finally {
      patience.restoreInterrupt();
    }
  }

  /** Lists all processes again only when those it knows are gone: a busy host has many. */
  private static List<ProcessStat> await(
      Collection<ProcessTree> trees, List<ProcessStat> known, Duration grace, Patience patience) {
    long limit = System.nanoTime() + grace.toNanos();
    List<ProcessStat> left = known;
    while (!left.isEmpty() && System.nanoTime() < limit) {
      patience.pause();
      left = left.stream().filter(ProcessTree::still).toList();
      if (left.isEmpty()) {
        left = members(trees);
        signal(left, ProcessHandle::destroy);
      }
    }
    return left.isEmpty() ? left : members(trees);
  }

  private static List<ProcessStat> members(Collection<ProcessTree> trees) {
    if (trees.isEmpty()) {
      return List.of();
    }
    List<ProcessStat> all = ProcessStat.all();
    Set<Long> sessions = sessions(trees, all);
    Set<String> marks = trees.stream().map(ProcessTree::mark).collect(Collectors.toSet());
    Set<Long> members = new HashSet<>();
    for (ProcessStat stat : all) {
      if (sessions.contains(stat.session()) || stat.startedWithOneOf(marks)) {
        members.add(stat.pid());
      }
    }
    while (addChildren(all, members)) {
      // children of children
    }
    return all.stream().filter(s -> members.contains(s.pid())).toList();
  }

  /** Session ids that are still the trees' own: not of an earlier boot, nor given out again. */
  private static Set<Long> sessions(Collection<ProcessTree> trees, List<ProcessStat> all) {
    String boot = ProcessId.bootId();
    Map<Long, Long> starts =
        all.stream().collect(Collectors.toMap(ProcessStat::pid, ProcessStat::start, (a, b) -> a));
    Set<Long> sessions = new HashSet<>();
    for (ProcessTree tree : trees) {
      ProcessId leader = tree.leader();
      if (leader != null && leader.boot().equals(boot)) {
        Long start = starts.get(leader.pid());
        if (start == null || start == leader.start()) {
          sessions.add(leader.pid());
        }
      }
    }
    return sessions;
  }

  private static boolean addChildren(List<ProcessStat> all, Set<Long> members) {
    boolean grown = false;
    for (ProcessStat stat : all) {
      if (members.contains(stat.parent())) {
        grown |= members.add(stat.pid());
      }
    }
    return grown;
  }

  private static void signal(List<ProcessStat> members, Consumer<ProcessHandle> how) {
    List<ProcessHandle> handles = new ArrayList<>();
    for (ProcessStat member : members) {
      Optional.of(member.pid())
          .flatMap(ProcessHandle::of)
          .filter(handle -> still(member))
          .ifPresent(handles::add);
    }
    handles.forEach(how);
  }

  private static boolean still(ProcessStat member) {
    return ProcessStat.of(member.pid())
        .filter(s -> s.live() && s.start() == member.start())
        .isPresent();
  }

  /** Sleeps through interrupts, and remembers them. */
  private static final class Patience {
    private boolean interrupted = Thread.interrupted();

    void pause() {
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }

    void restoreInterrupt() {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
