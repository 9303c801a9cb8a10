package io.upg.plan.input;

import io.upg.plan.model.Step;
import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Fields;
import io.upg.plan.yaml.Text;
import io.upg.plan.yaml.YamlMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads one action of a release. */
final class ActionParser {
  private static final List<String> KEYS =
      List.of(
          "use",
          "script",
          "rollback",
          "reversible",
          "with",
          "args",
          "env",
          "timeout",
          "retries",
          "retry-delay",
          "scope",
          "leader",
          Around.BEFORE,
          Around.AFTER);
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(10);
  private static final int RETRIES = 3;

  private final Text name;
  private final Fields fields;
  private final Problems problems;

  ActionParser(Text name, YamlMap map, Problems problems) {
    this.name = name;
    this.problems = problems;
    this.fields = Fields.of(map, "action '" + name + "'", problems, KEYS);
  }

  /** What {@code distribute} is where a release does not write it. */
  static Release.Action distribute(Place place) {
    return new Release.Action(
        new Text(Builtins.DISTRIBUTE, place),
        new Step.Builtin(Builtins.DISTRIBUTE),
        new Step.Builtin(Builtins.DISTRIBUTE),
        Map.of(),
        TIMEOUT,
        RETRIES,
        false,
        RETRY_DELAY,
        false,
        Optional.empty());
  }

  Optional<Release.Action> parse() {
    Map<String, Object> params = fields.json("with");
    Optional<Step> forward = forward();
    boolean reversible = fields.flag("reversible", true);
    Optional<Step> backward = forward.flatMap(step -> backward(step, reversible, params));
    Around around = new Around(name, fields, reversible, problems);
    boolean once = once();
    Optional<Text> leader = leader(once);
    Optional<Duration> timeout = fields.duration("timeout").filter(t -> positive("timeout", t));
    Optional<Integer> retries = fields.count("retries");
    Optional<Duration> delay = fields.duration("retry-delay");
    if (forward.isEmpty() || backward.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Release.Action(
            name,
            around.forward(forward.get()),
            around.backward(backward.get()),
            params,
            timeout.orElse(TIMEOUT),
            retries.orElse(RETRIES),
            retries.isPresent(),
            delay.orElse(RETRY_DELAY),
            once,
            leader));
  }

  private boolean positive(String key, Duration duration) {
    if (duration.isZero()) {
      error("duration", key, "'" + key + "' is 0; expected more.", "");
    }
    return !duration.isZero();
  }

  private Optional<Step> forward() {
    Optional<Text> use = fields.text("use");
    Optional<Text> script = fields.text("script");
    if (fields.misspelt("use") || fields.misspelt("script")) {
      return Optional.empty();
    }
    if (fields.has("use") == fields.has("script")) {
      String both = fields.has("use") ? "both 'use' and 'script'" : "neither 'use' nor 'script'";
      error("action", "use", "action '" + name + "' has " + both + "; expected one of them.", "");
      return Optional.empty();
    }
    use.ifPresent(this::checkBuiltin);
    Optional<Step> builtin = use.map(text -> new Step.Builtin(text.value()));
    return builtin.isPresent() ? builtin : script.map(this::script);
  }

  private void checkBuiltin(Text use) {
    Builtins.check(use, fields.map("with").orElse(new YamlMap(use.place(), Map.of())), problems);
    for (String key : List.of("args", "env")) {
      if (fields.has(key)) {
        error("action", key, "'" + key + "' is for scripts; " + use + " takes 'with' only.", "");
      }
    }
  }

  private Step script(Text file) {
    Map<String, String> env = new TreeMap<>();
    fields.textMap("env").forEach((key, value) -> env.put(key, value.value()));
    List<String> args = fields.texts("args").stream().map(Text::value).toList();
    return new Step.Script(file.value(), args, env);
  }

  private Optional<Step> backward(Step forward, boolean reversible, Map<String, Object> params) {
    Optional<Text> rollback = fields.text("rollback");
    if (forward instanceof Step.Builtin builtin
        && Builtins.namesRollback(builtin.use(), params)
        && (fields.has("rollback") || !reversible)) {
      String other = reversible ? "'rollback'" : "'reversible: false'";
      String message =
          "action '"
              + name
              + "' has "
              + other
              + " and a 'rollback' in 'with'; expected one of them.";
      error("rollback", "rollback", message, "");
      return Optional.empty();
    }
    if (!reversible && fields.has("rollback")) {
      String message =
          "action '" + name + "' has 'rollback' and 'reversible: false'; expected one of them.";
      error("rollback", "rollback", message, "");
      return Optional.empty();
    }
    if (!reversible) {
      return Optional.of(new Step.Impossible());
    }
    if (rollback.isPresent()) {
      return rollback.map(text -> text.value().equals("none") ? new Step.Nothing() : script(text));
    }
    return fields.has("rollback") ? Optional.empty() : ofItself(forward, params);
  }

  private Optional<Step> ofItself(Step forward, Map<String, Object> params) {
    if (forward instanceof Step.Builtin builtin) {
      if (Builtins.owesRollback(builtin.use(), params)) {
        error(
            "rollback",
            "use",
            "action '" + name + "' does not say how its command is taken back.",
            "Write with: {rollback: COMMAND}, rollback: none (nothing to take back) or"
                + " reversible: false.");
        return Optional.empty();
      }
      return Optional.of(Builtins.takesBack(builtin.use()) ? forward : new Step.Nothing());
    }
    if (fields.misspelt("rollback") || fields.misspelt("reversible")) {
      return Optional.empty();
    }
    error(
        "rollback",
        "script",
        "action '" + name + "' does not say how its script is taken back.",
        "Write rollback: SCRIPT, rollback: none (nothing to take back) or reversible: false.");
    return Optional.empty();
  }

  private boolean once() {
    Optional<Text> scope = fields.text("scope");
    if (scope.isPresent() && !scope.get().value().equals("once")) {
      error("scope", "scope", "'scope' is '" + scope.get() + "'; expected 'once'.", "");
    }
    return scope.isPresent();
  }

  private Optional<Text> leader(boolean once) {
    if (fields.has("leader") && !once) {
      error("scope", "leader", "'leader' is for actions with 'scope: once' only.", "");
    }
    return fields.text("leader");
  }

  private void error(String code, String key, String message, String hint) {
    problems.error(code, fields.place(key), message, hint);
  }
}
