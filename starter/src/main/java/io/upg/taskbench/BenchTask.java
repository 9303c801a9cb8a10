package io.upg.taskbench;

import io.upg.plan.input.Release;
import io.upg.plan.model.Direction;
import io.upg.plan.model.HostSheet;
import io.upg.plan.model.Step;
import io.upg.plan.model.TaskSheet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One task and everything that it may know, apart from any fleet.
 *
 * @param id of the task
 * @param sheet its digests are those of where it came from; {@link Shelf} makes them anew
 * @param peers {@code [{host, version}]} of the same component
 * @param files of its release, patches applied: path inside it → where it lies
 */
public record BenchTask(
    String project,
    String id,
    String host,
    int attempt,
    int revision,
    TaskSheet sheet,
    HostSheet hostSheet,
    List<Map<String, Object>> peers,
    Map<String, Path> files) {

  /** The project and the phase of a task that is in no plan. */
  private static final String BENCH = "bench";

  /** Built-ins that run a command line: {@code command}, {@code check.command}. */
  private static final String COMMAND = "command";

  /** Longer than anybody steps through a script. */
  private static final Duration STEPPING = Duration.ofHours(24);

  public BenchTask {
    peers = List.copyOf(peers);
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /**
   * A task that performs an action of a release on a host of which nothing else is known.
   *
   * @param folder the release's
   */
  public static BenchTask of(
      Release release, Release.Action action, String from, String host, Path folder) {
    Map<String, Path> files = new TreeMap<>();
    release.files().keySet().forEach(path -> files.put(path, folder.resolve(path)));
    return new BenchTask(
        BENCH,
        host + "_" + action.name() + "_" + release.component(),
        host,
        1,
        1,
        release.sheet(action, from, BENCH, "", ""),
        new HostSheet(List.of(), Map.of(), Map.of()),
        List.of(Map.of("host", host, "version", from)),
        files);
  }

  /**
   * With these parameters and variables in place of what it has under their names.
   *
   * @param params parameters of the action: {@code with:}
   * @param vars variables of the host
   */
  public BenchTask with(Map<String, Object> params, Map<String, Object> vars) {
    Map<String, Object> allParams = new TreeMap<>(sheet.params());
    allParams.putAll(params);
    Map<String, Object> allVars = new TreeMap<>(hostSheet.vars());
    allVars.putAll(vars);
    HostSheet changed = new HostSheet(hostSheet.roles(), hostSheet.labels(), allVars);
    TaskSheet own = sheet(allParams, sheet.timeout(), sheet.release(), sheet.peers());
    return new BenchTask(project, id, host, attempt, revision, own, changed, peers, files);
  }

  /** One whose script may take as long as a person needs to look at it. */
  public BenchTask stepping() {
    TaskSheet own = sheet(sheet.params(), STEPPING, sheet.release(), sheet.peers());
    return new BenchTask(project, id, host, attempt, revision, own, hostSheet, peers, files);
  }

  /** The sheet under digests of its release and its peers; what was patched is in the release. */
  TaskSheet sheet(String release, String peers) {
    return sheet(sheet.params(), sheet.timeout(), release, peers);
  }

  private TaskSheet sheet(
      Map<String, Object> params, Duration timeout, String release, String peers) {
    return new TaskSheet(
        sheet.component(),
        sheet.from(),
        sheet.to(),
        sheet.action(),
        sheet.phase(),
        sheet.forward(),
        sheet.backward(),
        params,
        timeout,
        sheet.retries(),
        sheet.retryFailures(),
        sheet.retryDelay(),
        release,
        Map.of(),
        peers);
  }

  /** {@code convert of keystone 2025.1}. */
  public String title() {
    return "%s of %s %s".formatted(sheet.action(), sheet.component(), sheet.to());
  }

  /** Whether forwards it runs what its author wrote: scripts, or command lines. */
  boolean scripted() {
    Step forward = sheet.step(Direction.RUN);
    return !Step.scripts(forward).isEmpty()
        || Step.own(forward) instanceof Step.Builtin builtin && builtin.use().endsWith(COMMAND);
  }
}
