package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.agent.process.ProcessMarks;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code package.install} with the real rpm and dpkg, on a sandbox host's root. */
class SystemPackageTest {
  @TempDir Path folder;
  private final List<Process> others = new ArrayList<>();
  private TestHost host;

  @BeforeEach
  void open() throws Exception {
    host = TestHost.in(folder);
  }

  @AfterEach
  void close() throws Exception {
    for (Process other : others) {
      other.descendants().forEach(ProcessHandle::destroyForcibly);
      other.destroyForcibly().waitFor();
    }
    host.close();
  }

  @ParameterizedTest
  @EnumSource
  void an_upgrade_taken_back_leaves_the_root_as_it_was(PackageTools tools) throws Exception {
    given(tools, "2024.1", "");
    Files.writeString(conf(), "edited by the operator\n");
    String before = tree(tools);
    Sheet upgrade = upgrade(tools, "echo scriptlet of 2025.1 speaks");

    TaskResult there = host.runOne(upgrade);

    assertThat(there.error()).isNull();
    assertThat(there.message())
        .isEqualTo("keystone " + tools.version("2024.1") + " -> " + tools.version("2025.1"));
    assertThat(data()).hasContent("keystone 2025.1");
    assertThat(conf()).hasContent("edited by the operator");
    assertThat(there.tail()).contains("scriptlet of 2025.1 speaks");

    assertThat(host.rollbackOne(upgrade).message())
        .isEqualTo("keystone is " + tools.version("2024.1") + " again");
    assertThat(tree(tools)).isEqualTo(before);
    assertThat(tools.installed(host.root(), "keystone")).isEqualTo(tools.version("2024.1") + ",");
  }

  @ParameterizedTest
  @EnumSource
  void a_first_install_taken_back_leaves_nothing(PackageTools tools) throws Exception {
    tools.require();
    PackageTools.furnish(host.root());
    String before = tree(tools);
    Sheet install = upgrade(tools, "");

    assertThat(host.runOne(install).message())
        .isEqualTo("keystone " + tools.version("2025.1") + " installed");
    Files.writeString(conf(), "edited by the operator\n");
    assertThat(host.rollbackOne(install).message()).isEqualTo("keystone removed");

    assertThat(tree(tools)).isEqualTo(before);
    assertThat(tools.installed(host.root(), "keystone")).doesNotContain("2025.1");
  }

  @ParameterizedTest
  @EnumSource
  void what_could_not_be_brought_back_is_not_begun(PackageTools tools) throws Exception {
    given(tools, "2024.1", "");
    file(tools, "other", tools.build(folder, "keystone", "2023.1", ""));
    String before = tree(tools);
    Sheet sheet = upgrade(tools, "");
    Map<String, Object> without = Map.of("file", "new." + tools.ending);

    assertThat(host.run(1, sheet.params(without)).results().get(0).error())
        .isEqualTo(
            "package.install: keystone %s is installed, and nothing could bring it back: put its"
                    .formatted(tools.version("2024.1"))
                + " package into the release and name it, previous: FILE; or say reversible:"
                + " false");
    Map<String, Object> wrong =
        Map.of("file", "new." + tools.ending, "previous", "other." + tools.ending);
    assertThat(host.run(2, sheet.params(wrong)).results().get(0).error())
        .contains(" is keystone " + tools.version("2023.1") + "; expected the package of what");
    assertThat(tree(tools)).isEqualTo(before);

    assertThat(host.run(3, sheet.params(without).impossibleBack()).results().get(0).state())
        .isEqualTo(TaskState.DONE);
    assertThat(data()).hasContent("keystone 2025.1");
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

  @ParameterizedTest
  @EnumSource
  void one_that_was_killed_half_way_is_finished_by_a_retry_and_can_be_taken_back(PackageTools tools)
      throws Exception {
    given(tools, "2024.1", "");
    String before = tree(tools);
    Sheet upgrade = upgrade(tools, "while [ ! -e /go ]; do : > /waits; sleep 0.05; done");

    CompletableFuture<NodeTaskReport> first = start(1, upgrade);
    Await.until(() -> Files.exists(host.root().resolve("waits")), "the scriptlet");
    ProcessMarks.in(folder).stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .forEach(ProcessHandle::destroyForcibly);
    assertThat(first.get(30, TimeUnit.SECONDS).results().get(0).error())
        .contains("was killed");

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
    ProcessMarks.in(folder).stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .forEach(ProcessHandle::destroyForcibly);
    Await.until(() -> ProcessMarks.in(folder).isEmpty(), "the scriptlet's end");

    assertThat(host.rollbackOne(upgrade).error()).isNull();
    assertThat(tree(tools)).isEqualTo(before);
    assertThat(tools.installed(host.root(), "keystone")).isEqualTo(tools.version("2024.1") + ",");
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

  @ParameterizedTest
  @EnumSource(names = "DEB")
  void installs_of_one_host_take_turns_and_each_is_its_own_task(PackageTools tools)
      throws Exception {
    tools.require();
    PackageTools.furnish(host.root());
    List<Sheet> group = new ArrayList<>();
    for (String name : List.of("nova", "glance", "cinder")) {
      String post = "mkdir /busy || exit 4; sleep 0.2; rmdir /busy; echo " + name + " is set up";
      file(tools, name, tools.build(folder, name, "1", post));
      Map<String, Object> params = Map.of("file", name + "." + tools.ending);
      group.add(host.builtin("package.install", params).named(name));
    }

    NodeTaskReport report = host.deliver(host.order(1, Direction.RUN, List.of(group)));

    assertThat(report.results()).extracting(TaskResult::error).containsOnlyNulls();
    assertThat(report.results()).hasSize(3);
    for (Sheet sheet : group) {
      assertThat(output(sheet)).containsOnlyOnce("is set up").doesNotContain("waits, up to");
    }
    String all = group.stream().map(this::output).collect(Collectors.joining());
    assertThat(all.split("waits for its turn: [a-z0-9_ ]+ installs")).hasSize(3);
  }

  /** Neither of two packages may be there without the other's same version. */
  @ParameterizedTest
  @EnumSource
  void a_transaction_changes_together_what_cannot_be_changed_alone(PackageTools tools)
      throws Exception {
    tools.require();
    PackageTools.furnish(host.root());
    install(tools, pair(tools, "nova", "glance", "1", ""), pair(tools, "glance", "nova", "1", ""));
    String before = tree(tools);
    pair(tools, "nova", "glance", "2", "echo nova is set up");
    pair(tools, "glance", "nova", "2", "echo glance is set up");

    NodeTaskReport alone = host.run(1, part(tools, "nova", false));
    assertThat(alone.results().get(0).state()).isEqualTo(TaskState.FAIL);
    assertThat(host.rollback(2, part(tools, "nova", false)).error()).isNull();
    assertThat(tree(tools)).isEqualTo(before);

    List<Sheet> group = List.of(part(tools, "nova", true), part(tools, "glance", true));
    NodeTaskReport there = host.deliver(host.order(3, Direction.RUN, List.of(group)));

    assertThat(there.results())
        .extracting(TaskResult::message)
        .containsExactly(
            "nova %s -> %s".formatted(tools.version("1"), tools.version("2")),
            "glance %s -> %s".formatted(tools.version("1"), tools.version("2")));
    for (TaskResult result : there.results()) {
      assertThat(result.tail()).contains("nova is set up", "glance is set up");
    }
    NodeTaskReport back = host.deliver(host.order(4, Direction.ROLLBACK, List.of(group)));
    assertThat(back.results()).extracting(TaskResult::error).containsOnlyNulls();
    assertThat(tree(tools)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(names = "RPM")
  void a_transaction_that_fails_fails_each_of_its_tasks(PackageTools tools) throws Exception {
    tools.require();
    PackageTools.furnish(host.root());
    file(tools, "nova-2", tools.build(folder, "nova", "2", ""));
    file(tools, "glance-2", tools.build(folder, "glance", "2", "exit 7"));
    List<Sheet> group = List.of(part(tools, "nova", true), part(tools, "glance", true));

    NodeTaskReport there = host.deliver(host.order(1, Direction.RUN, List.of(group)));

    assertThat(there.results()).extracting(TaskResult::state).containsOnly(TaskState.FAIL);
    assertThat(there.results())
        .extracting(TaskResult::error)
        .allMatch(error -> error.contains("status 7"))
        .filteredOn(error -> error.contains("in one transaction with h1_"))
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = "DEB")
  void a_transaction_does_not_wait_for_who_will_not_come(PackageTools tools) throws Exception {
    tools.require();
    PackageTools.furnish(host.root());
    file(tools, "nova-2", tools.build(folder, "nova", "2", ""));
    Map<String, Object> params =
        Map.of("file", "${vars.nothing}." + tools.ending, "transaction", true);
    Sheet lost = host.builtin("package.install", params).named("lost");
    List<Sheet> group = List.of(lost, part(tools, "nova", true));

    NodeTaskReport there = host.deliver(host.order(1, Direction.RUN, List.of(group)));

    assertThat(there.results())
        .extracting(TaskResult::state)
        .containsExactly(TaskState.FAIL, TaskState.DONE);
  }

  @ParameterizedTest
  @EnumSource(names = "DEB")
  void what_was_installed_before_stays(PackageTools tools) throws Exception {
    given(tools, "2025.1", "");
    Files.writeString(conf(), "edited by the operator\n");
    String before = tree(tools);
    Sheet upgrade = upgrade(tools, "");

    assertThat(host.runOne(upgrade).message())
        .isEqualTo("keystone " + tools.version("2025.1") + " was already installed");
    host.rollbackOne(upgrade);

    assertThat(tree(tools)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void run_twice_is_run_once(PackageTools tools) throws Exception {
    given(tools, "2024.1", "");
    String before = tree(tools);
    Sheet upgrade = upgrade(tools, "echo once");

    host.run(1, upgrade);
    TaskResult again = host.run(2, upgrade).results().get(0);
    assertThat(again.message()).endsWith("was already installed");
    host.rollback(3, upgrade);

    assertThat(tree(tools)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(names = "RPM")
  void a_version_that_somebody_else_installed_since_is_not_replaced(PackageTools tools)
      throws Exception {
    given(tools, "2024.1", "");
    Sheet upgrade = upgrade(tools, "");
    host.runOne(upgrade);
    install(tools, tools.build(folder, "keystone", "2026.1", ""));

    TaskResult back = host.rollbackOne(upgrade);

    assertThat(back.state()).isEqualTo(TaskState.ROLLBACK_FAIL);
    assertThat(back.error())
        .contains(
            "keystone is %s; expected %s or %s: somebody changed it"
                .formatted(
                    tools.version("2026.1"), tools.version("2025.1"), tools.version("2024.1")));
    assertThat(data()).hasContent("keystone 2026.1");
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
  void a_file_that_is_no_package_is_named(PackageTools tools) throws Exception {
    tools.require();
    file(tools, "new", "not a package".getBytes());
    Sheet sheet = host.builtin("package.install", Map.of("file", "new." + tools.ending));

    assertThat(host.runOne(sheet).error())
        .startsWith("package.install: ")
        .contains("cannot read the package: ");
  }

  /** A host where keystone of this version was installed by somebody else. */
  private void given(PackageTools tools, String version, String post) throws Exception {
    tools.require();
    PackageTools.furnish(host.root());
    byte[] old = tools.build(folder, "keystone", version, post);
    file(tools, "old", old);
    install(tools, old);
  }

  private void install(PackageTools tools, byte[]... packages) throws Exception {
    List<Path> files = new ArrayList<>();
    for (byte[] content : packages) {
      files.add(Files.write(folder.resolve("given-" + files.size() + "." + tools.ending), content));
    }
    List<String> words = tools.install(host.root(), files.toArray(Path[]::new));
    PackageTools.run(Map.of(), words.toArray(String[]::new));
  }

  private byte[] pair(PackageTools tools, String name, String needs, String version, String post)
      throws Exception {
    byte[] content = tools.build(folder, name, version, post, needs);
    file(tools, name + "-" + version, content);
    return content;
  }

  /** A task that brings a package to version 2, from 1 where that is there. */
  private Sheet part(PackageTools tools, String name, boolean transaction) {
    Map<String, Object> params =
        new HashMap<>(Map.of("file", name + "-2." + tools.ending, "transaction", transaction));
    params.put("previous", name + "-1." + tools.ending);
    return host.builtin("package.install", params).named(name);
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

  private Sheet upgrade(PackageTools tools, String post) throws Exception {
    file(tools, "new", tools.build(folder, "keystone", "2025.1", post));
    return host.builtin("package.install", params(tools));
  }

  private Map<String, Object> params(PackageTools tools) {
    boolean old = Files.exists(folder.resolve("given-0." + tools.ending));
    String file = "new." + tools.ending;
    return old ? Map.of("file", file, "previous", "old." + tools.ending) : Map.of("file", file);
  }

  private void file(PackageTools tools, String name, byte[] content) {
    host.file(name + "." + tools.ending, content);
  }

  private CompletableFuture<NodeTaskReport> start(long grant, Sheet sheet) {
    return host.start(host.order(grant, Direction.RUN, List.of(List.of(sheet))));
  }

  private String output(Sheet sheet) {
    try {
      Path output = host.work(sheet, 1).resolve("output");
      return Files.exists(output) ? Files.readString(output) : "";
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** All but the database, which notes when what was done. */
  private String tree(PackageTools tools) throws Exception {
    return TreeHash.of(host.root())
        .lines()
        .filter(line -> !line.startsWith(tools.database) && !line.startsWith("root/ "))
        .filter(line -> !line.startsWith("var"))
        .collect(Collectors.joining("\n"));
  }

  private Path data() {
    return host.root().resolve("opt/keystone/data");
  }

  private Path conf() {
    return host.root().resolve("etc/keystone/conf");
  }
}
