package io.upg.store.query;

import io.upg.store.Database;

/** Reads several statements' worth of rows as of one moment. */
final class Snapshot {
  private Snapshot() {}

  static <T> T read(Database database, Database.Work<T> work) {
    return database.tx(
        tx -> {
          tx.update("set transaction isolation level repeatable read, read only");
          return work.in(tx);
        });
  }
}
