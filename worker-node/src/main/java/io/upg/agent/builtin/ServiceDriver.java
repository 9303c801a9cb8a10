package io.upg.agent.builtin;

import java.io.IOException;
import java.time.Duration;

/** How services are run on a host. */
interface ServiceDriver {

  /**
   * @param running whether it runs
   * @param held whether it is to stay stopped when the host boots
   */
  record State(boolean running, boolean held) {}

  State state(String service) throws ActionFailed, IOException, InterruptedException;

  /**
   * Starts it where it does not run, and waits until it lives and answers. No longer held.
   *
   * @throws ActionFailed if it does not within the timeout
   */
  void start(String service, Duration timeout)
      throws ActionFailed, IOException, InterruptedException;

  /** Stops it where it runs: nothing of it is left when this returns. Held from now on. */
  void stop(String service, Duration grace) throws ActionFailed, IOException, InterruptedException;

  /** Sets or clears what keeps it stopped at boot, and does nothing else. */
  void hold(String service, boolean held) throws ActionFailed, IOException, InterruptedException;
}
