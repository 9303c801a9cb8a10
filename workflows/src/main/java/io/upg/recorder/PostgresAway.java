package io.upg.recorder;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

/** Tells a database that cannot be asked now from one that does not take what it was given. */
final class PostgresAway {
  /**
   * Classes of SQLSTATE (PostgreSQL documentation, appendix A): connection; transaction state (a
   * standby is read-only); transaction rolled back (deadlock); resources; locks; operator
   * intervention; system error. In all of them the same statement may succeed later.
   */
  private static final Set<String> CLASSES = Set.of("08", "25", "40", "53", "55", "57", "58");

  private PostgresAway() {}

  static boolean says(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && away(sql)) {
        return true;
      }
    }
    return false;
  }

  private static boolean away(SQLException failure) {
    return failure instanceof SQLTransientException
        || failure instanceof SQLRecoverableException
        || failure.getSQLState() == null
        || CLASSES.contains(failure.getSQLState().substring(0, 2));
  }
}
