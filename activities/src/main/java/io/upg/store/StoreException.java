package io.upg.store;

import java.sql.SQLException;

/** PostgreSQL did not do what it was asked; trying again may help. */
public final class StoreException extends RuntimeException {
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  StoreException(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
