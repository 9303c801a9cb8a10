package io.upg.contract;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/** The recorder, on queue {@link TaskQueues#RECORDER}. */
@ActivityInterface
public interface RecorderActivities {

  /**
   * Returns when every result is committed in PostgreSQL. A result whose grant is not the task's
   * newest, or that is already recorded, becomes history only and is no error. Safe to repeat.
   */
  void record(String project, int run, List<NodeTaskReport> reports);
}
