package io.upg.agent;

import io.upg.agent.process.ProcessMarks;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import io.upg.contract.TaskOrder;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import io.upg.plan.model.HostSheet;
import io.upg.plan.model.ReleaseManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A sandbox host with its agent, without Temporal: orders go straight to it. */
public final class TestHost implements AutoCloseable {
  public static final String NAME = "h1";
  public static final String PROJECT = "spring";
  private static final long LIMIT_SECONDS = 60;

  private final Path folder;
  private final Path own;
  private final Shelf shelf;
  private final Map<String, ReleaseManifest.Entry> files = new TreeMap<>();
  private final Map<String, Object> vars = new TreeMap<>();
  private LocalAgents agents;
  private Duration endGrace = Duration.ofSeconds(2);
  private BenchMode mode = BenchMode.NONE;
  private boolean sandbox = true;

  private TestHost(Path folder, Shelf shelf) {
    this.folder = folder;
    this.shelf = shelf;
    this.own = folder.resolve("agents").resolve(NAME);
  }

  public static TestHost in(Path folder) throws IOException {
    TestHost host = new TestHost(folder, new Shelf());
    Files.createDirectories(host.root());
    return host;
  }

  public Path root() {
    return folder.resolve("hosts").resolve(NAME);
  }

  public Path own() {
    return own;
  }

  public Shelf shelf() {
    return shelf;
  }

  public AgentConfig config() {
    return new AgentConfig(NAME, root(), own(), List.of(shelf.uri()), sandbox, endGrace, mode);
  }

  /** Its scripts outlive its agent, which does not wait for them. */
  TestHost real() {
    sandbox = false;
    return endGrace(Duration.ZERO);
  }

  TestHost endGrace(Duration grace) {
    endGrace = grace;
    return this;
  }

  TestHost mode(BenchMode how) {
    mode = how;
    return this;
  }

  public TestHost var(String name, Object value) {
    vars.put(name, value);
    return this;
  }

  /** A file of the release. */
  public TestHost file(String path, byte[] content) {
    files.put(path, new ReleaseManifest.Entry(shelf.put(content), content.length));
    return this;
  }

  public TestHost file(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /** A file of the release whose size is not what it says. */
  public TestHost fileOfSize(String path, String content, long size) {
    files.put(path, new ReleaseManifest.Entry(shelf.put(content), size));
    return this;
  }

  /** A task that runs this shell script. */
  public Sheet script(String action, String shell) {
    return script(action, shell, null);
  }

  /** A task that runs this shell script, and its way back; null: nothing to take back. */
  public Sheet script(String action, String shell, String back) {
    file(action + ".sh", "#!/bin/sh\n" + shell + "\n");
    if (back != null) {
      file(action + "-back.sh", "#!/bin/sh\n" + back + "\n");
    }
    return new Sheet(this, action)
        .script(action + ".sh", back == null ? null : action + "-back.sh");
  }

  public Sheet builtin(String use, Map<String, Object> params) {
    return new Sheet(this, use.replace('.', '-')).builtin(use).params(params);
  }

  String manifest() {
    return shelf.document(new ReleaseManifest("keystone", "2025.1", files));
  }

  String hostSheet() {
    return shelf.document(new HostSheet(List.of("controller"), Map.of("rack", "r1"), vars));
  }

  LocalAgents agents() {
    if (agents == null) {
      agents = LocalAgents.open(List.of(config()));
    }
    return agents;
  }

  Agent agent() {
    return agents().all().get(0);
  }

  void boot() {
    agents().boot();
  }

  /** Ends the agent cleanly; the next order starts another one. */
  public void restart() {
    agents().close();
    agents = null;
  }

  public NodeTaskOrder order(long grant, Direction direction, List<List<Sheet>> groups) {
    List<List<TaskOrder>> orders = new ArrayList<>();
    int number = 1;
    for (List<Sheet> group : groups) {
      List<TaskOrder> tasks = new ArrayList<>();
      for (Sheet sheet : group) {
        tasks.add(new TaskOrder(number++, sheet.task(), 1, 1, shelf.document(sheet.sheet())));
      }
      orders.add(tasks);
    }
    return new NodeTaskOrder(PROJECT, 1, NAME, direction, grant, hostSheet(), orders);
  }

  /** Groups of one task each. */
  public NodeTaskReport run(long grant, Sheet... sheets) throws Exception {
    return deliver(order(grant, Direction.RUN, Arrays.stream(sheets).map(List::of).toList()));
  }

  public TaskResult runOne(Sheet sheet) throws Exception {
    return run(1, sheet).results().get(0);
  }

  public TaskResult rollbackOne(Sheet sheet) throws Exception {
    return rollback(2, sheet);
  }

  public TaskResult rollback(long grant, Sheet sheet) throws Exception {
    return deliver(order(grant, Direction.ROLLBACK, List.of(List.of(sheet)))).results().get(0);
  }

  public NodeTaskReport deliver(NodeTaskOrder order) throws Exception {
    return start(order).get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  CompletableFuture<NodeTaskReport> start(NodeTaskOrder order) {
    return agent().tasks().join(order).report();
  }

  public Path work(Sheet sheet, long grant) {
    return new AgentFolders(own()).work(PROJECT, sheet.task(), grant);
  }

  public String output(Sheet sheet, long grant) throws IOException {
    return Files.readString(work(sheet, grant).resolve("output"));
  }

  @Override
  public void close() {
    if (agents != null) {
      agents.close();
    }
    shelf.close();
    ProcessMarks.requireNoneIn(folder);
  }
}
