package io.upg.agent.builtin;

import io.upg.agent.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A simulated host: its services live from boot to shutdown, like a real one's. */
public final class SandboxHost {
  private static final Logger LOG = LoggerFactory.getLogger(SandboxHost.class);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final String host;
  private final Path root;
  private final ProcessDriver driver;

  public SandboxHost(String host, Path root, Services services) {
    this.host = host;
    this.root = root;
    this.driver = services.processes();
  }

  /**
   * Starts every defined service that is not held and does not run. A service that cannot be
   * started is logged and left, as on a real host.
   *
   * @return those it started
   */
  public List<String> boot() throws IOException, InterruptedException {
    List<String> started = new ArrayList<>();
    for (String service : driver.defined()) {
      if (bootService(service)) {
        started.add(service);
      }
    }
    return started;
  }

  /** Waits until these live and answer; one that does not is logged. */
  public void awaitLife(List<String> services, Duration timeout)
      throws IOException, InterruptedException {
    for (String service : services) {
      try {
        driver.awaitLife(service, driver.definition(service), timeout);
      } catch (ActionFailed e) {
        LOG.warn("host={} booted without a service: {}", host, e.getMessage());
      }
    }
  }

  /** The mark of all its processes. */
  public static String mark(Path root) {
    return "UPG_ROOT=" + root;
  }

  /**
   * Stops whatever runs on these hosts, services (of which it holds none) and what scripts left
   * behind, all at once. Leaves no process.
   */
  public static void shutdown(Collection<SandboxHost> hosts) throws IOException {
    Map<Path, ProcessTree> started = new TreeMap<>();
    List<ProcessTree> trees = new ArrayList<>();
    for (SandboxHost host : hosts) {
      started.putAll(host.driver.started());
      trees.add(new ProcessTree(null, mark(host.root)));
    }
    trees.addAll(started.values());
    List<Long> left = ProcessTree.endAll(trees, GRACE);
    if (!left.isEmpty()) {
      LOG.warn("processes of sandbox hosts outlived KILL: {}", left);
      return;
    }
    for (Path pidFile : started.keySet()) {
      Files.deleteIfExists(pidFile);
    }
  }

  private boolean bootService(String service) throws IOException, InterruptedException {
    try {
      ServiceDriver.State state = driver.state(service);
      if (state.held() || state.running()) {
        return false;
      }
      driver.spawn(service);
      return true;
    } catch (ActionFailed e) {
      LOG.warn("host={} booted without a service: {}", host, e.getMessage());
      return false;
    }
  }
}
