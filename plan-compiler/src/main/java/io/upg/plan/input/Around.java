package io.upg.plan.input;

import io.upg.plan.model.Step;
import io.upg.plan.model.Step.Part;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Fields;
import io.upg.plan.yaml.Text;
import io.upg.plan.yaml.YamlMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The scripts that run before and after an action's own step, each with its own way back. */
final class Around {
  static final String BEFORE = "before";
  static final String AFTER = "after";

  private static final List<String> KEYS = List.of("script", "rollback", "args", "env");
  private static final String NO_ROLLBACK = "none";

  /** One of them, both ways. */
  private record Both(Part forward, Part backward) {}

  private final Text action;
  private final boolean reversible;
  private final Problems problems;
  private final List<Both> before;
  private final List<Both> after;

  /**
   * Reads {@code before} and {@code after}.
   *
   * @param fields those of the action
   * @param reversible whether the action can be taken back
   */
  Around(Text action, Fields fields, boolean reversible, Problems problems) {
    this.action = action;
    this.reversible = reversible;
    this.problems = problems;
    this.before = read(fields, BEFORE);
    this.after = read(fields, AFTER);
  }

  /** What the action does, with what comes before and after it. */
  Step forward(Step own) {
    return Step.around(
        before.stream().map(Both::forward).toList(),
        own,
        after.stream().map(Both::forward).toList());
  }

  /** The exact reverse; where the action cannot be taken back, neither can what is around it. */
  Step backward(Step own) {
    return reversible ? Step.around(reversed(after), own, reversed(before)) : own;
  }

  private static List<Part> reversed(List<Both> scripts) {
    List<Part> parts = new ArrayList<>(scripts.stream().map(Both::backward).toList());
    Collections.reverse(parts);
    return parts;
  }

  private List<Both> read(Fields fields, String place) {
    Set<String> scripts = new HashSet<>();
    return fields.oneOrEach(place, map -> one(map, place, scripts));
  }

  private Optional<Both> one(YamlMap map, String place, Set<String> scripts) {
    String subject = "'%s' of action '%s'".formatted(place, action);
    Fields fields = Fields.of(map, subject, problems, KEYS);
    Optional<Text> script = fields.required("script");
    script.ifPresent(text -> rejectTwice(subject, text, scripts));
    Map<String, String> env = new TreeMap<>();
    fields.textMap("env").forEach((key, value) -> env.put(key, value.value()));
    List<String> args = fields.texts("args").stream().map(Text::value).toList();
    Optional<String> rollback = rollback(subject, fields);
    if (script.isEmpty() || rollback.isEmpty()) {
      return Optional.empty();
    }
    String name = Part.name(place, script.get().value());
    Step back =
        rollback.get().equals(NO_ROLLBACK)
            ? new Step.Nothing()
            : new Step.Script(rollback.get(), args, env);
    return Optional.of(
        new Both(
            new Part(name, new Step.Script(script.get().value(), args, env)),
            new Part(name, back)));
  }

  /** The agent tells the parts of a task apart by their names. */
  private void rejectTwice(String subject, Text script, Set<String> scripts) {
    if (!scripts.add(script.value())) {
      problems.error(
          "twice",
          script.place(),
          subject + " names '" + script + "' twice; expected each script once.",
          "");
    }
  }

  /** {@code none} may be left out where there is no way back at all. */
  private Optional<String> rollback(String subject, Fields fields) {
    Optional<Text> rollback = fields.text("rollback");
    if (!reversible) {
      rollback
          .filter(text -> !text.value().equals(NO_ROLLBACK))
          .ifPresent(
              text ->
                  problems.error(
                      "rollback",
                      text.place(),
                      subject + " has 'rollback', but the action is 'reversible: false'.",
                      "Leave it out: it would never run."));
      return Optional.of(NO_ROLLBACK);
    }
    if (!fields.has("rollback") && !fields.misspelt("rollback")) {
      problems.error(
          "rollback",
          fields.place("script"),
          subject + " does not say how its script is taken back.",
          "Write rollback: SCRIPT, or rollback: none (nothing to take back).");
    }
    return rollback.map(Text::value);
  }
}
