package io.upg.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file, as an HTTP {@code Range} header asks for it (RFC 9110, section 14).
 *
 * @param first offset of the first byte
 * @param length at least 1
 */
record ByteRange(long first, long length) {
  private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** The header asks for bytes that the file does not have. */
  static final class Unsatisfiable extends Exception {
    Unsatisfiable(String header, long size) {
      super("Range '%s' of an artifact of %d bytes.".formatted(header, size));
    }
  }

  /**
   * @param header may be null
   * @return empty where the whole file is to be sent: no header, several ranges, or a unit or form
   *     that a server is to ignore
   */
  static Optional<ByteRange> of(String header, long size) throws Unsatisfiable {
    Matcher matcher = SINGLE.matcher(header == null ? "" : header.strip());
    if (!matcher.matches() || matcher.group().equals("bytes=-")) {
      return Optional.empty();
    }
    ByteRange range =
        matcher.group(1).isEmpty()
            ? last(Long.parseLong(matcher.group(2)), size)
            : between(Long.parseLong(matcher.group(1)), matcher.group(2), size);
    if (range.first >= size || range.length <= 0) {
      throw new Unsatisfiable(header, size);
    }
    return Optional.of(range);
  }

  private static ByteRange last(long length, long size) {
    long sent = Math.min(length, size);
    return new ByteRange(size - sent, sent);
  }

  private static ByteRange between(long first, String last, long size) {
    long end = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
    return new ByteRange(first, end - first + 1);
  }

  /** Value of the header {@code Content-Range}. */
  String contentRange(long size) {
    return "bytes %d-%d/%d".formatted(first, first + length - 1, size);
  }
}
