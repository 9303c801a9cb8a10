package io.upg.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Says beforehand, in words, why a file would not run. */
public final class Executable {
  private static final int HEAD = 256;
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  private Executable() {}

  /** Whether its first bytes say that it is a program: {@code #!} or ELF. */
  public static boolean isProgram(Path file) throws IOException {
    byte[] head = head(file);
    return startsWith(head, ELF) || shebang(head).isPresent();
  }

  /** Why it cannot run, or empty. */
  public static Optional<String> problem(Path file, String searchPath) throws IOException {
    byte[] head = head(file);
    if (startsWith(head, ELF)) {
      return notExecutable(file);
    }
    Optional<String> line = shebang(head);
    if (line.isEmpty()) {
      return Optional.of(
          "it is not a program: its first line names no interpreter (#!…), nor is it an ELF binary");
    }
    return missing(line.get(), searchPath).or(() -> notExecutable(file));
  }

  private static Optional<String> missing(String line, String searchPath) {
    String[] words = line.trim().split("\\s+");
    Path interpreter = Path.of(words[0]);
    if (!interpreter.isAbsolute() || !Files.isExecutable(interpreter)) {
      return Optional.of("its interpreter " + words[0] + " is not installed on this host");
    }
    boolean searched = interpreter.endsWith("env") && words.length == 2;
    if (searched && !onPath(words[1], searchPath)) {
      return Optional.of("its interpreter " + words[1] + " is not on PATH " + searchPath);
    }
    return Optional.empty();
  }

  private static Optional<String> notExecutable(Path file) {
    return Files.isExecutable(file)
        ? Optional.empty()
        : Optional.of(
            "it may not be executed: look at its mode, and whether its disk is mounted noexec");
  }

  private static boolean onPath(String name, String searchPath) {
    for (String folder : searchPath.split(":")) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> shebang(byte[] head) {
    String text = new String(head, StandardCharsets.UTF_8);
    if (!text.startsWith("#!")) {
      return Optional.empty();
    }
    String line = text.lines().findFirst().orElse("").substring(2).trim();
    return line.isEmpty() ? Optional.empty() : Optional.of(line);
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HEAD);
    }
  }

  private static boolean startsWith(byte[] head, byte[] magic) {
    return head.length >= magic.length
        && java.util.Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }
}
