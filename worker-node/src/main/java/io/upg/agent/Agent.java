package io.upg.agent;

import io.upg.agent.artifact.ArtifactCache;
import io.upg.agent.artifact.Releases;
import io.upg.agent.builtin.SandboxHost;
import io.upg.agent.builtin.Services;
import io.upg.agent.journal.Execution;
import io.upg.agent.journal.Journal;
import io.upg.agent.journal.TaskKey;
import io.upg.agent.process.ProcessId;
import io.upg.agent.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of one host's agent, put together; nothing here knows how orders arrive. That of a
 * sandbox host begins a new life when the host is rebooted.
 */
final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  /** How long a download that gets no byte is tried again. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How long services, or what is left of tasks, may take in a reboot. */
  private static final Duration REBOOT = Duration.ofSeconds(30);

  private final AgentConfig config;
  private final AgentFolders folders;
  private final Services services;
  private final SandboxHost sandbox;
  private final Watchdogs watchdogs;
  private volatile Life life;
  private boolean ending;

  /** What is lost when the host goes down. */
  private record Life(Journal journal, NodeTasks tasks, ExecutorService threads) {}

  private Agent(AgentConfig config, Watchdogs watchdogs) throws IOException {
    this.config = config;
    this.folders = new AgentFolders(config.stateDir());
    folders.make();
    this.services = new Services(config.root(), folders.services());
    this.sandbox = new SandboxHost(config.host(), config.root(), services);
    this.watchdogs = watchdogs;
    this.life = live();
  }

  /**
   * Looks after what its predecessor has begun.
   *
   * @throws IOException if the journal cannot be used (damaged, or held by another agent), or its
   *     folder not be written
   */
  static Agent open(AgentConfig config, Watchdogs watchdogs) throws IOException {
    return new Agent(config, watchdogs);
  }

  AgentConfig config() {
    return config;
  }

  SandboxHost sandbox() {
    return sandbox;
  }

  /** The script of this task that was seen last. */
  Optional<ProcessId> lastProcess(TaskKey key) {
    return journal().lastProcess(key);
  }

  NodeTasks tasks() {
    return life.tasks();
  }

  Journal journal() {
    return life.journal();
  }

  NodeActivitiesImpl activities() {
    return new NodeActivitiesImpl(this);
  }

  /** Begins no further task. */
  synchronized void takeNoMore() {
    ending = true;
    life.threads().shutdown();
  }

  /** Waits for those that run. */
  void awaitTasks(Duration limit) throws InterruptedException {
    life.threads().awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  void interruptTasks() {
    life.threads().shutdownNow();
  }

  /** To be called when none of its tasks runs any more. */
  @Override
  public synchronized void close() throws IOException {
    life.journal().close();
    if (config.sandbox()) {
      SandboxPower.off(folders.boot());
    }
  }

  private Life live() throws IOException {
    if (config.sandbox()) {
      SandboxPower.on(folders.boot());
    }
    Path sdk = PythonSdk.unpack(folders.sdk());
    Journal journal = Journal.open(folders.journal());
    ExecutorService threads = Executors.newCachedThreadPool(Threads.named("upg-task"));
    TaskRunner runner = runner(journal, sdk);
    for (Execution begun : journal.unfinished()) {
      threads.execute(() -> runner.settle(begun));
    }
    return new Life(journal, new NodeTasks(runner, threads), threads);
  }

  private TaskRunner runner(Journal journal, Path sdk) {
    ArtifactCache cache =
        new ArtifactCache(folders.cache(), config.artifacts(), config.access(), PATIENCE);
    Releases releases = new Releases(folders.releases(), cache);
    HostPower power =
        config.sandbox()
            ? new SandboxPower(folders.boot(), this::beginReboot)
            : MachinePower.SYSTEMD;
    return new TaskRunner(
        journal,
        folders,
        new TaskWorlds(config, folders, releases, sdk),
        releases,
        services,
        watchdogs,
        power,
        config.sandbox(),
        Clock.systemUTC());
  }

  /** Of a sandbox host; returns before it is down. */
  void beginReboot() {
    Threads.named("upg-reboot-" + config.host()).newThread(this::reboot).start();
  }

  /** As if the power was cut and came back: nobody is told, nothing more is written down. */
  private synchronized void reboot() {
    if (ending) {
      return;
    }
    try {
      LOG.info("host={} goes down", config.host());
      life.journal().close();
      new ProcessTree(null, SandboxHost.mark(config.root())).kill();
      life.threads().shutdownNow();
      life.threads().awaitTermination(REBOOT.toMillis(), TimeUnit.MILLISECONDS);
      SandboxPower.off(folders.boot());
      sandbox.awaitLife(sandbox.boot(), REBOOT);
      life = live();
      LOG.info("host={} is up again", config.host());
    } catch (IOException e) {
      LOG.error("host={} does not come back: {}", config.host(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
