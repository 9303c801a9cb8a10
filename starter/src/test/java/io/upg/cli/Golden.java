package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that are kept in {@code src/test/resources} and reviewed as a diff. {@code mvn test
 * -Dupg.golden=write} rewrites them.
 */
final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources");

  private Golden() {}

  static void matches(String name, String actual) {
    Path file = FOLDER.resolve(name);
    try {
      if ("write".equals(System.getProperty("upg.golden"))) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
        return;
      }
      assertThat(actual)
          .as("%s; if the change is meant: mvn test -Dupg.golden=write", file)
          .isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
