package io.upg.server;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Files by the SHA-256 of their content: {@code <hex[0:2]>/<hex>}. A file appears whole and
 * verified or not at all, and never changes; several processes may share the folder.
 */
final class ArtifactFolder {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final int BUFFER = 64 * 1024;

  private final Path folder;
  private final Path incoming;

  ArtifactFolder(Path folder) throws IOException {
    this.folder = folder;
    this.incoming = Files.createDirectories(folder.resolve("incoming"));
  }

  static boolean isDigest(String text) {
    return DIGEST.matcher(text).matches();
  }

  /** Where the content of this digest lies, or would lie. */
  Path path(String digest) {
    return folder.resolve(digest.substring(0, 2)).resolve(digest);
  }

  /**
   * Stores a content, on disk when this returns.
   *
   * @return whether it was new
   * @throws WrongDigest if the content is another one; nothing is stored then
   */
  boolean put(String digest, InputStream content) throws IOException, WrongDigest {
    Path part = incoming.resolve(digest + "." + UUID.randomUUID());
    try {
      String observed = receive(content, part);
      if (!observed.equals(digest)) {
        throw new WrongDigest(digest, observed, Files.size(part));
      }
      Path path = path(digest);
      boolean fresh = !Files.exists(path);
      Files.createDirectories(path.getParent());
      Files.move(part, path, ATOMIC_MOVE);
      return fresh;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String receive(InputStream content, Path part) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] buffer = new byte[BUFFER];
    try (FileChannel channel = FileChannel.open(part, CREATE_NEW, WRITE)) {
      for (int read; (read = content.read(buffer)) >= 0; ) {
        sha256.update(buffer, 0, read);
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      channel.force(false);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What came is not what its name says. */
  static final class WrongDigest extends Exception {
    WrongDigest(String expected, String observed, long size) {
      super(
          "Artifact %s: the %d bytes that came have SHA-256 %s. Nothing was stored; send the file whose digest the path names, whole."
              .formatted(expected, size, observed));
    }
  }
}
