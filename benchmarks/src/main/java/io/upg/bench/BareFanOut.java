package io.upg.bench;

import io.upg.bench.bare.BareLimits;
import io.upg.bench.bare.BareWorker;
import io.upg.bench.fleet.Fleet;
import java.util.List;

/** Plain workflows of the SDK; the floor. */
final class BareFanOut implements FanOut {
  private final BareWorker worker;
  private final Fleet fleet;
  private final BareLimits limits;
  private long lostBefore;

  BareFanOut(BareWorker worker, Fleet fleet, BareLimits limits) {
    this.worker = worker;
    this.fleet = fleet;
    this.limits = limits;
  }

  @Override
  public void prepare(String name, List<String> hosts) {
    lostBefore = fleet.report().lost();
  }

  @Override
  public void run(String name, List<String> hosts) {
    int answered = worker.run(name, hosts, limits);
    if (answered != hosts.size()) {
      throw new IllegalStateException(
          "%d of %d hosts answered the bare fan-out %s".formatted(answered, hosts.size(), name));
    }
  }

  @Override
  public long lost(String name, List<String> hosts) {
    return fleet.report().lost() - lostBefore;
  }
}
