package io.upg.cli;

import io.upg.server.NodeRefresh;
import io.upg.store.Database;
import io.upg.store.query.NodeRow;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code upg nodes}: answers from PostgreSQL; with {@code --refresh} asks Temporal before. */
@Command(
    name = "nodes",
    description = {
      "The agents of all hosts of open projects: version, protocol, when each was seen last.",
      "Reports are seen by themselves; of agents that have nothing to do, --refresh asks Temporal."
    })
final class NodesCommand extends UpgCommand {
  @Option(
      names = "--host",
      paramLabel = "SET",
      description = "Hosts: a name, cn-[01-99], role=compute, label.rack=r1, joined with & | ! ().")
  private String hosts;

  @Option(
      names = "--refresh",
      description = "Ask Temporal who polls, one question for each host that is listed.")
  private boolean refresh;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many hosts.")
  private Integer limit;

  @Option(names = "--after", paramLabel = "HOST", description = "Only hosts behind this one.")
  private String after;

  @Mixin private OutputOption output;
  @Mixin private ConnectionOptions connection;

  NodesCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    if (limit != null && limit < 1) {
      throw new UsageProblem("--limit is %d; expected 1 or more.".formatted(limit));
    }
    try (Database database =
        refresh ? connection.open(context().env()) : connection.openForReading(context().env())) {
      List<NodeRow> nodes = find(database);
      if (refresh) {
        List<String> asked = nodes.stream().map(NodeRow::host).toList();
        NodeRefresh.refresh(database, connection.temporal(context().env()), asked)
            .ifPresent(this::say);
        nodes = find(database);
      }
      print(nodes);
      return ExitCode.DONE;
    }
  }

  private List<NodeRow> find(Database database) {
    String set = FilterOptions.text(hosts);
    return new NodeSearch(database).find(set, after, limit == null ? Integer.MAX_VALUE : limit);
  }

  private void print(List<NodeRow> nodes) {
    output.print(context().out(), () -> nodes, () -> text(nodes));
    if (limit != null && nodes.size() == limit && !output.json()) {
      say("There may be more: --after " + nodes.get(limit - 1).host());
    }
  }

  private String text(List<NodeRow> nodes) {
    if (nodes.isEmpty()) {
      say("No host fits. Hosts are those of open projects: upg project list");
      return "";
    }
    Instant now = context().clock().instant();
    TextTable table = new TextTable("HOST", "VERSION", "PROTOCOL", "SEEN");
    for (NodeRow node : nodes) {
      boolean seen = node.seenAt() != null;
      table.row(
          node.host(),
          seen && node.version() == null ? "not stated" : node.version(),
          node.protocol(),
          seen ? Words.age(node.seenAt(), now) : "never");
    }
    return table.text("");
  }
}
