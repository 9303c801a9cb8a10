package io.upg.agent;

import io.upg.agent.process.OutputTail;
import io.upg.plan.NaturalOrder;
import io.upg.plan.json.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a script wrote to {@code UPG_RESULT}.
 *
 * @param message or null
 * @param reboot whether it asks for one
 * @param note what is wrong with the file, or null
 */
record ScriptResult(String message, boolean reboot, String note) {
  static final ScriptResult NONE = new ScriptResult(null, false, null);

  private static final int MAX_BYTES = 256 * 1024;
  private static final int MAX_MESSAGE = 2_000;
  private static final Pattern FILE = Pattern.compile("result-\\d+-\\d+\\.json");

  /** The file as a script writes it; what else it holds is not for here. */
  private record Written(String message, boolean reboot) {}

  /** Where one try of one part of a task writes it. */
  static Path file(Path workDir, int part, int number) {
    return workDir.resolve("result-%d-%d.json".formatted(part, number));
  }

  /** Those that all parts and tries of a task wrote, in the order of their begin. */
  static List<Path> files(Path workDir) {
    try (Stream<Path> files = Files.list(workDir)) {
      return files
          .filter(file -> FILE.matcher(file.getFileName().toString()).matches())
          .sorted(
              Comparator.comparing(file -> file.getFileName().toString(), NaturalOrder.INSTANCE))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Never fails: a file that cannot be read is a note. */
  static ScriptResult read(Path file) {
    if (!Files.exists(file)) {
      return NONE;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] json = in.readNBytes(MAX_BYTES + 1);
      if (json.length > MAX_BYTES) {
        return malformed("it is larger than " + MAX_BYTES + " bytes");
      }
      Written written = CanonicalJson.read(json, Written.class);
      return written == null
          ? malformed("it is null")
          : new ScriptResult(shortened(written.message()), written.reboot(), null);
    } catch (IOException | IllegalArgumentException e) {
      return malformed(firstLine(e.getMessage()));
    }
  }

  /** The message, and the note behind it; null where there is neither. */
  String text() {
    if (note == null) {
      return message;
    }
    return message == null ? note : message + " (" + note + ")";
  }

  private static ScriptResult malformed(String why) {
    return new ScriptResult(null, false, "UPG_RESULT is not valid: " + why);
  }

  private static String firstLine(String text) {
    return text == null ? "unreadable" : shortened(text.lines().findFirst().orElse(""));
  }

  private static String shortened(String text) {
    if (text == null) {
      return null;
    }
    String clean = OutputTail.clean(text);
    return clean.length() <= MAX_MESSAGE ? clean : clean.substring(0, MAX_MESSAGE) + "…";
  }
}
