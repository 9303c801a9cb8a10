package io.upg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.upg.contract.CommandRequest;
import io.upg.plan.cut.Selection;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.patch.Change;
import io.upg.plan.patch.Place;
import io.upg.store.query.AuditEntry;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A command of the audit as a person tells it: when, who, what; what came of it; why. */
final class AuditText {
  /** How many tasks are named. */
  static final int NAMED = 3;

  /** What a shell takes as it is. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

  private static final String INDENT = " ".repeat(21);

  private AuditText() {}

  static String of(AuditEntry entry, ZoneId zone) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s  %s: %s%n"
            .formatted(
                Words.time(entry.at(), zone),
                entry.who(),
                command(entry.request(), entry.command())));
    line(text, outcome(entry));
    if (entry.reason() != null) {
      line(text, "reason: " + entry.reason());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append(INDENT).append(line.replace('\n', ' ')).append('\n');
  }

  private static String outcome(AuditEntry entry) {
    if (entry.message() != null) {
      return entry.outcome() + ": " + entry.message();
    }
    if (entry.count() == 0) {
      return entry.outcome();
    }
    int more = entry.count() - entry.tasks().size();
    return "%s, %s: %s%s"
        .formatted(
            entry.outcome(),
            Words.count(entry.count(), "task"),
            String.join(", ", entry.tasks()),
            more > 0 ? " and " + more + " more" : "");
  }

  /** As it would be typed, less the project and the reason. */
  private static String command(CommandRequest request, String name) {
    List<String> words = new ArrayList<>(List.of(name));
    words.addAll(request.phases());
    selection(words, request.selection());
    option(words, "--component", request.component());
    patch(words, request);
    option(words, "--from", request.from());
    flag(words, "--out-of-order", request.outOfOrder());
    flag(words, "--with-dependents", request.withDependents());
    flag(words, "--only", request.only());
    flag(words, "--now", request.now());
    option(words, "--until", request.until());
    option(
        words, "--pause-after", request.pauseAfter() == null ? null : request.pauseAfter().word());
    return String.join(" ", words);
  }

  private static void patch(List<String> words, CommandRequest request) {
    Change change = request.patch().change();
    option(words, "--action", change.action());
    option(words, script(change.place()), request.script());
    change.with().forEach((key, value) -> option(words, "--with", key + "=" + json(value)));
    Duration timeout = change.timeout();
    option(words, "--timeout", timeout == null ? null : timeout.toMillis() + "ms");
    option(words, "--rollback", change.rollback());
  }

  private static String script(Place place) {
    if (place == null) {
      return "--script";
    }
    return place == Place.INSTEAD ? "--use-script" : "--" + place.word();
  }

  /** JSON is YAML: typed so, the value is the same, a text of digits too. */
  private static String json(Object value) {
    return new String(CanonicalJson.bytes(value), UTF_8);
  }

  private static void selection(List<String> words, Selection selection) {
    words.addAll(selection.tasks().stream().limit(NAMED).toList());
    if (selection.tasks().size() > NAMED) {
      words.add("… (" + selection.tasks().size() + " named)");
    }
    option(words, "--host", selection.hosts());
    selection.components().forEach(component -> option(words, "--component", component));
    selection.phases().forEach(phase -> option(words, "--phase", phase));
    selection.batches().forEach(batch -> option(words, "--batch", batch));
    flag(words, "--failed", selection.failed());
    flag(words, "--all", selection.all());
  }

  private static void flag(List<String> words, String name, boolean given) {
    if (given) {
      words.add(name);
    }
  }

  private static void option(List<String> words, String name, Object value) {
    if (value != null) {
      words.add(name + " " + quoted(value.toString()));
    }
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
