package io.upg.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.agent.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void a_guard_that_comes_late_changes_nothing_of_the_end_of_the_next_one() throws Exception {
    AtomicReference<ProcessId> late = new AtomicReference<>();
    CompletableFuture<Ending> first =
        CompletableFuture.supplyAsync(
            () ->
                run(
                    id -> {
                      signal("STOP", id);
                      late.set(id);
                      throw new IOException("the agent died");
                    }));
    Await.until(() -> late.get() != null, "the first guard");
    AtomicReference<ProcessId> next = new AtomicReference<>();
    assertThat(run(next::set)).isEqualTo(new Ending.Exited(3));

    signal("CONT", late.get());

    assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(new Ending.NotStarted("the agent died"));
    assertThat(script().join(next.get(), LIMIT, LIMIT)).isEqualTo(new Ending.Exited(3));
  }

  private Ending run(ScriptProcess.Noted noted) {
    Command command =
        new Command(
            List.of("/bin/sh", "-c", "exit 3"),
            folder,
            Command.minimalEnvironment(),
            folder.resolve("output"));
    try {
      return script().run(command, LIMIT, noted, () -> {});
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ScriptProcess script() {
    return new ScriptProcess(
        "UPG_TASK=" + folder, folder.resolve("exit"), folder.resolve("output"));
  }

  private static void signal(String name, ProcessId process) throws IOException {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
