package io.upg.agent;

import io.upg.agent.artifact.ArtifactCache;
import io.upg.agent.artifact.Releases;
import io.upg.agent.builtin.SandboxHost;
import io.upg.agent.builtin.Services;
import io.upg.agent.journal.Journal;
import io.upg.agent.journal.TaskKey;
import io.upg.agent.process.ProcessId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** The parts of one host's agent, put together; nothing here knows how orders arrive. */
final class Agent implements AutoCloseable {
  /** How long a download that gets no byte is tried again. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AgentConfig config;
  private final Journal journal;
  private final SandboxHost sandbox;
  private final NodeTasks tasks;
  private final Clock clock = Clock.systemUTC();

  private Agent(
      AgentConfig config, Journal journal, Path sdk, ExecutorService threads, Watchdogs watchdogs) {
    AgentFolders folders = new AgentFolders(config.stateDir());
    ArtifactCache cache = new ArtifactCache(folders.cache(), config.artifacts(), PATIENCE);
    Releases releases = new Releases(folders.releases(), cache);
    Services services = new Services(config.root(), folders.services());
    TaskWorlds worlds = new TaskWorlds(config, folders, releases, sdk);
    TaskRunner runner =
        new TaskRunner(journal, folders, worlds, releases, services, watchdogs, clock);
    this.config = config;
    this.journal = journal;
    this.sandbox = new SandboxHost(config.host(), services);
    this.tasks = new NodeTasks(runner, threads);
  }

  /**
   * @throws IOException if the journal cannot be used (damaged, or held by another agent), or its
   *     folder not be written
   */
  static Agent open(AgentConfig config, ExecutorService threads, Watchdogs watchdogs)
      throws IOException {
    AgentFolders folders = new AgentFolders(config.stateDir());
    Journal journal = Journal.open(folders.journal());
    try {
      return new Agent(config, journal, PythonSdk.unpack(folders.sdk()), threads, watchdogs);
    } catch (IOException e) {
      journal.close();
      throw e;
    }
  }

  AgentConfig config() {
    return config;
  }

  SandboxHost sandbox() {
    return sandbox;
  }

  /** The script of this task that was seen last. */
  Optional<ProcessId> lastProcess(TaskKey key) {
    return journal.lastProcess(key);
  }

  NodeTasks tasks() {
    return tasks;
  }

  NodeActivitiesImpl activities() {
    return new NodeActivitiesImpl(config.host(), journal, tasks, clock);
  }

  /** To be called when none of its tasks runs any more. */
  @Override
  public void close() throws IOException {
    journal.close();
  }
}
