package io.upg.orchestrator;

import io.upg.store.Database;
import java.util.List;

/** The projects that must have a workflow. */
final class OpenProjects {
  private final Database database;

  OpenProjects(Database database) {
    this.database = database;
  }

  List<String> names() {
    return database.tx(
        tx ->
            tx.list(
                "select name from project where closed_at is null order by name",
                row -> row.getString("name")));
  }
}
