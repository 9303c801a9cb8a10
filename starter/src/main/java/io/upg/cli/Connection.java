package io.upg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.upg.access.PrivateFile;
import io.upg.access.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where the processes are, as {@code upg up} writes it to {@code D/connection.json}. A part that is
 * not known is null.
 *
 * @param temporal {@code host:port}
 * @param ui address of Temporal's Web UI
 * @param artifacts address of the artifact server; of several, with commas between
 * @param artifactTokenFile where its token lies, if it asks for one
 * @param temporalTls where the certificates lie, if Temporal speaks TLS
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Connection(
    String temporal,
    String namespace,
    String jdbc,
    String ui,
    String artifacts,
    @JsonInclude(JsonInclude.Include.NON_NULL) String artifactTokenFile,
    @JsonInclude(JsonInclude.Include.NON_NULL) TlsFiles temporalTls) {

  public static final String FILE = "connection.json";
  static final Connection NONE = new Connection(null, null, null, null, null);

  public Connection {
    namespace = namespace == null ? "default" : namespace;
  }

  public Connection(String temporal, String namespace, String jdbc, String ui, String artifacts) {
    this(temporal, namespace, jdbc, ui, artifacts, null, null);
  }

  /**
   * @throws UsageProblem if there is no readable connection file in {@code home}
   */
  public static Connection read(Path home) {
    Path file = home.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new UsageProblem(
          "No connection: UPG_HOME is '%s', but there is no %s. Start the processes first: upg up --dir %s"
              .formatted(home, file, home));
    }
    try {
      return Documents.MAPPER.readValue(file.toFile(), Connection.class);
    } catch (IOException e) {
      throw new UsageProblem(
          "File '%s' is no connection: %s. Stop 'upg up' and start it again, it writes a new one."
              .formatted(file, firstLine(e)));
    }
  }

  /** Writes {@code home/connection.json}; a reader sees the old file or the new one. */
  public void write(Path home) {
    Path file = home.resolve(FILE);
    Path part = home.resolve(FILE + ".part");
    try {
      PrivateFile.write(part, (Documents.json(this) + "\n").getBytes(UTF_8));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("it cannot be read");
  }
}
