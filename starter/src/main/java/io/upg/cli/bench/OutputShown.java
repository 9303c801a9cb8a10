package io.upg.cli.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that grows, shown as far as it has come. */
final class OutputShown {
  private static final int BUFFER = 64 * 1024;

  private final Path file;
  private final PrintStream to;
  private long shown;

  OutputShown(Path file, PrintStream to) {
    this.file = file;
    this.to = to;
  }

  void more() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      int read = channel.read(buffer, shown);
      while (read > 0) {
        to.write(buffer.array(), 0, read);
        shown += read;
        buffer.clear();
        read = channel.read(buffer, shown);
      }
    }
    to.flush();
  }
}
