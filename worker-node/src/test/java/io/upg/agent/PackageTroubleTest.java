package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.agent.process.ProcessMarks;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import io.upg.plan.model.TaskState;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Installs that fail, are killed, or find the package database locked. */
class PackageTroubleTest extends PackageHost {
  private final List<Process> others = new ArrayList<>();

  @AfterEach
  void endOthers() throws Exception {
    for (Process other : others) {
      other.descendants().forEach(ProcessHandle::destroyForcibly);
      other.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest
  @EnumSource
  void one_that_was_killed_half_way_is_finished_by_a_retry_and_can_be_taken_back(PackageTools tools)
      throws Exception {
    given(tools, "2024.1", "");
    String before = tree(tools);
    Sheet upgrade = upgrade(tools, "while [ ! -e /go ]; do : > /waits; sleep 0.05; done");

    CompletableFuture<NodeTaskReport> first = start(1, upgrade);
    Await.until(() -> Files.exists(host.root().resolve("waits")), "the scriptlet");
    ProcessMarks.kill(folder);
    assertThat(first.get(30, TimeUnit.SECONDS).results().get(0).error()).contains("was killed");

    Files.writeString(host.root().resolve("go"), "");
    assertThat(host.run(2, upgrade).results().get(0).error()).isNull();
    assertThat(tools.installed(host.root(), "keystone")).isEqualTo(tools.version("2025.1") + ",");
    Files.delete(host.root().resolve("go"));
    Files.delete(host.root().resolve("waits"));
    assertThat(host.rollback(3, upgrade).error()).isNull();
    assertThat(tree(tools)).isEqualTo(before);
    assertThat(tools.installed(host.root(), "keystone")).isEqualTo(tools.version("2024.1") + ",");
  }

  @ParameterizedTest
  @EnumSource
  void one_that_was_killed_half_way_can_be_taken_back_at_once(PackageTools tools) throws Exception {
    given(tools, "2024.1", "");
    String before = tree(tools);
    Sheet upgrade = upgrade(tools, "kill -9 $PPID; sleep 300");

    assertThat(host.runOne(upgrade).error()).contains("was killed by signal 9 (KILL)");
    ProcessMarks.kill(folder);

    assertThat(host.rollbackOne(upgrade).error()).isNull();
    assertThat(tree(tools)).isEqualTo(before);
    assertThat(tools.installed(host.root(), "keystone")).isEqualTo(tools.version("2024.1") + ",");
  }

  @ParameterizedTest
  @EnumSource
  void a_scriptlet_that_fails_fails_the_task_until_its_cause_is_gone(PackageTools tools)
      throws Exception {
    given(tools, "2024.1", "");
    String before = tree(tools);
    Sheet upgrade = upgrade(tools, "[ -e /repaired ] || { echo no database; exit 3; }");

    TaskResult broken = host.runOne(upgrade);
    assertThat(broken.state()).isEqualTo(TaskState.FAIL);
    assertThat(broken.error()).containsPattern("scriptlet failed|post-installation script");
    assertThat(broken.error()).contains("status 3");
    assertThat(broken.tail()).contains("no database");

    Files.writeString(host.root().resolve("repaired"), "");
    assertThat(host.run(2, upgrade).results().get(0).error()).isNull();
    assertThat(data()).hasContent("keystone 2025.1");

    Files.delete(host.root().resolve("repaired"));
    assertThat(host.rollback(3, upgrade).state()).isEqualTo(TaskState.ROLLED_BACK);
    assertThat(tree(tools)).isEqualTo(before);
  }

  @Test
  void a_package_that_dpkg_left_half_configured_is_refused_with_what_to_do() throws Exception {
    PackageTools.DEB.require();
    PackageTools.furnish(host.root());
    Path broken = folder.resolve("broken.deb");
    Files.write(broken, PackageTools.DEB.build(folder, "keystone", "2024.1", "exit 1"));
    List<String> words = PackageTools.DEB.install(host.root(), broken);
    assertThat(new ProcessBuilder(words).start().waitFor()).isEqualTo(1);

    assertThat(host.runOne(upgrade(PackageTools.DEB, "")).error())
        .isEqualTo(
            "package.install: keystone 2024.1_all is half-configured: an earlier install was cut"
                + " short; look at it (dpkg --configure -a), then run again");
  }

  @ParameterizedTest
  @EnumSource
  void a_locked_database_is_waited_for(PackageTools tools) throws Exception {
    given(tools, "2024.1", "");
    Sheet upgrade = upgrade(tools, "");
    somebodyInstalls(tools);

    CompletableFuture<NodeTaskReport> report = start(1, upgrade);
    Await.until(() -> output(upgrade).contains("waits, up to 5m"), "the task to say why it waits");
    assertThat(report).isNotDone();
    Files.writeString(host.root().resolve("go"), "");

    assertThat(report.get(30, TimeUnit.SECONDS).results().get(0).error()).isNull();
    assertThat(data()).hasContent("keystone 2025.1");
  }

  @ParameterizedTest
  @EnumSource
  void one_that_stays_locked_fails_naming_who_holds_it(PackageTools tools) throws Exception {
    given(tools, "2024.1", "");
    Sheet upgrade = upgrade(tools, "");
    long holder = somebodyInstalls(tools).pid();
    Map<String, Object> params = new HashMap<>(params(tools));
    params.put("lock-wait", "300ms");

    TaskResult result = host.runOne(upgrade.params(params));

    assertThat(result.error())
        .startsWith("package.install: the package database (" + host.root())
        .contains(
            "is locked by process " + holder + " (" + tools.install(host.root(), folder).get(0))
        .endsWith("waited 0.3s: let it end, or end it, then run again");
    Files.writeString(host.root().resolve("go"), "");
    others.get(0).waitFor();
    assertThat(data()).hasContent("keystone 2024.1");
  }

  /** Another package, until {@code /go} is there. */
  private Process somebodyInstalls(PackageTools tools) throws Exception {
    String post = "while [ ! -e /go ]; do : > /waits; sleep 0.05; done";
    Path file = folder.resolve("unattended." + tools.ending);
    Files.write(file, tools.build(folder, "unattended", "1", post));
    Process other =
        new ProcessBuilder(tools.install(host.root(), file))
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("unattended.log").toFile())
            .start();
    others.add(other);
    Await.until(() -> Files.exists(host.root().resolve("waits")), "the other install");
    return other;
  }
}
