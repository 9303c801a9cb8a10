package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.temporal.client.WorkflowStub;
import io.upg.agent.journal.Moment;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that has no room for one more process. */
class ForkFailureTest {
  @TempDir Path folder;

  @Test
  void a_process_that_cannot_be_made_fails_its_task_and_the_next_one_runs() throws Exception {
    Path group = group();
    TestHost host = TestHost.in(folder);
    try (MatrixCloud cloud = new MatrixCloud(folder, host)) {
      Sheet sheet = host.script("convert", "echo x >>\"$UPG_ROOT/runs\"");
      cloud.stopAt(Moment.STARTED);
      WorkflowStub sent = cloud.send(host.order(1, Direction.RUN, List.of(List.of(sheet))));
      cloud.awaitStop(Moment.STARTED);
      Files.writeString(group.resolve("cgroup.procs"), Long.toString(cloud.agent().pid()));
      Files.writeString(
          group.resolve("pids.max"), Files.readString(group.resolve("pids.current")).strip());
      cloud.goOn(Moment.STARTED);

      Path journal = new AgentFolders(host.own()).journal();
      Await.until(() -> Files.readString(journal).contains("\"line\":\"ended\""), "its end");
      Files.writeString(group.resolve("pids.max"), "max");
      TaskResult result = sent.getResult(NodeTaskReport.class).results().get(0);

      assertThat(result.state()).isEqualTo(TaskState.FAIL);
      assertThat(result.error())
          .startsWith("convert.sh cannot be started: ")
          .contains("Resource temporarily unavailable");
      assertThat(
              cloud
                  .send(host.order(2, Direction.RUN, List.of(List.of(sheet))))
                  .getResult(NodeTaskReport.class)
                  .results()
                  .get(0)
                  .state())
          .isEqualTo(TaskState.DONE);
      assertThat(Files.readAllLines(host.root().resolve("runs"))).hasSize(1);
    } finally {
      host.close();
      Await.until(() -> group.toFile().delete(), "the control group to be empty");
    }
  }

  /** Which limits how many processes and threads there may be in it. */
  private static Path group() throws IOException {
    for (String mount : List.of("/sys/fs/cgroup/pids", "/sys/fs/cgroup")) {
      Path group = Path.of(mount, "upg-fork-" + ProcessHandle.current().pid());
      if (Files.isWritable(Path.of(mount))) {
        Files.createDirectories(group);
        if (Files.exists(group.resolve("pids.max"))) {
          return group;
        }
        Files.delete(group);
      }
    }
    assumeTrue(false, "no control group for pids may be made here: fork failures are not tested");
    throw new IllegalStateException("unreachable");
  }
}
