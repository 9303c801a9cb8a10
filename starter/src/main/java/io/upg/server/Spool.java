package io.upg.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that are written first and sent later: a few in memory, many in a temporary file. */
final class Spool extends OutputStream {
  private static final int IN_MEMORY = 4 << 20;

  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private Path file;
  private OutputStream fileOut;
  private long size;

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    size += length;
    if (fileOut == null && size > IN_MEMORY) {
      file = Files.createTempFile("upg-answer", ".json");
      fileOut = Files.newOutputStream(file);
      memory.writeTo(fileOut);
      memory.reset();
    }
    (fileOut == null ? memory : fileOut).write(bytes, offset, length);
  }

  /** As {@code println} does. */
  void line(String text) throws IOException {
    write((text + System.lineSeparator()).getBytes(UTF_8));
  }

  long size() {
    return size;
  }

  /** Forgets what was written. */
  void reset() throws IOException {
    close();
    memory.reset();
    size = 0;
  }

  void copyTo(OutputStream out) throws IOException {
    if (file == null) {
      memory.writeTo(out);
      return;
    }
    fileOut.flush();
    Files.copy(file, out);
  }

  /** Removes the file. */
  @Override
  public void close() throws IOException {
    if (file == null) {
      return;
    }
    fileOut.close();
    fileOut = null;
    Files.delete(file);
    file = null;
  }
}
