package io.upg.bench.fleet;

import io.upg.contract.TaskOrder;
import io.upg.plan.model.Direction;
import java.time.Duration;
import java.util.Objects;

/**
 * How simulated hosts behave. Pure: the same seed, host, task and attempt always end alike, so a
 * run can be repeated, and a retry may fare better than what it retries.
 *
 * @param shortest the least time a task takes
 * @param longest the most; times in between are equally likely
 * @param failing which part of the tasks fails, 0 to 1
 * @param unreachable which part of the hosts never polls, 0 to 1
 * @param heartbeat how often a running node task is reported to the server; the first time 2 s
 *     after its start, as agents do it
 * @param command a program without arguments that is really started for each task before it ends;
 *     null for none
 */
public record Behaviour(
    Duration shortest,
    Duration longest,
    double failing,
    double unreachable,
    Duration heartbeat,
    long seed,
    String command) {

  /** Every host answers, every task is done at once. */
  public static final Behaviour PROMPT =
      new Behaviour(Duration.ZERO, Duration.ZERO, 0, 0, Duration.ofSeconds(40), 1);

  public Behaviour {
    if (shortest.isNegative() || longest.compareTo(shortest) < 0) {
      throw new IllegalArgumentException(
          "A task takes from %s to %s: expected a range that is not negative"
              .formatted(shortest, longest));
    }
    requirePart("failing tasks", failing);
    requirePart("unreachable hosts", unreachable);
  }

  /** Without a command. */
  public Behaviour(
      Duration shortest,
      Duration longest,
      double failing,
      double unreachable,
      Duration heartbeat,
      long seed) {
    this(shortest, longest, failing, unreachable, heartbeat, seed, null);
  }

  /** The same, but every task starts this program. */
  public Behaviour running(String program) {
    return new Behaviour(shortest, longest, failing, unreachable, heartbeat, seed, program);
  }

  private static void requirePart(String what, double part) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("The part of " + what + " is 0 to 1, not " + part);
    }
  }

  boolean polls(String host) {
    return chance("polls", host) >= unreachable;
  }

  boolean fails(TaskOrder task, Direction direction) {
    return chance("fails", task.task(), task.attempt(), direction) < failing;
  }

  Duration takes(TaskOrder task, Direction direction) {
    double part = chance("takes", task.task(), task.attempt(), direction);
    return shortest.plusNanos((long) (part * longest.minus(shortest).toNanos()));
  }

  /** From 0 to below 1, evenly (the finaliser of SplitMix64 over the parts' hash). */
  private double chance(Object... parts) {
    long mixed = seed * 0x9e3779b97f4a7c15L;
    for (Object part : parts) {
      mixed = mix(mixed + Objects.hashCode(stable(part)));
    }
    return (mixed >>> 11) * 0x1.0p-53;
  }

  /** Enums hash by identity, which differs from one JVM to the next. */
  private static Object stable(Object part) {
    return part instanceof Enum<?> constant ? constant.name() : part;
  }

  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
