package io.upg.agent.builtin;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Services as units of systemd. What starts at boot is the unit's own matter (enabled or not) and
 * stays as it is.
 */
final class SystemdDriver implements ServiceDriver {
  private static final int NO_SUCH_UNIT = 4;
  private static final Duration ASK = Duration.ofSeconds(30);

  /** What {@code systemctl} ended with. */
  private record Answer(int exit, String said) {}

  @Override
  public State state(String service) throws ActionFailed, IOException, InterruptedException {
    requireUnit(service);
    String state = systemctl(ASK, "is-active", service).said();
    return new State(
        List.of("active", "reloading", "activating", "deactivating").contains(state), false);
  }

  @Override
  public void start(String service, Duration timeout)
      throws ActionFailed, IOException, InterruptedException {
    change("start", service, timeout);
    if (!state(service).running()) {
      throw new ActionFailed(
          "Unit '%s' ended right after its start; look: journalctl -u %s"
              .formatted(service, service));
    }
  }

  /** The unit's own TimeoutStopSec rules; systemd ends its whole control group. */
  @Override
  public void stop(String service, Duration grace)
      throws ActionFailed, IOException, InterruptedException {
    change("stop", service, Duration.ofDays(1));
  }

  @Override
  public void hold(String service, boolean held) {
    // nothing of systemd's is held by a stop
  }

  private static void change(String verb, String service, Duration timeout)
      throws ActionFailed, IOException, InterruptedException {
    requireUnit(service);
    Answer answer = systemctl(timeout, verb, service);
    if (answer.exit() != 0) {
      throw new ActionFailed(
          "systemctl %s %s ended with exit code %d: %s"
              .formatted(verb, service, answer.exit(), answer.said()));
    }
  }

  private static void requireUnit(String service)
      throws ActionFailed, IOException, InterruptedException {
    Answer answer = systemctl(ASK, "show", "--property=LoadState", "--value", service);
    if (answer.exit() == 0 && answer.said().equals("loaded")) {
      return;
    }
    boolean unknown = answer.exit() == NO_SUCH_UNIT || answer.said().equals("not-found");
    throw new ActionFailed(
        unknown
            ? "systemd knows no unit '" + service + "'"
            : "systemd cannot be asked for unit '%s': %s".formatted(service, answer.said()));
  }

  private static Answer systemctl(Duration timeout, String... words)
      throws ActionFailed, IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("systemctl", "--no-pager", "--no-ask-password"));
    command.addAll(List.of(words));
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .start();
    } catch (IOException e) {
      throw new ActionFailed(
          "Driver systemd: systemctl cannot be started (%s); on a host without systemd say driver: process"
              .formatted(e.getMessage()));
    }
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
}
