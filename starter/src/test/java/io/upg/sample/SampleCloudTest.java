package io.upg.sample;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample's own tests are Python, like its scripts; the build runs them too. */
class SampleCloudTest {
  private static final Path TESTS = Path.of("../examples/sample-cloud/tests");

  @Test
  void its_scripts_and_services_go_forward_and_come_back(@TempDir Path folder) throws Exception {
    File output = folder.resolve("output").toFile();
    Process tests =
        new ProcessBuilder("python3", "-B", "-m", "unittest", "discover", "-s", TESTS.toString())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    try {
      assertThat(tests.waitFor(3, MINUTES)).as("ends within 3 minutes").isTrue();
      assertThat(tests.exitValue()).as(Files.readString(output.toPath())).isZero();
    } finally {
      tests.destroyForcibly();
    }
  }
}
