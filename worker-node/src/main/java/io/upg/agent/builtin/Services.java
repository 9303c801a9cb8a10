package io.upg.agent.builtin;

import java.nio.file.Path;
import java.util.Optional;

/** The services of one host. */
public final class Services {
  private final Path root;
  private final ProcessDriver processes;
  private final SystemdDriver systemd;

  /**
   * @param folder the agent's, for pid files, logs and marks
   */
  public Services(Path root, Path folder) {
    this(root, folder, new SystemdDriver());
  }

  Services(Path root, Path folder, SystemdDriver systemd) {
    this.root = root;
    this.processes = new ProcessDriver(root, folder);
    this.systemd = systemd;
  }

  ProcessDriver processes() {
    return processes;
  }

  /** The driver that {@code with:} names; by default {@code process}, on a real host systemd. */
  ServiceDriver driver(Optional<String> name) throws ActionFailed {
    String driver = name.orElse(root.getNameCount() == 0 ? "systemd" : "process");
    return switch (driver) {
      case "process" -> processes;
      case "systemd" -> systemd;
      default ->
          throw new ActionFailed(
              "Parameter 'driver' is '" + driver + "'; expected process or systemd");
    };
  }

  /** Where a defined service answers HTTP. */
  String url(String service) throws ActionFailed {
    String url = processes.definition(service).url();
    if (url == null) {
      throw new ActionFailed("Service '%s' has no 'url' in its definition".formatted(service));
    }
    return url;
  }
}
