package io.upg.cli;

import io.upg.plan.model.TaskState;
import io.upg.store.query.Live;
import io.upg.store.query.LiveStatus;
import io.upg.store.query.StatusDocument;
import io.upg.store.query.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as people read them. */
final class Words {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private static final int ERROR_SHOWN = 100;

  private Words() {}

  /** {@code 2026-03-01 02:14:05}, or nothing. */
  static String time(Instant instant, ZoneId zone) {
    return instant == null ? "" : TIME.format(instant.atZone(zone));
  }

  /** {@code 42s}, {@code 3m 05s}, {@code 2h 10m}. */
  static String duration(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return "%dm %02ds".formatted(seconds / 60, seconds % 60);
    }
    return "%dh %02dm".formatted(seconds / 3600, seconds % 3600 / 60);
  }

  /** {@code just now}, {@code 20s ago}, {@code 3m ago}: in steps, so that it rarely changes. */
  static String age(Instant at, Instant now) {
    long seconds = Duration.between(at, now).toSeconds();
    if (seconds < 10) {
      return "just now";
    }
    return seconds < 60 ? seconds / 10 * 10 + "s ago" : seconds / 60 + "m ago";
  }

  /** What a task at work is at. */
  static String live(Live live, Instant now) {
    String age = age(live.at(), now);
    return switch (live.state()) {
      case DISPATCHED -> "sent %s, not taken yet".formatted(age(live.since(), now));
      case RESENT ->
          "its host fell silent; sent again %s, not taken yet".formatted(age(live.since(), now));
      case TAKEN -> "its host took it %s".formatted(age(live.since(), now));
      case WAITING -> "its turn comes (as of %s)".formatted(age);
      case RUNNING -> "runs (as of %s)".formatted(age);
      case ENDED -> "has ended, its result comes with its host's others (as of %s)".formatted(age);
    };
  }

  /** {@code 9988 node tasks at work, 12 sent and not taken yet (as of just now)}. */
  static String live(LiveStatus live, Instant now) {
    StringBuilder text = new StringBuilder(count(live.running(), "node task") + " at work");
    if (live.dispatched() > 0) {
      text.append(", ").append(live.dispatched()).append(" sent and not taken yet");
    }
    if (live.resent() > 0) {
      text.append(", ").append(live.resent()).append(" sent again to hosts that fell silent");
    }
    return text + " (as of " + age(live.at(), now) + ")";
  }

  static String count(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** {@code done 40, fail 1, undo 120}. */
  static String counts(Map<TaskState, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey().word() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  /** {@code management, batch 3 of 9}, or nothing before the first batch. */
  static String place(StatusDocument status) {
    if (status.phase() == null) {
      return "";
    }
    return "%s, batch %d of %d".formatted(status.phase(), status.batch(), status.batches());
  }

  /** The error, which names the exit code of a script that failed; else the exit code. */
  static String outcome(TaskRow task) {
    if (task.error() != null) {
      return task.error();
    }
    return task.exit() == null ? "" : "exit code " + task.exit();
  }

  /** {@link #outcome} in short: the whole of it is what {@code upg logs} is for. */
  static String shortOutcome(TaskRow task) {
    String outcome = outcome(task);
    return outcome.length() <= ERROR_SHOWN ? outcome : outcome.substring(0, ERROR_SHOWN) + "…";
  }
}
