package io.upg.agent.builtin;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks a tar.gz into a new folder: files, folders, links, modes. Nothing is ever written outside
 * that folder, neither by {@code ..} nor through a link.
 */
public final class TarGz {
  private final String name;
  private final Path target;
  private final Map<Path, Integer> folderModes = new LinkedHashMap<>();

  private TarGz(String name, Path target) {
    this.name = name;
    this.target = target;
  }

  /**
   * @param name of the archive, for messages
   */
  public static void unpack(Path archive, String name, Path target)
      throws ActionFailed, IOException, InterruptedException {
    Files.createDirectories(target);
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(archive));
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(raw))) {
      new TarGz(name, target).unpack(tar);
    } catch (IOException e) {
      throw new ActionFailed(name + " cannot be unpacked: " + e.getMessage());
    }
  }

  private void unpack(TarArchiveInputStream tar)
      throws ActionFailed, IOException, InterruptedException {
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      unpack(tar, entry);
    }
    List<Path> innermostFirst = new ArrayList<>(folderModes.keySet());
    Collections.reverse(innermostFirst);
    for (Path folder : innermostFirst) {
      requireNoLink(folder);
      Files.setPosixFilePermissions(folder, permissions(folderModes.get(folder)));
    }
  }

  private void unpack(TarArchiveInputStream tar, TarArchiveEntry entry)
      throws ActionFailed, IOException {
    Path path = inside(entry.getName());
    if (entry.isDirectory()) {
      requireNoLink(path);
      Files.createDirectories(path);
      folderModes.put(path, entry.getMode());
      return;
    }
    Files.createDirectories(path.getParent());
    Files.deleteIfExists(path);
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(path, inside(entry.getLinkName()));
    } else if (entry.isFile()) {
      Files.copy(tar, path);
      Files.setPosixFilePermissions(path, permissions(entry.getMode()));
    } else {
      throw new ActionFailed("%s: '%s' is a device or pipe".formatted(name, entry.getName()));
    }
  }

  private Path inside(String entry) throws ActionFailed {
    Path path = target.resolve(entry).normalize();
    if (entry.startsWith("/") || !path.startsWith(target)) {
      throw leadsOut(entry);
    }
    for (Path p = path; !p.equals(target); p = p.getParent()) {
      requireNoLink(p.equals(path) ? target : p);
    }
    return path;
  }

  private void requireNoLink(Path path) throws ActionFailed {
    if (Files.isSymbolicLink(path)) {
      throw leadsOut(target.relativize(path).toString());
    }
  }

  private ActionFailed leadsOut(String entry) {
    return new ActionFailed(
        "%s: '%s' leads out of the package's folder; nothing was installed".formatted(name, entry));
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    PosixFilePermission[] low = {
      PosixFilePermission.OTHERS_EXECUTE,
      PosixFilePermission.OTHERS_WRITE,
      PosixFilePermission.OTHERS_READ,
      PosixFilePermission.GROUP_EXECUTE,
      PosixFilePermission.GROUP_WRITE,
      PosixFilePermission.GROUP_READ,
      PosixFilePermission.OWNER_EXECUTE,
      PosixFilePermission.OWNER_WRITE,
      PosixFilePermission.OWNER_READ
    };
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < low.length; bit++) {
      if ((mode & (1 << bit)) != 0) {
        permissions.add(low[bit]);
      }
    }
    return permissions;
  }
}
