package io.upg.agent.builtin;

import io.upg.agent.artifact.Bytes;
import io.upg.plan.yaml.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The {@code with:} of a built-in, read strictly. */
final class Params {
  private final Map<String, Object> values;

  private Params(Map<String, Object> values) {
    this.values = values;
  }

  /**
   * @throws ActionFailed if there is one that the built-in does not know
   */
  static Params of(Map<String, Object> values, String... known) throws ActionFailed {
    TreeSet<String> unknown = new TreeSet<>(values.keySet());
    for (String name : known) {
      unknown.remove(name);
    }
    if (!unknown.isEmpty()) {
      throw new ActionFailed(
          "Unknown parameter '%s'; expected %s"
              .formatted(unknown.first(), known.length == 0 ? "none" : String.join(", ", known)));
    }
    return new Params(values);
  }

  String text(String name) throws ActionFailed {
    return optional(name)
        .orElseThrow(() -> new ActionFailed("Parameter '" + name + "' is missing"));
  }

  Optional<String> optional(String name) throws ActionFailed {
    Object value = values.get(name);
    if (value instanceof Map || value instanceof Iterable) {
      throw new ActionFailed("Parameter '" + name + "' is a list or a map; expected one value");
    }
    return Optional.ofNullable(value).map(Object::toString);
  }

  int number(String name, int otherwise) throws ActionFailed {
    String text = optional(name).orElse(Integer.toString(otherwise));
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ActionFailed("Parameter '%s' is '%s'; expected a number".formatted(name, text));
    }
  }

  long size(String name) throws ActionFailed {
    try {
      return Bytes.parse(text(name));
    } catch (IllegalArgumentException e) {
      throw new ActionFailed("Parameter '" + name + "': " + e.getMessage());
    }
  }

  Duration duration(String name, Duration otherwise) throws ActionFailed {
    Optional<String> text = optional(name);
    Optional<Duration> duration =
        text.isEmpty() ? Optional.of(otherwise) : Durations.parse(text.get());
    return duration.orElseThrow(
        () ->
            new ActionFailed(
                "Parameter '%s' is '%s'; expected for example 10s".formatted(name, text.get())));
  }
}
