package io.upg.server;

import io.upg.agent.builtin.SandboxHost;
import io.upg.agent.builtin.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Processes that a killed {@code up} or {@code quickstart} left behind in a folder. */
final class Leftovers {
  private Leftovers() {}

  /** Stops them, so that the folder can be emptied under nobody's feet. */
  static void stop(DataFolder folder) throws IOException {
    SandboxHost.shutdown(hosts(folder));
    DevTemporal.stopLeft(folder);
    EmbeddedPostgres.stopLeft(folder.postgres());
  }

  private static List<SandboxHost> hosts(DataFolder folder) throws IOException {
    List<SandboxHost> hosts = new ArrayList<>();
    if (Files.isDirectory(folder.agents())) {
      try (Stream<Path> agents = Files.list(folder.agents())) {
        agents.forEach(agent -> hosts.add(host(folder, agent)));
      }
    }
    return hosts;
  }

  private static SandboxHost host(DataFolder folder, Path agent) {
    String name = agent.getFileName().toString();
    Path root = folder.hosts().resolve(name);
    return new SandboxHost(name, root, new Services(root, agent.resolve("services")));
  }
}
