package io.upg.taskbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.agent.BenchMode;
import io.upg.cli.DirectorySourceTree;
import io.upg.plan.compile.ReleaseReader;
import io.upg.plan.input.Release;
import io.upg.plan.model.Direction;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutTest {
  @TempDir Path folder;

  @Test
  void what_catches_term_and_goes_on_is_named() throws Exception {
    AppRelease app =
        new AppRelease(folder).script("trap : TERM\nwhile :; do sleep 0.2 || true; done\n");
    Path release = app.release();
    Release read = ReleaseReader.read(new DirectorySourceTree(Path.of("")), release.toString());
    BenchTask task = BenchTask.of(read, read.action("convert").orElseThrow(), "1.0", "h1", release);
    try (BenchHost host =
        BenchHost.open(app.root(), folder.resolve("agent"), "h1", true, BenchMode.NONE)) {
      Cut cut = Cut.of(host.start(task, Direction.RUN), Duration.ofMillis(400));
      assertThat(cut.after()).isLessThan(Duration.ofSeconds(5));
      assertThat(cut.survivors())
          .anySatisfy(name -> assertThat(name).startsWith("'/bin/sh …/convert.sh' (pid "));
    }
  }
}
