package io.upg.cli;

import io.upg.plan.compile.SourceTree;
import io.upg.plan.model.ReleaseManifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The file system as the compiler sees it. Links are followed; hidden files and {@code __pycache__}
 * are no part of a release. Every file is digested at most once.
 */
public final class DirectorySourceTree implements SourceTree {
  private static final int HEAD_BYTES = 64;

  private final Path base;
  private final Map<Path, ReleaseManifest.Entry> digested = new HashMap<>();

  /**
   * @param base what relative paths are relative to
   */
  public DirectorySourceTree(Path base) {
    this.base = base;
  }

  /** Where a path of this tree lies. */
  public Path file(String path) {
    return base.resolve(path);
  }

  @Override
  public Optional<String> text(String path) {
    Path file = file(path);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new UsageProblem("File '%s' is not UTF-8 text. Save it as UTF-8.".formatted(path));
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public List<String> folders(String path) {
    if (!Files.isDirectory(file(path))) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(file(path))) {
      return entries
          .filter(Files::isDirectory)
          .filter(entry -> counts(entry.getFileName()))
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public Map<String, ReleaseManifest.Entry> files(String folder) {
    Path root = file(folder);
    if (!Files.isDirectory(root)) {
      return Map.of();
    }
    try (Stream<Path> paths = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return paths
          .filter(path -> counts(root.relativize(path)) && Files.isRegularFile(path))
          .collect(
              Collectors.toMap(
                  path -> slashed(root.relativize(path)),
                  this::entry,
                  (first, second) -> first,
                  TreeMap::new));
    } catch (IOException e) {
      throw unreadable(folder, e);
    } catch (UncheckedIOException e) {
      throw unreadable(folder, e.getCause());
    }
  }

  @Override
  public byte[] head(String path) {
    try (InputStream in = Files.newInputStream(file(path))) {
      return in.readNBytes(HEAD_BYTES);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public String resolve(String from, String path) {
    return slashed(Path.of(from).resolveSibling(path).normalize());
  }

  private ReleaseManifest.Entry entry(Path file) {
    return digested.computeIfAbsent(file.toAbsolutePath().normalize(), this::digest);
  }

  private ReleaseManifest.Entry digest(Path file) {
    MessageDigest sha256 = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
      long size = in.transferTo(OutputStream.nullOutputStream());
      return new ReleaseManifest.Entry(HexFormat.of().formatHex(sha256.digest()), size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean counts(Path inside) {
    for (Path name : inside) {
      if (name.toString().startsWith(".") || name.toString().equals("__pycache__")) {
        return false;
      }
    }
    return true;
  }

  private static String slashed(Path path) {
    return path.toString().replace('\\', '/');
  }

  private static UsageProblem unreadable(String path, IOException e) {
    return new UsageProblem("'%s' cannot be read: %s.".formatted(path, e));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
