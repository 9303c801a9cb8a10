package io.upg.bench;

import io.upg.cli.DirectorySourceTree;
import io.upg.plan.compile.Compiled;
import io.upg.plan.compile.PlanCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A project as a user would write it: alike hosts with some components, every action a script that
 * notes its task on its host, and does nothing else.
 *
 * @param name of the project; also part of its components' names, so that no project is refused
 *     because another one has upgraded the same hosts
 * @param hosts a range: {@code cn-[00001-10000]}
 * @param logic the logic book's text, or null for the default one
 * @param actions of every component
 */
record BenchProject(String name, String hosts, int components, String logic, List<String> actions) {
  /** Where the scripts note what has run, below a host's root. */
  static final String NOTES = "notes";

  /** Every host is one node task of one task, all in one batch. */
  private static final String ONE_BATCH =
      "phases:\n  - {name: data, on: all, layout: by-host, actions: [upgrade]}\n";

  /**
   * In the default logic book these run in distribute, check, data and commit; distribute is free.
   */
  private static final List<String> NINE =
      List.of(
          "check", "drain", "stop", "convert", "upgrade", "start", "verify", "undrain", "commit");

  private static final int FIVE = 5;

  /** How many scripts {@link #fifty} has for a host: distribute needs none. */
  static final int SCRIPTS = FIVE * NINE.size();

  /** One task on every host, in one batch. */
  static BenchProject single(String name, String hosts) {
    return new BenchProject(name, hosts, 1, ONE_BATCH, List.of("upgrade"));
  }

  /** Fifty tasks on every host, through every phase that the default logic book has for it. */
  static BenchProject fifty(String name, String hosts) {
    return new BenchProject(name, hosts, FIVE, null, NINE);
  }

  /** Writes its files, and compiles them. */
  Compiled compile(Path folder) throws IOException {
    write(folder);
    return PlanCompiler.compile(new DirectorySourceTree(folder), "project.yaml", List.of());
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("inventory.yaml"), inventory());
    Files.writeString(folder.resolve("project.yaml"), project());
    if (logic != null) {
      Files.writeString(folder.resolve("logic.yaml"), logic);
    }
    for (int component = 1; component <= components; component++) {
      release(folder.resolve("releases").resolve(component(component)).resolve("2"), component);
    }
  }

  private String component(int number) {
    return name + "-c" + number;
  }

  private String inventory() {
    return "hosts:\n  - {name: \"%s\", roles: [compute]}\ninstances:\n".formatted(hosts)
        + lines("  - {component: %s, on: all, version: \"1\"}\n");
  }

  private String project() {
    return "project: %s\ninventory: inventory.yaml\nreleases: releases/\n".formatted(name)
        + (logic == null ? "" : "logic: logic.yaml\n")
        + "targets:\n"
        + lines("  - {component: %s, version: \"2\"}\n");
  }

  private String lines(String line) {
    return IntStream.rangeClosed(1, components)
        .mapToObj(component -> line.formatted(component(component)))
        .collect(Collectors.joining());
  }

  private void release(Path folder, int component) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("note.sh"), "#!/bin/sh\necho \"$UPG_TASK\" >>\"$UPG_ROOT/" + NOTES + "\"\n");
    String each =
        actions.stream()
            .map(action -> "  %s: {script: note.sh, rollback: none}\n".formatted(action))
            .collect(Collectors.joining());
    Files.writeString(
        folder.resolve("component.yaml"),
        "component: %s\nversion: \"2\"\nupgrades-from: [\"1\"]\nactions:\n%s"
            .formatted(component(component), each));
  }
}
