package io.upg.taskbench;

import io.upg.agent.artifact.FileTrees;
import io.upg.agent.builtin.ActionFailed;
import io.upg.agent.builtin.TarGz;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.HostSheet;
import io.upg.plan.model.TaskSheet;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A task carried elsewhere: {@code task.json}, which is all it may know, and its release in {@code
 * release/}. Packed as tar.gz; unpacked it can be edited and run as it is.
 */
public final class TaskFolder {
  public static final String CONTEXT = "task.json";
  private static final String RELEASE = "release/";
  private static final int SCRIPT = 0755;
  private static final int DOCUMENT = 0644;

  /** {@code task.json}; names are only ever added. */
  private record Context(
      String project,
      String task,
      String host,
      int attempt,
      int revision,
      TaskSheet sheet,
      HostSheet hostSheet,
      List<Map<String, Object>> peers) {}

  private TaskFolder() {}

  public static boolean is(Path folder) {
    return Files.isRegularFile(folder.resolve(CONTEXT));
  }

  /**
   * @throws IOException if it is no such folder
   */
  public static BenchTask read(Path folder) throws IOException {
    try {
      Context c = CanonicalJson.read(Files.readAllBytes(folder.resolve(CONTEXT)), Context.class);
      return new BenchTask(
          c.project(),
          c.task(),
          c.host(),
          c.attempt(),
          c.revision(),
          c.sheet(),
          c.hostSheet(),
          c.peers(),
          files(folder.resolve(RELEASE)));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new IOException(
          "%s is not what 'upg task export' writes: %s"
              .formatted(folder.resolve(CONTEXT), e.getMessage()),
          e);
    }
  }

  private static Map<String, Path> files(Path release) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    if (Files.isDirectory(release)) {
      try (Stream<Path> paths = Files.walk(release)) {
        paths
            .filter(Files::isRegularFile)
            .forEach(path -> files.put(release.relativize(path).toString(), path));
      }
    }
    return files;
  }

  /**
   * Unpacks what {@link #write} has written.
   *
   * @param target where; what was there is replaced
   */
  public static BenchTask unpack(Path archive, Path target)
      throws IOException, InterruptedException {
    try {
      FileTrees.delete(target);
      TarGz.unpack(archive, archive.getFileName().toString(), target);
    } catch (ActionFailed e) {
      throw new IOException(e.getMessage(), e);
    }
    if (!is(target)) {
      throw new IOException(
          "%s holds no %s: it is not what 'upg task export' writes".formatted(archive, CONTEXT));
    }
    return read(target);
  }

  /** Whole, or not at all. */
  public static void write(BenchTask task, Path archive) throws IOException {
    Path unfinished = archive.resolveSibling(archive.getFileName() + ".new");
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(unfinished));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(file))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      byte[] context = CanonicalJson.pretty(context(task)).getBytes(StandardCharsets.UTF_8);
      entry(tar, CONTEXT, context.length, DOCUMENT);
      tar.write(context);
      tar.closeArchiveEntry();
      for (Map.Entry<String, Path> release : task.files().entrySet()) {
        entry(tar, RELEASE + release.getKey(), Files.size(release.getValue()), SCRIPT);
        Files.copy(release.getValue(), tar);
        tar.closeArchiveEntry();
      }
    }
    Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void entry(TarArchiveOutputStream tar, String name, long size, int mode)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
  }

  private static Context context(BenchTask task) {
    return new Context(
        task.project(),
        task.id(),
        task.host(),
        task.attempt(),
        task.revision(),
        task.sheet(),
        task.hostSheet(),
        task.peers());
  }
}
