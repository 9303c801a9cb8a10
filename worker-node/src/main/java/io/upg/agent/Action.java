package io.upg.agent;

import java.io.IOException;

/** What a task does in one direction. */
interface Action {

  /** Gets ready without changing the host. Called once, before the journal says "started". */
  void prepare() throws IOException, TaskRefused, InterruptedException;

  /**
   * One try. What an agent that died had begun of it is not begun again: where it still runs, it is
   * waited for; where its end is known, that is the outcome.
   *
   * @param number from 1
   * @throws InterruptedException if nobody waits for the outcome any more
   * @throws AwaitsDelivery if something would have to begin, and no delivery asks for it
   */
  Outcome once(int number) throws IOException, TaskRefused, InterruptedException;

  /** Whether an agent that died had begun this try. */
  default boolean begun(int number) {
    return false;
  }
}
