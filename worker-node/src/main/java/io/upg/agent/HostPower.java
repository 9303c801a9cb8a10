package io.upg.agent;

import java.io.IOException;

/** The machine under the agent. */
interface HostPower {

  /** Names the time since it was switched on: another one after every reboot. */
  String boot() throws IOException;

  /**
   * Asks it to go down and to come back; that it does, the agent sees by its own end.
   *
   * @throws IOException if it cannot be asked, saying why
   */
  void reboot() throws IOException, InterruptedException;
}
