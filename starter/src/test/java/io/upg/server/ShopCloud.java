package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.cli.CliRun;
import io.upg.temporal.TestTemporal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Sandbox hosts with one component, {@code shop}, whose actions all are one script: it counts
 * itself in the host's file {@code executions}, fails while there is a file {@code broken-<action>}
 * and waits while there is a file {@code hold-<action>}.
 *
 * <p>Every group has its four hosts, {@code <group>-1} to {@code <group>-4}, and its own project: a
 * test that takes a group of its own meets no other test.
 */
final class ShopCloud implements AutoCloseable {
  static final List<String> ACTIONS = List.of("stop", "convert", "upgrade", "start");
  static final int HOSTS = 4;
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String SCRIPT =
      """
      #!/bin/sh
      echo "$1" >> "$UPG_ROOT/executions"
      if [ -e "$UPG_ROOT/broken-$1" ]; then
        echo "found the file broken-$1" >&2
        exit 3
      fi
      while [ -e "$UPG_ROOT/hold-$1" ]; do sleep 0.05; done
      """;

  private static final String COMPONENT =
      """
      component: shop
      version: "2.0"
      upgrades-from: ["1.0"]
      actions:
      """;

  private static final String INVENTORY =
      """
      hosts: [{name: "%1$s-[1-4]"}]
      instances: [{component: shop, on: all, version: "1.0"}]
      """;

  private static final String PROJECT =
      """
      project: %1$s
      inventory: %1$s.yaml
      releases: releases
      targets: [{component: shop, version: "2.0"}]
      batches: {data: [2]}
      """;

  private final Path folder;
  private final DataFolder data;
  private final List<String> groups;
  private final Optional<String> jdbc;
  private Stack stack;

  ShopCloud(Path folder, Optional<String> jdbc, String... groups) throws IOException {
    this.folder = folder;
    this.data = new DataFolder(folder.resolve("cloud"));
    this.jdbc = jdbc;
    this.groups = List.of(groups);
    writeRelease();
    for (String group : groups) {
      Files.writeString(folder.resolve(group + ".yaml"), INVENTORY.formatted(group));
      Files.writeString(folder.resolve(group + "-project.yaml"), PROJECT.formatted(group));
    }
  }

  private void writeRelease() throws IOException {
    Path release = Files.createDirectories(folder.resolve("releases/shop/2.0"));
    StringBuilder component = new StringBuilder(COMPONENT);
    for (String action : ACTIONS) {
      component.append(
          "  %1$s: {script: step.sh, rollback: none, args: [%1$s]}%n".formatted(action));
    }
    Files.writeString(release.resolve("component.yaml"), component);
    Files.writeString(release.resolve("step.sh"), SCRIPT);
  }

  void start() throws IOException {
    List<HostFile> hosts = new ArrayList<>();
    for (String group : groups) {
      hosts.addAll(SandboxInventory.read(folder.resolve(group + ".yaml")));
    }
    TemporalChoice temporal = TemporalChoice.of(TestTemporal.CHOICE, Optional.empty());
    stack = new Stack(new StackOptions(data, temporal, jdbc, hosts, Optional.empty()), line -> {});
    stack.start();
  }

  /** Stops every process but a PostgreSQL of somebody else's. */
  void stop() {
    stack.close();
  }

  CliRun compile(String group) {
    return upg("compile", folder.resolve(group + "-project.yaml").toString(), "-o", "json");
  }

  CliRun upg(String... args) {
    return CliRun.upg(Map.of("UPG_HOME", data.root().toString(), "UPG_WHO", "test"), args);
  }

  String state(String group) {
    return upg("status", group, "-o", "json").document().at("/state").asText();
  }

  /** The state of one task, from the recorded ones. */
  String state(String group, String host, String action) {
    return upg("tasks", group, host + "_" + action + "_shop", "-o", "json")
        .document()
        .at("/0/state")
        .asText();
  }

  void awaitState(String group, String state) {
    assertThat(Wait.until(PATIENCE, () -> state(group).equals(state)))
        .as("%s becomes %s; it is %s", group, state, upg("status", group))
        .isTrue();
  }

  void awaitTask(String group, String host, String action, String state) {
    assertThat(Wait.until(PATIENCE, () -> state(group, host, action).equals(state)))
        .as("%s of %s becomes %s", action, host, state)
        .isTrue();
  }

  /** What {@code UPG_HOME} names. */
  Path home() {
    return data.root();
  }

  void awaitEnd(String group) {
    assertThat(Wait.until(PATIENCE, () -> !state(group).equals("running")))
        .as("the run of %s ends", group)
        .isTrue();
  }

  void awaitExecution(String host, String action) {
    assertThat(Wait.until(PATIENCE, () -> executions(host).contains(action)))
        .as("%s begins %s", host, action)
        .isTrue();
  }

  /** The actions whose script ran on a host, each time, in order. */
  List<String> executions(String host) {
    Path file = data.hosts().resolve(host).resolve("executions");
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The processes of the scripts that run on a host. */
  List<String> scripts(String host) {
    return UpProcess.processesOf(data.agents().resolve(host));
  }

  /** Makes a script of a host fail, or hold, until {@link #mend}. */
  void spoil(String host, String file) throws IOException {
    Files.createFile(data.hosts().resolve(host).resolve(file));
  }

  void mend(String host, String file) throws IOException {
    Files.delete(data.hosts().resolve(host).resolve(file));
  }

  static List<String> hosts(String group) {
    return IntStream.rangeClosed(1, HOSTS).mapToObj(n -> group + "-" + n).toList();
  }

  @Override
  public void close() {
    if (stack != null) {
      stack.close();
    }
  }
}
