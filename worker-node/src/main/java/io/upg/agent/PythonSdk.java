package io.upg.agent;

import io.upg.agent.artifact.FileTrees;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.json.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The Python package {@code upg} that scripts import. This agent's own copy lies in a folder named
 * after its content: a script that outlives the agent keeps the package it began with, whatever
 * comes after.
 */
final class PythonSdk {
  static final List<String> FILES =
      List.of(
          "__init__.py",
          "_calls.py",
          "_context.py",
          "_disk.py",
          "_errors.py",
          "_files.py",
          "_http.py",
          "_main.py",
          "_params.py",
          "_process.py",
          "_state.py",
          "_wait.py",
          "py.typed");

  private static final int SHORT = 12;

  private PythonSdk() {}

  /**
   * Unpacks it where it is not there yet; whole or not at all.
   *
   * @return the folder for {@code PYTHONPATH}
   */
  static Path unpack(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    Map<String, String> digests = new TreeMap<>();
    for (String name : FILES) {
      files.put(name, resource(name));
      digests.put(name, Sha256.hex(files.get(name)));
    }
    String digest = Sha256.hex(CanonicalJson.bytes(digests)).substring(0, SHORT);
    Path target = folder.resolve(digest);
    return Files.isDirectory(target) ? target : write(files, target);
  }

  private static Path write(Map<String, byte[]> files, Path target) throws IOException {
    Path unfinished = target.resolveSibling("." + target.getFileName() + ".tmp");
    FileTrees.delete(unfinished);
    Path upg = Files.createDirectories(unfinished.resolve("upg"));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(upg.resolve(file.getKey()), file.getValue());
    }
    return Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = PythonSdk.class.getResourceAsStream("/sdk/upg/" + name)) {
      return Objects.requireNonNull(in, "resource sdk/upg/" + name).readAllBytes();
    }
  }
}
