package io.upg.bench;

import java.time.Duration;
import java.util.List;

/** A way to give one node task to every host. */
interface FanOut {

  /** What is not measured: files, a plan. */
  void prepare(String name, List<String> hosts) throws Exception;

  /** Returns when every result is where it belongs. */
  void run(String name, List<String> hosts) throws Exception;

  /**
   * From the command until `upg status` showed of the last run that it has begun; zero for none.
   */
  default Duration firstRow() {
    return Duration.ZERO;
  }

  /** How many deliveries were sent that no host saw; known after the run. */
  long lost(String name, List<String> hosts) throws Exception;
}
