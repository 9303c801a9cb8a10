package io.upg.agent.artifact;

import io.upg.access.Access;
import io.upg.plan.json.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Artifacts on this host: {@code <folder>/<sha256>}, complete and verified; {@code .part} files are
 * downloads to go on with. Thread-safe.
 */
public final class ArtifactCache {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int BUFFER = 64 * 1024;

  private final Path folder;
  private final ArtifactSource source;
  private final Duration patience;
  private final ConcurrentHashMap<String, Object> locks = new ConcurrentHashMap<>();

  /**
   * @param artifacts where they are fetched; of several the next is asked where one fails
   * @param access what their servers are shown
   * @param patience how long a failing download is tried again without a byte arriving
   */
  public ArtifactCache(Path folder, List<URI> artifacts, Access access, Duration patience) {
    this.folder = folder;
    this.source = ArtifactSource.of(artifacts, access);
    this.patience = patience;
  }

  public Path folder() {
    return folder;
  }

  public boolean holds(String sha256) {
    return Files.isRegularFile(folder.resolve(sha256));
  }

  public byte[] bytes(String sha256) throws IOException, InterruptedException {
    return Files.readAllBytes(file(sha256));
  }

  /**
   * The artifact, fetched and verified if it was not here.
   *
   * @throws ArtifactException if it cannot be had, saying why
   */
  public Path file(String sha256) throws IOException, InterruptedException {
    if (sha256 == null || !sha256.matches("[0-9a-f]{64}")) {
      throw new ArtifactException("'" + sha256 + "' is no SHA-256 digest: 64 hex digits expected");
    }
    synchronized (locks.computeIfAbsent(sha256, s -> new Object())) {
      Path file = folder.resolve(sha256);
      if (!Files.isRegularFile(file)) {
        Files.createDirectories(folder);
        fetch(sha256, file);
      }
      return file;
    }
  }

  /** Whether it was there. */
  public boolean remove(String sha256) throws IOException {
    return Files.deleteIfExists(folder.resolve(sha256));
  }

  private void fetch(String sha256, Path file) throws IOException, InterruptedException {
    Path part = folder.resolve(sha256 + ".part");
    boolean resumed = download(sha256, part);
    String found = digest(part);
    if (!found.equals(sha256) && resumed) {
      Files.delete(part);
      download(sha256, part);
      found = digest(part);
    }
    if (!found.equals(sha256)) {
      long size = Files.size(part);
      Files.delete(part);
      throw new ArtifactException(
          "Artifact %s: the %s that came have the digest %s; it was not kept. Put it again: upg compile, or upg artifact put"
              .formatted(sha256, Bytes.text(size), found));
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether it went on with an earlier download. */
  private boolean download(String sha256, Path part) throws IOException, InterruptedException {
    boolean resumed = sizeOf(part) > 0;
    Duration pause = FIRST_PAUSE;
    long arrived = System.nanoTime();
    while (true) {
      long before = sizeOf(part);
      try {
        transfer(sha256, part);
        return resumed;
      } catch (ArtifactException permanent) {
        throw permanent;
      } catch (IOException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (sizeOf(part) > before) {
          arrived = System.nanoTime();
          pause = FIRST_PAUSE;
        }
        if (System.nanoTime() - arrived > patience.toNanos()) {
          throw new ArtifactException(
              "Artifact %s cannot be fetched: %s (tried for %d s)"
                  .formatted(sha256, reason(e), patience.toSeconds()),
              e);
        }
        Thread.sleep(pause.toMillis());
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        resumed = sizeOf(part) > 0;
      }
    }
  }

  private void transfer(String sha256, Path part) throws IOException {
    try (ArtifactSource.Download download = source.open(sha256, sizeOf(part))) {
      requireSpace(download.size());
      StandardOpenOption how =
          download.from() > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
      long count = 0;
      try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE, how)) {
        count = copy(download.content(), out);
      }
      if (download.size() >= 0 && count < download.size()) {
        throw new IOException(
            "the download broke off after %d of %d bytes".formatted(count, download.size()));
      }
    }
  }

  private static long copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long count = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      out.write(buffer, 0, n);
      count += n;
    }
    return count;
  }

  /**
   * @throws ArtifactException if the file system has less than this free
   */
  public void requireSpace(long bytes) throws IOException {
    Files.createDirectories(folder);
    long free = Files.getFileStore(folder).getUsableSpace();
    if (bytes > free) {
      throw new ArtifactException(
          "Not enough space in %s: %s are needed, %s are free; make room, then run again"
              .formatted(folder, Bytes.text(bytes), Bytes.text(free)));
    }
  }

  /** SHA-256 of a file's content. */
  public static String digest(Path file) throws IOException {
    MessageDigest digest = Sha256.start();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return Sha256.hex(digest);
  }

  private static long sizeOf(Path part) throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
