package io.upg.agent.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The end of an output file, however large it is. */
public final class OutputTail {
  public static final int MAX_BYTES = 8 * 1024;

  private OutputTail() {}

  /**
   * At most {@link #MAX_BYTES} from its end as clean text; empty where there is no file.
   *
   * @throws IOException if it cannot be read
   */
  public static String of(Path file) throws IOException {
    return since(file, 0);
  }

  /** As {@link #of}, nothing that stands before this place. */
  public static String since(Path file, long place) throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    try (FileChannel channel = FileChannel.open(file)) {
      long from = Math.max(place, channel.size() - MAX_BYTES);
      ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES);
      channel.position(from);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // until full or at the end
      }
      int skip = from == place ? 0 : insideCharacter(buffer);
      return clean(
          new String(buffer.array(), skip, buffer.position() - skip, StandardCharsets.UTF_8));
    }
  }

  /** Text that JSON and PostgreSQL take: no NUL. */
  public static String clean(String text) {
    return text.replace('\0', '\uFFFD');
  }

  private static int insideCharacter(ByteBuffer buffer) {
    int skip = 0;
    while (skip < 3 && skip < buffer.position() && (buffer.get(skip) & 0xC0) == 0x80) {
      skip++;
    }
    return skip;
  }
}
