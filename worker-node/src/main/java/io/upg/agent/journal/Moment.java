package io.upg.agent.journal;

import java.util.function.Consumer;

/**
 * The steps of the agent's work on a task, in order: what may die does so between two of them.
 * Tests watch them; nothing else does.
 */
public enum Moment {
  ACCEPTING,
  ACCEPTED,
  STARTING,
  STARTED,
  /** The script's process is there and waits; the journal does not know it. */
  SPAWNING,
  SPAWNED,
  /** The script was let go. */
  RUNNING,
  /** A reboot is about to be noted. */
  REBOOTING,
  /** It is noted; the host does not know. */
  REBOOT_NOTED,
  ENDING,
  ENDED,
  /** All of a node task's tasks have ended; the answer is about to be sent. */
  ANSWERING,
  /** The journal's shorter successor is about to be written. */
  COMPACTING,
  /** It is written, and not yet in place. */
  COMPACTED;

  private static volatile Consumer<Moment> watcher = moment -> {};

  public static void watch(Consumer<Moment> told) {
    watcher = told;
  }

  public void reached() {
    watcher.accept(this);
  }
}
