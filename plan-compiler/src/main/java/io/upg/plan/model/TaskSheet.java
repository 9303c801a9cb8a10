package io.upg.plan.model;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The content of a task that all hosts share: one sheet for each (component, from, to, action,
 * phase). Stored by the SHA-256 of its canonical JSON; a patch makes a new sheet, never changes
 * one.
 *
 * @param release digest of the release's {@link ReleaseManifest}
 * @param files files that a patch replaced in the release or added to it: path inside it → SHA-256
 * @param params the action's {@code with:}, JSON values, {@code ${…}} still to be filled in
 * @param retries how often exit code 75 is tried again within one attempt
 * @param retryFailures whether other failing exit codes are tried again too ({@code retries}
 *     written in the release)
 * @param peers digest of the JSON list {@code [{host, version}]} of this component's instances
 */
public record TaskSheet(
    String component,
    String from,
    String to,
    String action,
    String phase,
    Step forward,
    Step backward,
    Map<String, Object> params,
    Duration timeout,
    int retries,
    boolean retryFailures,
    Duration retryDelay,
    String release,
    Map<String, String> files,
    String peers) {

  public TaskSheet {
    params = Collections.unmodifiableMap(new TreeMap<>(params));
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  public Step step(Direction direction) {
    return direction == Direction.RUN ? forward : backward;
  }

  /**
   * The longest this task may take on its host, with all its tries: each part of a series has its
   * own.
   */
  public Duration limit() {
    int parts = Math.max(Step.parts(forward).size(), Step.parts(backward).size());
    return timeout
        .multipliedBy(retries + 1L)
        .plus(retryDelay.multipliedBy(retries))
        .multipliedBy(parts);
  }

  /** Whether it can be taken back. */
  public boolean reversible() {
    return !(backward instanceof Step.Impossible);
  }
}
