package io.upg.plan.input;

import io.upg.plan.model.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The references {@code ${…}} of an action's parameters, arguments, environment and template.
 *
 * @param names what stands between the braces
 * @param unclosed texts with a {@code ${} that no brace closes
 */
public record References(Set<String> names, List<String> unclosed) {
  /** What every task knows; besides these there is {@code vars.NAME}. */
  public static final List<String> KNOWN =
      List.of("to", "from", "host", "component", "root", "releaseDir", "stateDir");

  public static final String VARS = "vars.";

  /**
   * @param text of a file of the release, by its path there
   */
  public static References of(
      Release release, Release.Action action, Function<String, Optional<String>> text) {
    References found = new References(new LinkedHashSet<>(), new ArrayList<>());
    found.addValue(action.params());
    found.addStep(action.forward());
    found.addStep(action.backward());
    release.template(action).flatMap(text).ifPresent(found::addTemplate);
    return found;
  }

  /** Those of parameters alone. */
  public static References in(Map<String, Object> params) {
    References found = new References(new LinkedHashSet<>(), new ArrayList<>());
    found.addValue(params);
    return found;
  }

  private void addStep(Step step) {
    for (Step.Part part : Step.parts(step)) {
      if (part.step() instanceof Step.Script script) {
        addValue(script.args());
        addValue(script.env());
      }
    }
  }

  private void addValue(Object value) {
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(this::addValue);
    } else if (value instanceof List<?> list) {
      list.forEach(this::addValue);
    } else if (value instanceof String text) {
      addText(text);
    }
  }

  /** Line by line, as it is filled in; {@code $${} stands for itself. */
  private void addTemplate(String text) {
    text.lines().forEach(line -> addText(line.replace("$${", "")));
  }

  private void addText(String text) {
    int open = text.indexOf("${");
    while (open >= 0) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        unclosed.add(text);
        return;
      }
      names.add(text.substring(open + 2, close));
      open = text.indexOf("${", close);
    }
  }
}
