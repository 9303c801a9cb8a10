package io.upg.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.taskbench.AppRelease;
import io.upg.taskbench.ReleaseSkeleton;
import io.upg.taskbench.RootSnapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs a stdin and signals of its own. */
class BenchProcessTest {
  @TempDir Path folder;
  private Process upg;

  @AfterEach
  void end() {
    upg.destroyForcibly();
  }

  @Test
  void a_script_that_steps_is_answered_by_who_runs_it() throws Exception {
    AppRelease app =
        new AppRelease(folder)
            .script(
                "test \"$UPG_STEP\" = 1; echo 'go on?' >&2; read answer; echo answer is $answer\n");
    start(app, "--step");
    try (BufferedReader said = upg.errorReader();
        Writer typed = upg.outputWriter()) {
      assertThat(said.readLine()).isEqualTo("go on?");
      typed.write("yes\n");
      typed.flush();
      assertThat(said.readLine()).isEqualTo("answer is yes");
      assertThat(upg.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(upg.exitValue()).isZero();
    }
  }

  @Test
  void a_script_with_the_python_package_stops_at_its_calls_and_q_quits() throws Exception {
    Path release = folder.resolve("billing/1.0");
    new ReleaseSkeleton("billing", "1.0", "0.9").write(release);
    Path root = release.resolve(".check/root");
    RootSnapshot before = RootSnapshot.of(root);
    start(release, root, "convert", "--step");
    try (BufferedReader said = upg.errorReader();
        Writer typed = upg.outputWriter()) {
      assertThat(said.readLine()).isEqualTo("upg: edit etc/billing/billing.conf");
      typed.write("q\n");
      typed.flush();
      assertThat(upg.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(upg.exitValue()).isEqualTo(1);
      assertThat(String.join("\n", said.lines().toList()))
          .contains("+level = info", "quit before: edit etc/billing/billing.conf");
    }
    assertThat(before.differences(RootSnapshot.of(root))).isEmpty();
  }

  @Test
  void ctrl_c_ends_the_script_too() throws Exception {
    AppRelease app = new AppRelease(folder).script("echo $$\nsleep 300\n");
    start(app);
    try (BufferedReader said = upg.errorReader()) {
      long script = Long.parseLong(said.readLine());
      Optional<ProcessHandle> alive = ProcessHandle.of(script);
      assertThat(alive).isPresent();
      new ProcessBuilder("kill", "-INT", Long.toString(upg.pid())).start().waitFor();
      assertThat(upg.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(alive.get().isAlive()).isFalse();
    }
  }

  private void start(AppRelease app, String... options) throws IOException {
    start(app.release(), app.root(), options);
  }

  private void start(Path release, Path root, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("io.upg.cli.Upg", "task", "run", release.toString()));
    command.addAll(List.of("--host-root", root.toString()));
    command.addAll(List.of(options));
    upg = new ProcessBuilder(command).start();
  }
}
