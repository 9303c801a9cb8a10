package io.upg.bench;

import java.util.List;

/** A way to give one node task to every host. */
interface FanOut {

  /** What is not measured: files, a plan. */
  void prepare(String name, List<String> hosts) throws Exception;

  /** Returns when every result is where it belongs. */
  void run(String name, List<String> hosts) throws Exception;

  /** How many deliveries were sent that no host saw; known after the run. */
  long lost(String name, List<String> hosts) throws Exception;
}
