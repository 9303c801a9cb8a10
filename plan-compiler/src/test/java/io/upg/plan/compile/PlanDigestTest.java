package io.upg.plan.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.fixture.Golden;
import io.upg.plan.fixture.Shuffle;
import io.upg.plan.fixture.TextTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Same input, same digest; other input, another. */
class PlanDigestTest {
  private static final String PROJECT =
      """
      -- inventory.yaml --
      hosts: [{name: "cn-[1-8]", roles: [compute], labels: {rack: r1}}]
      instances: [{component: nova, on: all, version: "1"}]
      vars: {all: {vip: 10.0.0.9}}
      -- project.yaml --
      project: spring
      inventory: inventory.yaml
      releases: releases/
      targets: [{component: nova, version: "2"}]
      batches: {data: [1, 50%]}
      budget: {batch: 1}
      -- releases/nova/2/component.yaml --
      component: nova
      version: "2"
      stop-group: 1
      actions:
        stop: {use: service.stop, with: {service: nova}}
        convert: {script: convert.py, rollback: none, timeout: 5m}
      -- releases/nova/2/convert.py --
      #!/usr/bin/env python3
      -- releases/nova/2/helper.py --
      helped = 1
      """;

  static List<Path> plans() {
    return Golden.folders("plans");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void files_and_entries_in_another_order_give_the_same_digest(Path folder) {
    TextTree tree = Golden.input(folder);
    Compiled expected = PlanCompiler.compile(tree, "project.yaml", tree.overrides());
    for (int seed = 1; seed <= 5; seed++) {
      TextTree shuffled = Shuffle.of(tree, new Random(seed));
      Compiled actual = PlanCompiler.compile(shuffled, "project.yaml", shuffled.overrides());
      assertThat(actual.plan()).as("seed %d", seed).isEqualTo(expected.plan());
      assertThat(actual.inventory()).as("seed %d", seed).isEqualTo(expected.inventory());
      assertThat(actual.documents().keySet()).isEqualTo(expected.documents().keySet());
    }
  }

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "project.yaml                   | spring         | summer",
        "project.yaml                   | [1, 50%]       | [2, 50%]",
        "project.yaml                   | {batch: 1}     | {batch: 2}",
        "project.yaml                   | project:       | unreachable-after: 1m\\nproject:",
        "inventory.yaml                 | 10.0.0.9       | 10.0.0.10",
        "inventory.yaml                 | rack: r1       | rack: r2",
        "inventory.yaml                 | [compute]      | [compute, storage]",
        "releases/nova/2/component.yaml | timeout: 5m    | timeout: 6m",
        "releases/nova/2/component.yaml | rollback: none | reversible: false",
        "releases/nova/2/component.yaml | timeout: 5m    | after: {script: convert.py, rollback: none}",
        "releases/nova/2/convert.py     | python3        | python",
        "releases/nova/2/helper.py      | helped = 1     | helped = 2",
      })
  void what_would_run_otherwise_has_another_digest(String file, String old, String changed) {
    TextTree other = replaced(file, old, changed.replace("\\n", "\n"));
    assertThat(digest(other)).isNotEqualTo(digest(TextTree.of(PROJECT)));
  }

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "inventory.yaml                 | hosts:         | # comment\\nhosts:",
        "inventory.yaml                 | on: all        | on: role=compute",
        "inventory.yaml                 | cn-[1-8]       | cn-[1-3,4-8]",
        "releases/nova/2/component.yaml | version: \"2\" | version: '2'",
        "project.yaml                   | releases/      | ./releases",
      })
  void the_same_said_otherwise_has_the_same_digest(String file, String old, String changed) {
    TextTree other = replaced(file, old, changed.replace("\\n", "\n"));
    assertThat(digest(other)).isEqualTo(digest(TextTree.of(PROJECT)));
  }

  @Test
  void task_sheets_name_the_digest_of_the_release_and_every_document_is_there() {
    Compiled compiled = PlanCompiler.compile(TextTree.of(PROJECT), "project.yaml", List.of());
    assertThat(compiled.documents().keySet())
        .containsAll(compiled.plan().sheets().keySet())
        .containsAll(compiled.plan().hosts().values());
    compiled
        .plan()
        .sheets()
        .values()
        .forEach(
            sheet -> assertThat(compiled.documents()).containsKeys(sheet.release(), sheet.peers()));
    assertThat(compiled.files().values())
        .containsExactlyInAnyOrder("releases/nova/2/convert.py", "releases/nova/2/helper.py");
  }

  private static TextTree replaced(String file, String old, String changed) {
    return TextTree.of(PROJECT)
        .changed(
            (path, text) -> {
              if (!path.equals(file)) {
                return text;
              }
              assertThat(text).contains(old);
              return text.replace(old, changed);
            });
  }

  private static String digest(TextTree tree) {
    return PlanCompiler.compile(tree, "project.yaml", List.of()).plan().digest();
  }
}
