package io.upg.agent.builtin;

import java.io.IOException;

/**
 * One built-in action. Both directions may be run again after they failed or were cut short, and
 * end within the task's timeout: then their thread is interrupted.
 */
interface Builtin {
  /** As {@code use:} names it. */
  String name();

  /** Whether only one of its kind may be at work on a host. */
  default boolean takesTurns() {
    return false;
  }

  /**
   * @return one sentence on what it did
   */
  String run(BuiltinContext context) throws ActionFailed, IOException, InterruptedException;

  /** Takes back what {@link #run} did for the same task, also half of it; nothing else. */
  String rollback(BuiltinContext context) throws ActionFailed, IOException, InterruptedException;

  /** Whether it may be run again where an agent died with it; its parts are all its own. */
  default boolean repeats() {
    return true;
  }
}
