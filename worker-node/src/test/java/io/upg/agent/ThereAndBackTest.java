package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.agent.process.ProcessMarks;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskResult;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random releases on a real sandbox host: scripts that write, append, rename, delete, link and
 * change modes, each with its way back, a package, and services that are stopped and started.
 * Forwards, as far as it goes, then all the way back, and the host is what it was.
 *
 * <p>{@code -Dupg.property.seed=SEED -Dupg.property.cases=1} runs one case again.
 */
class ThereAndBackTest {
  private static final long SEED = Long.getLong("upg.property.seed", System.nanoTime());
  private static final int CASES = Integer.getInteger("upg.property.cases", 5);
  private static final int FILES = 5;

  /** Works in the data folder; S is the folder that is kept between run and rollback. */
  private static final String HEAD =
      """
      set -e
      S=$(sed -n 's/.*"stateDir" *: *"\\([^"]*\\)".*/\\1/p' "$UPG_TASK")
      cd "$UPG_ROOT/var/data"
      """;

  private static final String KEEP = "if [ -e FILE ]; then cp -p FILE \"$S/old\"; fi\n";
  private static final String RESTORE =
      "if [ -e \"$S/old\" ]; then mv -f \"$S/old\" FILE; else rm -f FILE; fi";

  private static final List<Change> CHANGES =
      List.of(
          new Change(KEEP + "echo written > FILE", RESTORE),
          new Change(KEEP + "echo appended >> FILE", RESTORE),
          new Change(KEEP + "rm -f FILE", RESTORE),
          new Change(KEEP + "if [ -e FILE ]; then chmod 700 FILE; fi", RESTORE),
          new Change(
              "if [ -e FILE ] && [ ! -e OTHER ]; then mv FILE OTHER; touch \"$S/moved\"; fi",
              "if [ -e \"$S/moved\" ]; then mv OTHER FILE; rm \"$S/moved\"; fi"),
          new Change(
              "readlink newest > \"$S/link\"; ln -sfn FILE newest",
              "ln -sfn \"$(cat \"$S/link\")\" newest"),
          new Change("mkdir NEW; echo made > NEW/it", "rm -r NEW"));

  @TempDir Path folder;

  /** Two shell texts. */
  private record Change(String there, String back) {}

  @Test
  void forwards_then_all_the_way_back_leaves_every_host_as_it_was() throws Exception {
    for (long seed = SEED; seed < SEED + CASES; seed++) {
      try {
        new Case(folder.resolve("case-" + seed), new Random(seed)).thereAndBack();
      } catch (AssertionError | Exception e) {
        throw new AssertionError("-Dupg.property.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** One host, one release. */
  private static final class Case {
    private final Random random;
    private final Path folder;
    private final List<List<Sheet>> groups = new ArrayList<>();
    private TestHost host;
    private int scripts;
    private boolean breaks;

    Case(Path folder, Random random) {
      this.folder = folder;
      this.random = random;
    }

    void thereAndBack() throws Exception {
      Files.createDirectories(folder);
      host = TestHost.in(folder);
      try {
        populate();
        release();
        host.boot();
        String before = TreeHash.of(host.root());
        boolean runs = serviceRuns();
        for (int grant = 1; grant < 4; grant += 2) {
          NodeTaskReport there = host.deliver(host.order(grant, Direction.RUN, groups));
          requireAsWritten(there);
          assertThat(TreeHash.of(host.root())).isNotEqualTo(before);
          assertThat(takeBack(there, grant + 1)).isEmpty();
          assertThat(TreeHash.of(host.root())).isEqualTo(before);
          assertThat(serviceRuns()).as("the service runs").isEqualTo(runs);
        }
      } finally {
        host.close();
      }
    }

    /** All is done up to the script that breaks, where there is one. */
    private void requireAsWritten(NodeTaskReport there) {
      List<TaskResult> wrong = new ArrayList<>(there.results());
      wrong.removeIf(r -> r.state() == TaskState.DONE || r.state() == TaskState.UNDO);
      assertThat(wrong).allMatch(result -> result.task().contains("break"));
      assertThat(wrong).hasSize(breaks ? 1 : 0);
    }

    /** Takes back in reverse what ran; returns what a rollback could not do. */
    private List<TaskResult> takeBack(NodeTaskReport there, long grant) throws Exception {
      List<List<Sheet>> back = new ArrayList<>();
      for (List<Sheet> group : groups) {
        back.add(0, group.stream().filter(sheet -> ran(there, sheet)).toList());
      }
      back.removeIf(List::isEmpty);
      return host.deliver(host.order(grant, Direction.ROLLBACK, back)).results().stream()
          .filter(result -> result.state() != TaskState.ROLLED_BACK)
          .toList();
    }

    private static boolean ran(NodeTaskReport there, Sheet sheet) {
      return there.results().stream()
          .anyMatch(r -> r.task().equals(sheet.task()) && r.state() != TaskState.UNDO);
    }

    private boolean serviceRuns() {
      return !ProcessMarks.in(folder).isEmpty();
    }

    private void populate() throws Exception {
      Path data = Files.createDirectories(host.root().resolve("var/data"));
      for (int i = 0; i < FILES; i++) {
        if (random.nextInt(4) > 0) {
          Files.writeString(data.resolve("f" + i), "content " + random.nextInt() + "\n");
        }
      }
      Files.createSymbolicLink(data.resolve("newest"), Path.of("f" + random.nextInt(FILES)));
      Path base = Files.createDirectories(host.root().resolve("opt/keystone/2024.1"));
      Files.writeString(base.resolve("keystoned"), "old");
      Files.createSymbolicLink(base.resolveSibling("current"), Path.of("2024.1"));
      Path services = Files.createDirectories(host.root().resolve("etc/services"));
      Map<String, Object> sleeper = Map.of("exec", List.of("sleep", "300"), "env", Map.of());
      Files.write(services.resolve("keystone.json"), CanonicalJson.bytes(sleeper));
    }

    /** Scripts in any order around the package; a service is stopped first and started last. */
    private void release() throws Exception {
      host.file(
          "keystone.tar.gz",
          new Tar().folder("lib", 0755).file("keystoned", 0750, "new " + random.nextInt()).bytes());
      for (int count = 3 + random.nextInt(8); count > 0; count--) {
        groups.add(List.of(script()));
      }
      groups.add(List.of(host.builtin("package.install", Map.of("file", "keystone.tar.gz"))));
      Collections.shuffle(groups, random);
      if (random.nextBoolean()) {
        groups.add(0, List.of(service("service.stop")));
      }
      if (random.nextBoolean()) {
        groups.add(List.of(service("service.start")));
      }
      breaks = random.nextInt(3) == 0;
      if (breaks) {
        Sheet half = host.script("break", HEAD + "echo half > half; exit 1", HEAD + "rm half");
        groups.add(random.nextInt(groups.size() + 1), List.of(half));
      }
    }

    private Sheet script() {
      Change change = CHANGES.get(random.nextInt(CHANGES.size()));
      String action = "change-" + ++scripts;
      return host.script(action, HEAD + fill(change.there), HEAD + fill(change.back));
    }

    /** A way back goes over the files of its way there: both get the same. */
    private String fill(String shell) {
      int file = (scripts * 7 + groups.size()) % FILES;
      return shell
          .replace("OTHER", "f" + (file + 1 + scripts % (FILES - 1)) % FILES)
          .replace("FILE", "f" + file)
          .replace("NEW", "new" + scripts);
    }

    private Sheet service(String use) {
      return host.builtin(use, Map.of("service", "keystone"));
    }
  }
}
