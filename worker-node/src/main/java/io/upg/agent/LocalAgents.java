package io.upg.agent;

import io.upg.agent.builtin.SandboxHost;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agents of this process. */
final class LocalAgents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalAgents.class);

  /** How long freshly booted services may take before agents poll all the same. */
  private static final Duration BOOT = Duration.ofSeconds(30);

  /** A stopped process tree gets a TERM and a KILL: see ProcessTree. */
  private static final Duration STOP = Duration.ofSeconds(15);

  private final Watchdogs watchdogs = new Watchdogs();
  private final List<Agent> agents = new ArrayList<>();

  private LocalAgents() {}

  /**
   * @throws IllegalStateException if one of them cannot be opened
   */
  static LocalAgents open(List<AgentConfig> configs) {
    LocalAgents opened = new LocalAgents();
    for (AgentConfig config : configs) {
      try {
        opened.agents.add(Agent.open(config, opened.watchdogs));
      } catch (IOException e) {
        opened.close();
        throw new IllegalStateException(
            "Agent of '%s' cannot start: %s".formatted(config.host(), e.getMessage()), e);
      }
    }
    return opened;
  }

  List<Agent> all() {
    return List.copyOf(agents);
  }

  /** Starts the services of sandbox hosts and waits until they answer. */
  void boot() {
    try {
      Map<SandboxHost, List<String>> started = new LinkedHashMap<>();
      for (SandboxHost host : sandboxes()) {
        started.put(host, host.boot());
      }
      long end = System.nanoTime() + BOOT.toNanos();
      for (Map.Entry<SandboxHost, List<String>> host : started.entrySet()) {
        long left = Math.max(1, end - System.nanoTime());
        host.getKey().awaitLife(host.getValue(), Duration.ofNanos(left));
      }
    } catch (IOException e) {
      throw new IllegalStateException("Sandbox hosts cannot boot: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while sandbox hosts boot", e);
    }
  }

  /**
   * Starts no further task, waits for those that run, and interrupts what outlasts the grace:
   * scripts of a sandbox host end, others go on and are found again.
   */
  void endTasks() {
    Duration grace =
        agents.stream()
            .map(agent -> agent.config().endGrace())
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    agents.forEach(Agent::takeNoMore);
    try {
      long end = System.nanoTime() + grace.toNanos();
      for (Agent agent : agents) {
        agent.awaitTasks(Duration.ofNanos(end - System.nanoTime()));
      }
      agents.forEach(Agent::interruptTasks);
      end = System.nanoTime() + STOP.toNanos();
      for (Agent agent : agents) {
        agent.awaitTasks(Duration.ofNanos(end - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      agents.forEach(Agent::interruptTasks);
      Thread.currentThread().interrupt();
    }
  }

  /** Also ends tasks, where {@link #endTasks} was not called before. */
  @Override
  public void close() {
    endTasks();
    watchdogs.close();
    try {
      SandboxHost.shutdown(sandboxes());
    } catch (IOException e) {
      LOG.error("processes of sandbox hosts were not all stopped: {}", e.getMessage());
    }
    for (Agent agent : agents) {
      try {
        agent.close();
      } catch (IOException e) {
        LOG.warn("host={} journal not closed: {}", agent.config().host(), e.getMessage());
      }
    }
  }

  private List<SandboxHost> sandboxes() {
    return agents.stream().filter(a -> a.config().sandbox()).map(Agent::sandbox).toList();
  }
}
