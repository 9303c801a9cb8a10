package io.upg.plan.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.fixture.TextTree;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compiling grows with the number of tasks, not with its square. */
class LargeProjectTest {
  private static final int COMPONENTS = 10;
  private static final List<String> ACTIONS = List.of("stop", "convert", "upgrade", "start");

  @Test
  void a_thousand_hosts_are_compiled_in_no_time() {
    TextTree tree = tree(1_000);
    long start = System.nanoTime();
    assertThat(tasks(tree)).isEqualTo(50_000);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  /** {@code mvn test -Dgroups=full -DexcludedGroups= -Dtest=LargeProjectTest}. */
  @Test
  @Tag("full")
  void half_a_million_tasks_take_three_seconds() {
    TextTree tree = tree(10_000);
    tasks(tree(1_000));
    long start = System.nanoTime();
    assertThat(tasks(tree)).isEqualTo(500_000);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("500,000 tasks compiled in %d ms%n", taken.toMillis());
    assertThat(taken).isLessThan(Duration.ofSeconds(3));
  }

  private static int tasks(TextTree tree) {
    return PlanCompiler.compile(tree, "project.yaml", List.of()).plan().tasks().size();
  }

  /** Every host runs every component; each requires the one before. */
  private static TextTree tree(int hosts) {
    StringBuilder inventory = new StringBuilder("-- inventory.yaml --\nhosts:\n");
    inventory
        .append("  - {name: \"cn-[00001-")
        .append(padded(hosts))
        .append("]\", roles: [compute]}\n");
    inventory.append("instances:\n");
    StringBuilder project = new StringBuilder("-- project.yaml --\nproject: large\n");
    project.append("inventory: inventory.yaml\nreleases: releases\n");
    project.append("batches: {data: [1, 10, 10%]}\ntargets:\n");
    StringBuilder releases = new StringBuilder();
    for (int number = 1; number <= COMPONENTS; number++) {
      inventory.append("  - {component: c%d, on: all, version: \"1\"}\n".formatted(number));
      project.append("  - {component: c%d, version: \"2\"}\n".formatted(number));
      releases.append(release(number));
    }
    return TextTree.of(inventory.append(project).append(releases).toString());
  }

  private static String release(int number) {
    StringBuilder text =
        new StringBuilder("-- releases/c%d/2/component.yaml --\n".formatted(number));
    text.append("component: c%d\nversion: \"2\"\n".formatted(number));
    if (number > 1) {
      text.append("requires: {c%d: \">=2\"}\n".formatted(number - 1));
    }
    text.append("actions:\n");
    ACTIONS.forEach(a -> text.append("  %s: {script: do.sh, rollback: none}\n".formatted(a)));
    return text.append("-- releases/c%d/2/do.sh --\n#!/bin/sh\n".formatted(number)).toString();
  }

  private static String padded(int number) {
    return "%05d".formatted(number);
  }
}
