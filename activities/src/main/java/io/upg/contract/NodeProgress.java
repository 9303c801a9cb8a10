package io.upg.contract;

import java.util.List;

/**
 * Heartbeat details of a node task.
 *
 * @param running ids of the tasks that run now
 * @param ended how many of its tasks have ended
 */
public record NodeProgress(List<String> running, int ended, int total) {
  public NodeProgress {
    running = List.copyOf(running);
  }
}
