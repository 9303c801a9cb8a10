package io.upg.agent.doctor;

import io.upg.access.Access;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * This host's clock against that of the artifact servers: the {@code Date} of their answers, which
 * is in whole seconds. (Temporal's answers carry no time.) Times of results come from hosts, and
 * certificates are judged by clocks.
 */
public record ClockCheck(List<URI> artifacts, Access access) implements Check {
  private static final String NAME = "clock";
  private static final Duration WARNING = Duration.ofSeconds(5);
  private static final Duration FAILED = Duration.ofSeconds(60);

  public ClockCheck {
    artifacts = List.copyOf(artifacts);
  }

  @Override
  public List<Finding> look() {
    List<Finding> found = new ArrayList<>();
    for (URI server : artifacts) {
      difference(server).map(ahead -> judge(server, ahead)).ifPresent(found::add);
    }
    return found.isEmpty()
        ? List.of(
            Finding.warning(
                NAME,
                "not compared: no artifact server has told its time",
                "Look whether this host's clock is set by NTP"))
        : found;
  }

  private static Finding judge(URI server, Duration ahead) {
    String found =
        "%d s %s that of %s"
            .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of", server);
    String todo = "Have both set by NTP";
    if (ahead.abs().compareTo(FAILED) > 0) {
      return Finding.failed(NAME, found, todo);
    }
    return ahead.abs().compareTo(WARNING) > 0
        ? Finding.warning(NAME, found, todo)
        : Finding.ok(NAME, found);
  }

  /** How far this host's clock is ahead; empty where the server does not tell its time. */
  private Optional<Duration> difference(URI server) {
    if (!Http.speaks(server)) {
      return Optional.empty();
    }
    try {
      Optional<String> date =
          Http.head(server, ArtifactCheck.PROBE, access).headers().firstValue("Date");
      Instant now = Instant.now();
      return date.map(
          text ->
              Duration.between(
                  Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)), now));
    } catch (IOException | java.time.format.DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
