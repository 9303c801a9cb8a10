package io.upg.cli;

import io.upg.plan.input.Programs;
import io.upg.plan.json.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** A file that an operator names on the command line. */
final class LocalFile {
  private LocalFile() {}

  /**
   * @throws UsageProblem if it cannot be read
   */
  static String sha256(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UsageProblem("There is no file '" + file + "'.");
    }
    MessageDigest digest = Sha256.start();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
      return Sha256.hex(digest);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static boolean isProgram(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Programs.isProgram(in.readNBytes(Programs.HEAD));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static UsageProblem unreadable(Path file, IOException e) {
    return new UsageProblem("File '%s' cannot be read: %s.".formatted(file, e));
  }
}
