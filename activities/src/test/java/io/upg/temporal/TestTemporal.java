package io.upg.temporal;

import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.upg.contract.TemporalClients;

/**
 * The Temporal of the tests: {@code -Dupg.temporal=embedded} (the default) is the SDK's in-memory
 * server, one for each environment; {@code dev} is one real server for all tests of a JVM, where
 * each environment has a namespace of its own.
 */
public final class TestTemporal {
  private static final String REAL = "dev";

  /** As {@code upg up --temporal} takes it. */
  public static final String CHOICE = System.getProperty("upg.temporal", "embedded");

  private TestTemporal() {}

  public static boolean isReal() {
    return CHOICE.equals(REAL);
  }

  /** An environment in which time passes as it really does, on either server. */
  public static TestWorkflowEnvironment inRealTime() {
    return environment(false);
  }

  /** An environment that skips the time in which nothing happens; a real server cannot. */
  public static TestWorkflowEnvironment skippingTime() {
    return environment(true);
  }

  private static TestWorkflowEnvironment environment(boolean skipping) {
    TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder();
    if (isReal()) {
      DevServer server = DevServer.running();
      options
          .setUseExternalService(true)
          .setTarget(server.target())
          .setWorkflowClientOptions(client(server.newNamespace()));
    } else {
      options.setUseTimeskipping(skipping).setWorkflowClientOptions(client("default"));
    }
    return TestWorkflowEnvironment.newInstance(options.build());
  }

  /** With an identity that is everywhere the same: saved histories hold it. */
  private static WorkflowClientOptions client(String namespace) {
    return TemporalClients.options(namespace).toBuilder().setIdentity("test").build();
  }
}
