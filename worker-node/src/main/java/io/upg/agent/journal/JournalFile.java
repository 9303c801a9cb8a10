package io.upg.agent.journal;

import io.upg.plan.json.CanonicalJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Append-only JSON lines. A last line without its end was torn by a crash: what it announces never
 * began, so it is cut off. Any other line that cannot be read is damage, and refused.
 */
final class JournalFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private long length;

  private JournalFile(Path path, FileChannel channel, long length) {
    this.path = path;
    this.channel = channel;
    this.length = length;
  }

  /**
   * @param line told every line, in order
   * @throws IOException if another agent holds it, or it is damaged
   */
  static JournalFile open(Path path, Consumer<JournalLine> line) throws IOException {
    Files.createDirectories(path.getParent());
    boolean fresh = !Files.exists(path);
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(path, channel);
      long length = replay(path, line);
      channel.truncate(length);
      channel.force(true);
      if (fresh) {
        syncFolder(path.getParent());
      }
      return new JournalFile(path, channel, length);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Appends one line whole or not at all.
   *
   * @param durable whether it must be on the disk when this returns
   */
  void append(JournalLine line, boolean durable) throws IOException {
    byte[] json = CanonicalJson.bytes(line);
    ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(json, json.length + 1));
    bytes.put(json.length, (byte) '\n');
    try {
      long position = length;
      while (bytes.hasRemaining()) {
        position += channel.write(bytes, position);
      }
      if (durable) {
        channel.force(false);
      }
      length = position;
    } catch (IOException e) {
      channel.truncate(length);
      throw new IOException("Journal " + path + " cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static void lock(Path path, FileChannel channel) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(
          "Journal " + path + " is in use: another agent runs on this state folder");
    }
  }

  private static long replay(Path path, Consumer<JournalLine> line) throws IOException {
    byte[] all = Files.readAllBytes(path);
    int start = 0;
    int number = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '\n') {
        line.accept(read(path, ++number, Arrays.copyOfRange(all, start, i)));
        start = i + 1;
      }
    }
    return start;
  }

  private static JournalLine read(Path path, int number, byte[] json) throws IOException {
    try {
      return CanonicalJson.read(json, JournalLine.class);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "Journal %s is damaged at line %d (%s): what ran here cannot be known; move it away only after checking the tasks of this host"
              .formatted(path, number, e.getMessage()),
          e);
    }
  }

  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
