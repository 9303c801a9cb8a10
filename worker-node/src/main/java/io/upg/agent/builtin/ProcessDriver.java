package io.upg.agent.builtin;

import io.upg.agent.artifact.FileNames;
import io.upg.agent.process.Command;
import io.upg.agent.process.Daemon;
import io.upg.agent.process.OutputTail;
import io.upg.agent.process.ProcessId;
import io.upg.agent.process.ProcessTree;
import io.upg.plan.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Services as plain processes, for sandbox hosts: {@code <name>.pid}, {@code .log} and {@code
 * .stopped} (held) in the agent's folder. The pid file is there before the process is, so one that
 * was started in the moment the agent died is found by its mark.
 */
final class ProcessDriver implements ServiceDriver {
  /** What has no url is taken to live when it has lived so long. */
  private static final Duration SETTLE = Duration.ofMillis(300);

  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final long POLL_MILLIS = 50;

  private final Path root;
  private final Path folder;

  ProcessDriver(Path root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  /** Names of all defined services, sorted. */
  List<String> defined() throws IOException {
    Path definitions = root.resolve("etc/services");
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(definitions)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(definitions, "*.json")) {
        files.forEach(f -> names.add(f.getFileName().toString().replaceAll("\\.json$", "")));
      }
    }
    names.sort(null);
    return names;
  }

  ServiceDefinition definition(String service) throws ActionFailed {
    Path file = root.resolve("etc/services").resolve(service + ".json").normalize();
    if (!file.startsWith(root) || !Files.isRegularFile(file)) {
      throw new ActionFailed("Service '%s' is not defined: expected %s".formatted(service, file));
    }
    try {
      ServiceDefinition definition =
          CanonicalJson.read(Files.readAllBytes(file), ServiceDefinition.class);
      if (definition.exec().isEmpty()) {
        throw new ActionFailed("Service '%s': %s has no 'exec'".formatted(service, file));
      }
      return definition;
    } catch (IOException | IllegalArgumentException e) {
      throw new ActionFailed(
          "Service '%s': %s cannot be read: %s".formatted(service, file, e.getMessage()));
    }
  }

  @Override
  public State state(String service) throws ActionFailed, IOException {
    if (!Files.exists(pidFile(service))) {
      definition(service);
    }
    return new State(running(service), Files.exists(held(service)));
  }

  boolean running(String service) throws IOException {
    Optional<ProcessTree> tree = tree(service);
    return tree.isPresent() && tree.get().alive();
  }

  @Override
  public void start(String service, Duration timeout)
      throws ActionFailed, IOException, InterruptedException {
    ServiceDefinition definition = definition(service);
    spawn(service);
    hold(service, false);
    awaitLife(service, definition, timeout);
  }

  /** Starts it where it does not run; does not wait. */
  void spawn(String service) throws ActionFailed, IOException, InterruptedException {
    ServiceDefinition definition = definition(service);
    if (running(service)) {
      return;
    }
    Files.createDirectories(folder);
    Files.write(pidFile(service), new byte[0]);
    Map<String, String> environment = Command.minimalEnvironment();
    environment.putAll(definition.env());
    environment.put("UPG_ROOT", root.toString());
    environment.put("UPG_SERVICE", pidFile(service).toString());
    ProcessId process =
        Daemon.start(new Command(definition.exec(), root, environment, log(service)));
    new StateFile(pidFile(service)).write(process);
  }

  /** Waits until it has answered, or where it has no url lived for a moment. */
  void awaitLife(String service, ServiceDefinition definition, Duration timeout)
      throws ActionFailed, IOException, InterruptedException {
    long start = System.nanoTime();
    HttpAnswer answer = new HttpAnswer(0, "not asked yet");
    while (System.nanoTime() - start < timeout.toNanos()) {
      if (!running(service)) {
        throw new ActionFailed(
            "Service '%s' ended right after its start; its log ends: %s"
                .formatted(service, lastWords(service)));
      }
      if (definition.url() != null) {
        answer = HttpAnswer.of(definition.url(), ANSWER);
      }
      boolean settled = System.nanoTime() - start > SETTLE.toNanos();
      if (definition.url() == null ? settled : answer.answered()) {
        return;
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new ActionFailed(
        "Service '%s' lives, but %s %s after %d s; its log ends: %s"
            .formatted(
                service,
                definition.url(),
                answer.summary(),
                timeout.toSeconds(),
                lastWords(service)));
  }

  @Override
  public void stop(String service, Duration grace) throws ActionFailed, IOException {
    hold(service, true);
    Optional<ProcessTree> tree = tree(service);
    if (tree.isEmpty()) {
      return;
    }
    List<Long> left = tree.get().end(grace);
    if (!left.isEmpty()) {
      throw new ActionFailed(
          "Service '%s': processes %s outlived KILL; look at them on the host"
              .formatted(service, left));
    }
    Files.deleteIfExists(pidFile(service));
  }

  @Override
  public void hold(String service, boolean held) throws IOException {
    if (held) {
      Files.createDirectories(folder);
      Files.write(held(service), new byte[0]);
    } else {
      Files.deleteIfExists(held(service));
    }
  }

  /** The processes of a service that was started here and not stopped since. */
  private Optional<ProcessTree> tree(String service) throws IOException {
    Path file = pidFile(service);
    return Files.exists(file) ? Optional.of(tree(file)) : Optional.empty();
  }

  /** Pid file → processes, of everything that was started here and not stopped since. */
  Map<Path, ProcessTree> started() throws IOException {
    Map<Path, ProcessTree> started = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pid")) {
        for (Path file : files) {
          started.put(file, tree(file));
        }
      }
    }
    return started;
  }

  private static ProcessTree tree(Path pidFile) throws IOException {
    byte[] json = Files.readAllBytes(pidFile);
    ProcessId leader = json.length == 0 ? null : CanonicalJson.read(json, ProcessId.class);
    return new ProcessTree(leader, "UPG_SERVICE=" + pidFile);
  }

  private String lastWords(String service) throws IOException {
    List<String> lines = OutputTail.of(log(service)).lines().filter(l -> !l.isBlank()).toList();
    return lines.isEmpty() ? "(empty)" : "'" + lines.get(lines.size() - 1).strip() + "'";
  }

  private Path pidFile(String service) {
    return folder.resolve(FileNames.safe(service) + ".pid");
  }

  private Path log(String service) {
    return folder.resolve(FileNames.safe(service) + ".log");
  }

  private Path held(String service) {
    return folder.resolve(FileNames.safe(service) + ".stopped");
  }
}
