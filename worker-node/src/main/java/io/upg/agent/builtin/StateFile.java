package io.upg.agent.builtin;

import io.upg.plan.json.CanonicalJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What a task must know of its run when it is taken back: what a built-in found before its first
 * change (written before that change, not touched by a second run, cleared when all is taken back),
 * or which parts of a series were begun.
 */
public record StateFile(Path file) {

  public <T> Optional<T> read(Class<T> type) throws IOException {
    return Files.exists(file)
        ? Optional.of(CanonicalJson.read(Files.readAllBytes(file), type))
        : Optional.empty();
  }

  /** On the disk when this returns. */
  public void write(Object state) throws IOException {
    Files.createDirectories(file.getParent());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(CanonicalJson.bytes(state));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  void clear() throws IOException {
    Files.deleteIfExists(file);
  }
}
