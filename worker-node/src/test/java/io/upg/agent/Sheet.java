package io.upg.agent;

import io.upg.plan.model.Step;
import io.upg.plan.model.TaskSheet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds the sheet of one task of a {@link TestHost}. */
public final class Sheet {
  private final TestHost host;
  private String action;
  private final Map<String, String> patched = new TreeMap<>();
  private Step forward = new Step.Nothing();
  private Step backward = new Step.Nothing();
  private Map<String, Object> params = Map.of();
  private Duration timeout = Duration.ofSeconds(30);
  private Duration retryDelay = Duration.ofMillis(10);
  private int retries = 3;
  private boolean retryFailures;

  Sheet(TestHost host, String action) {
    this.host = host;
    this.action = action;
  }

  Sheet script(String file, String back) {
    forward = new Step.Script(file, List.of(), Map.of());
    backward = back == null ? new Step.Nothing() : new Step.Script(back, List.of(), Map.of());
    return this;
  }

  Sheet builtin(String use) {
    forward = new Step.Builtin(use);
    backward = new Step.Builtin(use);
    return this;
  }

  /** Where a host has two of the same kind. */
  Sheet named(String name) {
    action = name;
    return this;
  }

  public Sheet nothingBack() {
    backward = new Step.Nothing();
    return this;
  }

  public Sheet impossibleBack() {
    backward = new Step.Impossible();
    return this;
  }

  public Sheet args(List<String> args, Map<String, String> env) {
    forward = new Step.Script(((Step.Script) forward).file(), args, env);
    return this;
  }

  public Sheet params(Map<String, Object> values) {
    params = new HashMap<>(values);
    return this;
  }

  public Sheet timeout(Duration limit) {
    timeout = limit;
    return this;
  }

  public Sheet retries(int count, boolean failures) {
    retries = count;
    retryFailures = failures;
    return this;
  }

  public Sheet retryDelay(Duration pause) {
    retryDelay = pause;
    return this;
  }

  /** Puts scripts that the patch brings around what it does now. */
  public Sheet around(List<Step.Part> before, List<Step.Part> after) {
    forward = series(before, forward, after);
    return this;
  }

  /** The same for the way back. */
  public Sheet aroundBack(List<Step.Part> before, List<Step.Part> after) {
    backward = series(before, backward, after);
    return this;
  }

  private static Step series(List<Step.Part> before, Step own, List<Step.Part> after) {
    List<Step.Part> parts = new ArrayList<>(before);
    parts.addAll(Step.parts(own));
    parts.addAll(after);
    return new Step.Series(parts);
  }

  static Step.Part part(String name, String file) {
    return new Step.Part(name, new Step.Script(file, List.of(), Map.of()));
  }

  public Sheet patch(String file, String content) {
    patched.put(file, host.shelf().put(content));
    return this;
  }

  public String task() {
    return TestHost.NAME + "_" + action + "_keystone";
  }

  TaskSheet sheet() {
    return new TaskSheet(
        "keystone",
        "2024.1",
        "2025.1",
        action,
        "management",
        forward,
        backward,
        params,
        timeout,
        retries,
        retryFailures,
        retryDelay,
        host.manifest(),
        patched,
        host.shelf().document(List.of(Map.of("host", "h2", "version", "2024.1"))));
  }
}
