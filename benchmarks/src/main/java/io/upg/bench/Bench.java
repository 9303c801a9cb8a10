package io.upg.bench;

import io.upg.bench.fleet.Behaviour;
import io.upg.bench.fleet.Fleet;
import java.nio.file.Path;
import java.util.List;

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

  /** Simulated hosts on the deployment's Temporal, which begin to poll as a careful fleet does. */
  Fleet fleet(List<String> hosts, Behaviour behaviour) {
    return Fleet.start(
        hosts, deployment.temporal(), Deployment.NAMESPACE, behaviour, Fleet.stagger(hosts.size()));
  }

  /** A name that no earlier measurement on the same servers has used. */
  static String unused(String prefix) {
    return prefix + "-" + Long.toString(System.nanoTime(), 36);
  }
}
