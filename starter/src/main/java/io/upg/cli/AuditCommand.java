package io.upg.cli;

import io.upg.store.Database;
import io.upg.store.query.AuditFilter;
import io.upg.store.query.AuditQuery;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upg audit}: answers from PostgreSQL alone. */
@Command(
    name = "audit",
    description = {
      "Every command that the project was given, by whom, why, and what came of it; newest last.",
      "As json with the ids of all tasks of each command, written one command after the other.",
    })
final class AuditCommand extends UpgCommand {
  @Parameters(index = "0", paramLabel = "PROJECT", description = "The project's name.")
  private String project;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many: the newest, or with --after the next.")
  private Integer limit;

  @Option(
      names = "--after",
      paramLabel = "ID",
      description = "Only commands behind the one with this id (json: \"id\").")
  private String after;

  @Mixin private OutputOption output;
  @Mixin private StoreOptions store;

  AuditCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    if (limit != null && limit < 1) {
      throw new UsageProblem("--limit is %d; expected 1 or more.".formatted(limit));
    }
    try (Database database = store.openForReading(context().env())) {
      AuditQuery query = new AuditQuery(database);
      if (output.json()) {
        AuditDocument.write(query, project, new AuditFilter(after, limit, null), context().out());
        context().out().println();
      } else {
        tell(query);
      }
      return ExitCode.DONE;
    }
  }

  private void tell(AuditQuery query) {
    ZoneId zone = context().clock().getZone();
    AtomicInteger told = new AtomicInteger();
    AuditFilter filter = new AuditFilter(after, limit, AuditText.NAMED);
    query.each(
        project,
        filter,
        entry -> {
          context().out().print(AuditText.of(entry, zone));
          told.incrementAndGet();
        });
    if (told.get() == 0) {
      say("No command was given to project '%s'%s.".formatted(project, sinceThen()));
    }
  }

  private String sinceThen() {
    return after == null ? " yet" : " after '" + after + "'";
  }
}
