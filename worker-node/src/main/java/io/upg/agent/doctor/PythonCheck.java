package io.upg.agent.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.upg.plan.NaturalOrder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The interpreter of most scripts, and of the package that the agent brings for them.
 *
 * @param python its command
 */
public record PythonCheck(String python) implements Check {
  private static final String NAME = "python3";
  private static final String LEAST = "3.6";
  private static final long LIMIT_SECONDS = 10;

  @Override
  public List<Finding> look() {
    String todo =
        "Install Python %s or newer: releases' scripts are Python by convention".formatted(LEAST);
    try {
      String version = version();
      boolean old = NaturalOrder.INSTANCE.compare(version, LEAST) < 0;
      return List.of(
          old
              ? Finding.failed(NAME, "%s is '%s'".formatted(python, version), todo)
              : Finding.ok(NAME, version));
    } catch (IOException e) {
      return List.of(Finding.failed(NAME, "cannot be run: " + e.getMessage(), todo));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(Finding.failed(NAME, "interrupted", todo));
    }
  }

  private String version() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(python, "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])")
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(python + " gives no answer within " + LIMIT_SECONDS + " s");
    }
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (process.exitValue() != 0) {
      throw new IOException(
          "%s ended with exit code %d: %s".formatted(python, process.exitValue(), said));
    }
    return said;
  }
}
