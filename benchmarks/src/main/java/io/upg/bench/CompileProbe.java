package io.upg.bench;

import io.upg.plan.compile.Compiled;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Compiles one project in a fresh JVM, as the command line does, and prints {@code tasks millis
 * peakKilobytes documentBytes}. The peak is the process's resident memory.
 */
final class CompileProbe {
  private CompileProbe() {}

  public static void main(String[] arguments) throws Exception {
    BenchProject project = BenchProject.fifty("compile", arguments[0]);
    Path folder = Path.of(arguments[1]);
    project.write(folder);
    long start = System.nanoTime();
    Compiled compiled = project.compile(folder);
    long millis = (System.nanoTime() - start) / 1_000_000;
    long bytes = compiled.documents().values().stream().mapToLong(body -> body.length).sum();
    System.out.printf("%d %d %d %d%n", compiled.plan().tasks().size(), millis, peak(), bytes);
  }

  private static long peak() throws Exception {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    }
  }
}
