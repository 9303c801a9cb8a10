package io.upg.server;

/** Which Temporal the tests use: {@code -Dupg.temporal=dev} takes a real one, from PATH. */
final class TestTemporal {
  static final String CHOICE = System.getProperty("upg.temporal", "embedded");

  private TestTemporal() {}
}
