package io.upg.server;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upg.http.Addresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The ports of a data folder: free ones at first, the same ones ever after. */
final class Ports {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, Integer> kept;

  private Ports(Path file, Map<String, Integer> kept) {
    this.file = file;
    this.kept = kept;
  }

  static Ports in(Path file) throws IOException {
    Map<String, Integer> kept = new TreeMap<>();
    if (Files.exists(file)) {
      kept.putAll(JSON.readValue(file.toFile(), new TypeReference<Map<String, Integer>>() {}));
    }
    return new Ports(file, kept);
  }

  /** The port of a process, which may be running: it is not looked whether the port is free. */
  int of(String process) throws IOException {
    Integer port = kept.get(process);
    if (port == null) {
      port = fresh();
      kept.put(process, port);
      JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), kept);
    }
    return port;
  }

  /**
   * The port of a process that is about to listen on it.
   *
   * @throws StartFailed if somebody else has it
   */
  int free(String process) throws IOException {
    int port = of(process);
    if (!Addresses.isFree(port)) {
      throw new StartFailed(
          "Port %d, kept for %s in %s, is taken by another process. End that one, or remove the line \"%s\" from the file: then a free port is taken."
              .formatted(port, process, file, process));
    }
    return port;
  }

  private int fresh() throws IOException {
    int port = Addresses.freePort();
    return kept.containsValue(port) ? fresh() : port;
  }
}
