package io.upg.agent.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bounds a file that processes append to: of what is too long its beginning and its end stay. What
 * is written in the very moment of a cut may be lost.
 */
final class OutputLimit {
  /** Beyond it is cut. */
  static final long MAX_BYTES = 16L * 1024 * 1024;

  private static final int BEGINNING = 1024 * 1024;
  private static final int END = 1024 * 1024;

  /** How often the end is read anew because more had come: the last words are seldom a flood. */
  private static final int LOOKS = 100;

  private OutputLimit() {}

  /** Never fails: output that cannot be cut is not the task's fault. */
  static void apply(Path output) {
    try {
      if (Files.exists(output) && Files.size(output) > MAX_BYTES) {
        cut(output);
      }
    } catch (IOException e) {
      // the next look tries again
    }
  }

  private static void cut(Path output) throws IOException {
    try (FileChannel file =
        FileChannel.open(output, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer end = ByteBuffer.allocate(END);
      long size = readEnd(file, end);
      for (int look = 0; look < LOOKS && file.size() > size; look++) {
        size = readEnd(file, end);
      }
      file.truncate(BEGINNING);
      long left = size - BEGINNING - END;
      String note = "\n-- %d bytes of output were left out here\n".formatted(left);
      append(output, ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)));
      append(output, end.flip());
    }
  }

  /** Returns the size of the file whose end it is. */
  private static long readEnd(FileChannel file, ByteBuffer end) throws IOException {
    long size = file.size();
    end.clear();
    while (end.hasRemaining() && file.read(end, size - END + end.position()) >= 0) {
      // until full
    }
    return size;
  }

  private static void append(Path output, ByteBuffer bytes) throws IOException {
    try (FileChannel file = FileChannel.open(output, StandardOpenOption.APPEND)) {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    }
  }
}
