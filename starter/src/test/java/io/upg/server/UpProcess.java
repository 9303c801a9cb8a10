package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code upg up} as a process of its own, the way an operator has it. */
final class UpProcess implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(120);

  private final Path folder;
  private final Path stderr;
  private final Process process;
  private final BufferedReader stdout;

  private UpProcess(Path folder, Path stderr, Process process) {
    this.folder = folder;
    this.stderr = stderr;
    this.process = process;
    this.stdout = process.inputReader();
  }

  static UpProcess begin(Path folder, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("io.upg.cli.Upg", "up", "--dir", folder.toString()));
    command.addAll(List.of(options));
    Path stderr = Files.createTempFile("up-", ".err");
    Process process = new ProcessBuilder(command).redirectError(stderr.toFile()).start();
    return new UpProcess(folder, stderr, process);
  }

  static UpProcess ready(Path folder, String... options) throws IOException {
    UpProcess up = begin(folder, options);
    assertThat(up.stdout.readLine()).as("stdout; stderr is: %s", up.said()).isEqualTo("ready");
    return up;
  }

  long pid() {
    return process.pid();
  }

  String said() throws IOException {
    return Files.readString(stderr);
  }

  /** Waits for a sign in its folder while it is starting. */
  void awaitFile(String name) {
    assertThat(Wait.until(LIMIT, () -> Files.exists(folder.resolve(name)))).isTrue();
  }

  /** TERM, and the exit code that follows. */
  int stop() {
    process.toHandle().destroy(); // Process.destroy would close stdout, too
    return exit();
  }

  void kill() {
    process.destroyForcibly();
    exit();
  }

  int exit() {
    try {
      assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  List<String> restOfStdout() {
    return stdout.lines().toList();
  }

  /** Processes, other than this JVM, whose command line names the folder. */
  static List<String> processesOf(Path folder) {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(handle -> handle.pid() != ProcessHandle.current().pid())
          .flatMap(handle -> handle.info().commandLine().stream())
          .filter(line -> line.contains(folder.toString()))
          .toList();
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
    try {
      Files.deleteIfExists(stderr);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
