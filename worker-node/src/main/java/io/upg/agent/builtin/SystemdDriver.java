package io.upg.agent.builtin;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Services as units of systemd. What starts at boot is the unit's own matter (enabled or not) and
 * stays as it is.
 */
final class SystemdDriver implements ServiceDriver {
  private static final Set<String> RUNNING =
      Set.of("active", "reloading", "activating", "deactivating");
  private static final Duration ASK = Duration.ofSeconds(30);

  /** A unit that cannot live is gone by then: systemd itself only waits until it was forked. */
  private static final Duration SETTLE = Duration.ofMillis(300);

  private final List<String> systemctl;
  private final Map<String, String> environment;

  /** What {@code systemctl} ended with. */
  private record Answer(int exit, String said) {}

  /** The host's own manager. */
  SystemdDriver() {
    this(List.of("systemctl"), Map.of());
  }

  /**
   * @param environment added to the agent's
   */
  SystemdDriver(List<String> systemctl, Map<String, String> environment) {
    this.systemctl = List.copyOf(systemctl);
    this.environment = Collections.unmodifiableMap(new TreeMap<>(environment));
  }

  @Override
  public State state(String service) throws ActionFailed, IOException, InterruptedException {
    requireUnit(service);
    return new State(RUNNING.contains(ask("is-active", service).said()), false);
  }

  @Override
  public void start(String service, Duration timeout)
      throws ActionFailed, IOException, InterruptedException {
    change("start", service, timeout);
    Thread.sleep(SETTLE.toMillis());
    if (!state(service).running()) {
      throw new ActionFailed(
          "Unit '%s' ended right after its start; look: journalctl -u %s"
              .formatted(service, service));
    }
  }

  /** How long it may take, and when KILL follows, the unit says (TimeoutStopSec). */
  @Override
  public void stop(String service, Duration grace)
      throws ActionFailed, IOException, InterruptedException {
    change("stop", service, Duration.ofDays(1));
  }

  @Override
  public void hold(String service, boolean held) {
    // a unit that is stopped is not held: it starts at boot where it is enabled
  }

  private void change(String verb, String service, Duration timeout)
      throws ActionFailed, IOException, InterruptedException {
    requireUnit(service);
    Answer answer = call(timeout, verb, service);
    if (answer.exit() != 0) {
      throw new ActionFailed(
          "systemctl %s %s ended with exit code %d: %s"
              .formatted(verb, service, answer.exit(), answer.said()));
    }
  }

  private void requireUnit(String service) throws ActionFailed, IOException, InterruptedException {
    Answer answer = ask("show", "--property=LoadState", "--value", service);
    if (answer.exit() != 0) {
      throw new ActionFailed(
          "systemd cannot be asked for unit '%s': %s; on a host without systemd say driver: process"
              .formatted(service, answer.said()));
    }
    if (!answer.said().equals("loaded")) {
      throw new ActionFailed(
          "Unit '%s' is %s; expected loaded: look at systemctl status %s"
              .formatted(service, answer.said(), service));
    }
  }

  private Answer ask(String... words) throws ActionFailed, IOException, InterruptedException {
    return call(ASK, words);
  }

  private Answer call(Duration timeout, String... words)
      throws ActionFailed, IOException, InterruptedException {
    Process process = begin(words);
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ActionFailed(
            "systemctl %s did not end within %d s"
                .formatted(String.join(" ", words), timeout.toSeconds()));
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.exitValue(), said.strip());
    } finally {
      process.destroy();
    }
  }

  private Process begin(String... words) throws ActionFailed {
    List<String> command = new ArrayList<>(systemctl);
    command.addAll(List.of("--no-pager", "--no-ask-password"));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null"));
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new ActionFailed(
          "systemctl cannot be started (%s); on a host without systemd say driver: process"
              .formatted(e.getMessage()));
    }
  }
}
