package io.upg.agent.artifact;

import io.upg.agent.process.Executable;
import io.upg.plan.model.ReleaseManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Release folders rebuilt on this host: {@code <folder>/<component>/<manifest digest>/}. A folder
 * that exists is complete. Thread-safe.
 */
public final class Releases {
  /** Larger files are linked into the release folder, so that they take their space once. */
  private static final long LINK_FROM = 1024L * 1024;

  private final Path folder;
  private final ArtifactCache cache;

  public Releases(Path folder, ArtifactCache cache) {
    this.folder = folder;
    this.cache = cache;
  }

  public ArtifactCache cache() {
    return cache;
  }

  /** Where the release is, or would be. */
  public Path folder(Release release) {
    return folder
        .resolve(FileNames.safe(release.manifest().component()))
        .resolve(release.folderName());
  }

  /** Digests that the cache lacks, each once. */
  public List<String> missing(Release release) {
    return release.files().values().stream().distinct().filter(s -> !cache.holds(s)).toList();
  }

  /**
   * Fetches what is missing, after a look at the free space, and rebuilds the folder.
   *
   * @throws ArtifactException if a file cannot be had
   */
  public Path materialise(Release release) throws IOException, InterruptedException {
    Path target = folder(release);
    if (Files.isDirectory(target)) {
      return target;
    }
    cache.requireSpace(neededBytes(release));
    for (String sha256 : missing(release)) {
      cache.file(sha256);
    }
    synchronized (this) {
      return Files.isDirectory(target) ? target : build(release, target);
    }
  }

  /** Whether it was there. */
  public boolean remove(Release release) throws IOException {
    Path target = folder(release);
    if (!Files.isDirectory(target)) {
      return false;
    }
    FileTrees.delete(target);
    return true;
  }

  private Path build(Release release, Path target) throws IOException, InterruptedException {
    Path unfinished = target.resolveSibling("." + target.getFileName() + ".tmp");
    FileTrees.delete(unfinished);
    Files.createDirectories(unfinished);
    for (Map.Entry<String, String> file : release.files().entrySet()) {
      install(cache.file(file.getValue()), inside(unfinished, file.getKey()));
    }
    return Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void install(Path source, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    if (Files.size(source) >= LINK_FROM) {
      Files.createLink(target, source);
    } else {
      Files.copy(source, target);
    }
    String mode = Executable.isProgram(target) ? "rwxr-xr-x" : "rw-r--r--";
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(mode));
  }

  private static Path inside(Path folder, String path) throws ArtifactException {
    Path target = folder.resolve(path).normalize();
    if (!target.startsWith(folder) || target.equals(folder)) {
      throw new ArtifactException("The release names a file outside its folder: '" + path + "'");
    }
    return target;
  }

  /** What is still to be fetched, and the copies of small files. */
  private long neededBytes(Release release) {
    List<String> missing = new ArrayList<>(missing(release));
    long bytes = 0;
    for (ReleaseManifest.Entry entry : release.manifest().files().values()) {
      bytes += missing.remove(entry.sha256()) ? entry.size() : 0;
      bytes += entry.size() < LINK_FROM ? entry.size() : 0;
    }
    return bytes;
  }
}
