package io.upg.cli;

import io.upg.plan.patch.Patch;
import io.upg.store.Database;
import io.upg.store.StoredPatch;
import io.upg.store.query.PatchQuery;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code upg patch list}: answers from PostgreSQL alone. */
@Command(name = "list", description = "The patches of a project, the oldest first.")
final class PatchListCommand extends UpgCommand {
  private static final int DIGEST_SHOWN = 12;

  @Parameters(index = "0", paramLabel = "PROJECT", description = "The project's name.")
  private String project;

  @Mixin private OutputOption output;
  @Mixin private StoreOptions store;

  PatchListCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (Database database = store.openForReading(context().env())) {
      List<StoredPatch> patches = new PatchQuery(database).all(project);
      output.print(context().out(), () -> Documents.patches(patches), () -> text(patches));
      return ExitCode.DONE;
    }
  }

  private String text(List<StoredPatch> patches) {
    TextTable table = new TextTable("PATCH", "AT", "WHO", "TASKS", "CHANGES", "REASON");
    for (StoredPatch patch : patches) {
      String origin = patch.origin() == null ? "" : " (from " + patch.origin() + ")";
      table.row(
          patch.number(),
          Words.time(patch.at(), context().clock().getZone()),
          patch.who(),
          patch.tasks().cardinality(),
          changes(patch.patch()),
          patch.reason() + origin);
    }
    return table.text("");
  }

  /** {@code keystone convert: before fix.py 3f2a…, timeout 5m}. */
  private static String changes(Patch patch) {
    List<String> changes = new ArrayList<>();
    if (patch.script() != null) {
      String place = patch.replacesFile() ? "" : patch.change().place().word() + " ";
      changes.add(place + patch.script() + digest(patch.sha256()));
    }
    patch.change().with().forEach((key, value) -> changes.add("with " + key + "=" + value));
    if (patch.change().timeout() != null) {
      changes.add("timeout " + Words.duration(patch.change().timeout()));
    }
    if (patch.change().rollback() != null) {
      changes.add(
          "rollback " + patch.change().rollback() + digest(patch.change().rollbackSha256()));
    }
    String action = patch.change().action() == null ? "" : " " + patch.change().action();
    return patch.component() + action + ": " + String.join(", ", changes);
  }

  private static String digest(String sha256) {
    return sha256 == null ? "" : " " + sha256.substring(0, DIGEST_SHOWN);
  }
}
