package io.upg.metrics;

import java.util.List;

/** Every metric of upg's own, as Prometheus names it. {@code docs/metrics.md} is this list. */
public enum Metric {
  TASKS(Kind.GAUGE, "upg_tasks", "Tasks of each project by state", "project", "state"),
  COMMANDS(
      Kind.COUNTER,
      "upg_commands_total",
      "Commands judged here, by kind and by answer: accepted, or the rule that refused it",
      "command",
      "answer"),
  GRANTS(Kind.COUNTER, "upg_grants_total", "Node tasks granted here, each to be sent to its host"),
  GROUP_RESULTS(Kind.SIZES, "upg_group_commit_results", "Results in one group commit"),
  GROUP_SECONDS(
      Kind.SECONDS, "upg_group_commit_duration_seconds", "How long one group commit took"),
  QUEUE_AGE(
      Kind.GAUGE,
      "upg_recorder_queue_age_seconds",
      "For how long the oldest report has been waiting for its commit; 0 when none waits"),
  NODE_TASKS(Kind.GAUGE, "upg_agent_node_tasks_running", "Node tasks that the agent is at work on"),
  JOURNAL_WRITES(
      Kind.COUNTER, "upg_agent_journal_writes_total", "Lines written to the agent's journal"),
  REFUSED_ORDERS(
      Kind.COUNTER,
      "upg_agent_refused_orders_total",
      "Orders refused: stale-grant (a newer one is known) or wrong-host",
      "reason");

  /** What of it is kept. */
  enum Kind {
    COUNTER,
    GAUGE,
    /** A histogram of numbers of things. */
    SIZES,
    /** A histogram of durations in seconds. */
    SECONDS
  }

  private final Kind kind;
  private final String prometheus;
  private final String help;
  private final List<String> labels;

  Metric(Kind kind, String prometheus, String help, String... labels) {
    this.kind = kind;
    this.prometheus = prometheus;
    this.help = help;
    this.labels = List.of(labels);
  }

  Kind kind() {
    return kind;
  }

  /** Its name. */
  public String prometheus() {
    return prometheus;
  }

  public String help() {
    return help;
  }

  /** Names of its labels; values come in this order. */
  public List<String> labels() {
    return labels;
  }
}
