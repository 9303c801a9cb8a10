package io.upg.agent.journal;

import io.upg.access.PrivateFile;
import io.upg.plan.json.CanonicalJson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Append-only lines of CRC-32C and JSON. A last line without its end was torn by a crash: what it
 * announces never began, so it is cut off. Any other line that cannot be read is damage, and
 * refused. The first lines may have no checksum: agents of the first version wrote none.
 *
 * <p>Written by {@link RandomAccessFile}: a channel is closed by the interrupt of who writes.
 */
final class JournalFile implements AutoCloseable {
  private static final int CHECKSUM = 8;

  /** Given up for the ends of tasks when the disk is full. */
  private static final int RESERVE_BYTES = 64 * 1024;

  private final Path path;
  private final FileChannel lock;
  private RandomAccessFile file;
  private long length;

  private JournalFile(Path path, FileChannel lock, RandomAccessFile file, long length) {
    this.path = path;
    this.lock = lock;
    this.file = file;
    this.length = length;
  }

  /**
   * @param line told every line, in order
   * @throws IOException if another agent holds it, or it is damaged
   */
  static JournalFile open(Path path, Consumer<JournalLine> line) throws IOException {
    PrivateFile.folder(path.getParent());
    FileChannel lock = lock(path);
    try {
      boolean fresh = !Files.exists(path);
      PrivateFile.create(path);
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      try {
        long length = replay(path, line);
        file.setLength(length);
        file.getFD().sync();
        if (fresh) {
          syncFolder(path.getParent());
        }
        JournalFile opened = new JournalFile(path, lock, file, length);
        if (!Files.exists(opened.reserve())) {
          PrivateFile.write(opened.reserve(), new byte[RESERVE_BYTES]);
        }
        return opened;
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  long length() {
    return length;
  }

  /**
   * Appends one line whole or not at all. The end of a task finds room also on a full disk.
   *
   * @param durable whether it must be on the disk when this returns
   */
  void append(JournalLine line, boolean durable) throws IOException {
    byte[] bytes = bytes(line);
    try {
      try {
        write(bytes, durable);
      } catch (IOException e) {
        if (!(line instanceof JournalLine.Ended) || !Files.deleteIfExists(reserve())) {
          throw e;
        }
        write(bytes, durable);
      }
    } catch (IOException e) {
      throw new IOException("Journal " + path + " cannot be written: " + e.getMessage(), e);
    }
  }

  private void write(byte[] bytes, boolean durable) throws IOException {
    file.setLength(length);
    file.seek(length);
    file.write(bytes);
    if (durable) {
      file.getFD().sync();
    }
    length += bytes.length;
  }

  private Path reserve() {
    return path.resolveSibling(path.getFileName() + ".reserve");
  }

  /** Puts these lines in the place of all that are there; whoever dies, one of both is there. */
  void replace(List<JournalLine> lines) throws IOException {
    Moment.COMPACTING.reached();
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    PrivateFile.create(fresh);
    RandomAccessFile next = new RandomAccessFile(fresh.toFile(), "rw");
    try {
      for (JournalLine line : lines) {
        next.write(bytes(line));
      }
      next.getFD().sync();
      Moment.COMPACTED.reached();
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      next.close();
      throw e;
    }
    file.close();
    file = next;
    length = next.getFilePointer();
    syncFolder(path.getParent());
  }

  @Override
  public void close() throws IOException {
    file.close();
    lock.close();
  }

  /** A file of its own: the journal itself is replaced when it is compacted. */
  private static FileChannel lock(Path path) throws IOException {
    Path file = path.resolveSibling(path.getFileName() + ".lock");
    PrivateFile.create(file);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new IOException(
          "Journal " + path + " is in use: another agent runs on this state folder");
    }
    return channel;
  }

  private static byte[] bytes(JournalLine line) {
    byte[] json = CanonicalJson.bytes(line);
    byte[] bytes = new byte[CHECKSUM + 1 + json.length + 1];
    byte[] checksum = checksum(json).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(checksum, 0, bytes, 0, CHECKSUM);
    bytes[CHECKSUM] = ' ';
    System.arraycopy(json, 0, bytes, CHECKSUM + 1, json.length);
    bytes[bytes.length - 1] = '\n';
    return bytes;
  }

  private static String checksum(byte[] json) {
    CRC32C crc = new CRC32C();
    crc.update(json);
    return "%08x".formatted(crc.getValue());
  }

  private static long replay(Path path, Consumer<JournalLine> line) throws IOException {
    byte[] all = Files.readAllBytes(path);
    int start = 0;
    int number = 0;
    boolean plain = true;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '\n') {
        byte[] read = Arrays.copyOfRange(all, start, i);
        plain &= read.length > 0 && read[0] == '{';
        line.accept(read(path, ++number, read, plain));
        start = i + 1;
      }
    }
    return start;
  }

  private static JournalLine read(Path path, int number, byte[] line, boolean plain)
      throws IOException {
    try {
      return CanonicalJson.read(plain ? line : checked(line), JournalLine.class);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "Journal %s is damaged at line %d (%s): what ran here cannot be known; move it away only after checking the tasks of this host"
              .formatted(path, number, e.getMessage()),
          e);
    }
  }

  private static byte[] checked(byte[] line) {
    byte[] json = Arrays.copyOfRange(line, Math.min(CHECKSUM + 1, line.length), line.length);
    String expected = new String(line, 0, line.length - json.length, StandardCharsets.US_ASCII);
    if (!expected.equals(checksum(json) + " ")) {
      throw new IllegalArgumentException("its checksum is wrong");
    }
    return json;
  }

  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
