package io.upg.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the roots of sandbox hosts: a script for each host that has none. A root that is there is
 * left as it is, except one whose script did not end well: that is made anew.
 */
final class Provisioning {
  private static final Logger LOG = LoggerFactory.getLogger(Provisioning.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int AT_ONCE = 4;
  private static final int TAIL = 2_000;

  private final DataFolder folder;
  private final Optional<Path> script;

  /**
   * @param script empty: roots begin empty
   */
  Provisioning(DataFolder folder, Optional<Path> script) {
    this.folder = folder;
    this.script = script;
  }

  /**
   * @throws StartFailed if a script failed, with the end of its output; the others still end
   */
  void provision(List<HostFile> hosts) throws IOException {
    Files.createDirectories(folder.provisioned());
    Files.createDirectories(folder.hosts());
    List<HostFile> missing = new ArrayList<>();
    for (HostFile host : hosts) {
      if (!Files.exists(root(host)) || Files.exists(begun(host))) {
        missing.add(host);
      }
    }
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (HostFile host : missing) {
        running.add(pool.submit(() -> provision(host)));
      }
      awaitAll(running);
    } finally {
      pool.shutdownNow();
    }
  }

  private static void awaitAll(List<Future<?>> running) {
    List<String> failures = new ArrayList<>();
    for (Future<?> future : running) {
      try {
        future.get();
      } catch (ExecutionException e) {
        failures.add(e.getCause().getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StartFailed("Provisioning was interrupted.", e);
      }
    }
    if (!failures.isEmpty()) {
      throw new StartFailed(String.join("\n", failures));
    }
  }

  private Void provision(HostFile host) throws IOException, InterruptedException {
    Path begun = begun(host);
    if (Files.exists(begun)) {
      delete(root(host));
    }
    Files.writeString(begun, "");
    Files.createDirectories(root(host));
    if (script.isPresent()) {
      run(script.get(), host);
    }
    Files.delete(begun);
    return null;
  }

  private void run(Path script, HostFile host) throws IOException, InterruptedException {
    Path hostFile = folder.provisioned().resolve(host.host() + ".json");
    Path output = folder.logs().resolve("provision-" + host.host() + ".log");
    JSON.writeValue(hostFile.toFile(), host);
    ProcessBuilder builder =
        new ProcessBuilder(script.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("UPG_ROOT", root(host).toString());
    builder.environment().put("UPG_HOST", host.host());
    builder.environment().put("UPG_HOST_FILE", hostFile.toString());
    Process process = builder.start();
    try {
      int exit = process.waitFor();
      if (exit != 0) {
        throw new StartFailed(
            "Host '%s': provisioning by %s ended with exit code %d. Mend the script and start again: this host is provisioned anew. Its output, %s, ends with:\n%s"
                .formatted(host.host(), script, exit, output, tail(output)));
      }
    } finally {
      process.destroyForcibly();
    }
    LOG.info("provisioned host={}", host.host());
  }

  private static String tail(Path output) throws IOException {
    String text = Files.readString(output).strip();
    return text.length() <= TAIL ? text : "…" + text.substring(text.length() - TAIL);
  }

  private Path root(HostFile host) {
    return folder.hosts().resolve(host.host());
  }

  private Path begun(HostFile host) {
    return folder.provisioned().resolve(host.host() + ".begun");
  }

  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
