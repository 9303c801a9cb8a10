package io.upg.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import picocli.CommandLine.Option;

/** {@code --until HH:MM}: a time of day as the operator's clock shows it. */
final class UntilOption {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm").withResolverStyle(ResolverStyle.STRICT);

  @Option(
      names = "--until",
      paramLabel = "HH:MM",
      description = "Start no batch after this time of day, the next one by the clock here; pause.")
  private String until;

  /**
   * The next moment at which the operator's clock shows it, at most a day away; null where nothing
   * was said.
   *
   * @throws UsageProblem if it is no time of day
   */
  Instant next(Clock clock) {
    if (until == null) {
      return null;
    }
    LocalTime time = time();
    ZonedDateTime now = ZonedDateTime.now(clock);
    // From the date, not from the moment: a day on which clocks change has not 24 hours.
    ZonedDateTime today = now.toLocalDate().atTime(time).atZone(clock.getZone());
    return today.isAfter(now)
        ? today.toInstant()
        : now.toLocalDate().plusDays(1).atTime(time).atZone(clock.getZone()).toInstant();
  }

  private LocalTime time() {
    try {
      return LocalTime.parse(until, TIME);
    } catch (DateTimeParseException e) {
      throw new UsageProblem(
          "--until is '%s'; expected a time of day from 00:00 to 23:59, for example --until 05:30."
              .formatted(until));
    }
  }
}
