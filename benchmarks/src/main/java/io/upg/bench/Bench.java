package io.upg.bench;

import java.nio.file.Path;

/**
 * What every measurement gets.
 *
 * @param home the checkout
 * @param folder for files
 * @param quick whether a small dose is enough
 * @param runs how often each thing is done
 */
record Bench(
    Path home,
    Path folder,
    Deployment deployment,
    Upg upg,
    Report report,
    boolean quick,
    int runs) {

  /** A name that no earlier measurement on the same servers has used. */
  static String unused(String prefix) {
    return prefix + "-" + Long.toString(System.nanoTime(), 36);
  }
}
