package io.upg.store.query;

import io.upg.plan.cut.TaskFacts;
import io.upg.store.Database;
import io.upg.store.RecordedFacts;

/** What is recorded of every task, for pure functions that judge a whole plan. */
public final class FactsQuery {
  private final Database database;

  public FactsQuery(Database database) {
    this.database = database;
  }

  /**
   * @throws io.upg.store.UnknownProject if there is no such project
   */
  public TaskFacts of(String project) {
    return Snapshot.read(database, tx -> RecordedFacts.read(tx, ProjectRow.find(tx, project).id()));
  }
}
