package io.upg.plan.yaml;

import io.upg.plan.Suggest;
import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Typed access to the keys of a map. Whatever is wrong is reported once and reads as absent, so a
 * parser goes on and finds the next problem.
 */
public final class Fields {
  private final YamlMap map;
  private final String subject;
  private final List<String> keys;
  private final Problems problems;

  private Fields(YamlMap map, String subject, List<String> keys, Problems problems) {
    this.map = map;
    this.subject = subject;
    this.keys = keys;
    this.problems = problems;
  }

  /**
   * The fields of {@code map}; reports its unknown keys.
   *
   * @param subject what the map is, for messages: "a target"
   */
  public static Fields of(YamlMap map, String subject, Problems problems, Collection<String> keys) {
    Fields fields = new Fields(map, subject, List.copyOf(keys), problems);
    fields.rejectUnknownKeys();
    return fields;
  }

  private void rejectUnknownKeys() {
    for (YamlMap.Entry entry : map.entries().values()) {
      if (!keys.contains(entry.key().value())) {
        problems.error(
            "unknown-key",
            entry.key().place(),
            subject + " has no key '" + entry.key() + "'.",
            meant(entry.key().value())
                .map(key -> "Did you mean '" + key + "'?")
                .orElse("Keys: " + String.join(", ", keys) + "."));
      }
    }
  }

  private Optional<String> meant(String unknown) {
    return Suggest.nearest(unknown, keys);
  }

  public Place place() {
    return map.place();
  }

  /** Where the key stands, or the map where it does not. */
  public Place place(String key) {
    return map.entries().containsKey(key) ? map.entries().get(key).key().place() : map.place();
  }

  public boolean has(String key) {
    return map.entries().containsKey(key);
  }

  /** Whether an unknown key is there that was probably meant to be this one. */
  public boolean misspelt(String key) {
    return map.entries().keySet().stream()
        .anyMatch(k -> !keys.contains(k) && meant(k).filter(key::equals).isPresent());
  }

  /** Reports a missing key, unless it is {@linkplain #misspelt misspelt}, which was reported. */
  public void require(String key) {
    if (!has(key) && !misspelt(key)) {
      problems.error("missing-key", map.place(), subject + " has no '" + key + "'.", "");
    }
  }

  public Optional<Text> required(String key) {
    require(key);
    return text(key);
  }

  public Optional<Text> text(String key) {
    return value(key).flatMap(value -> text("'" + key + "'", value));
  }

  /** A single value as it was written, whatever YAML takes it for. */
  public Optional<Text> written(String key) {
    return value(key).flatMap(value -> written("'" + key + "'", value));
  }

  public List<Text> texts(String key) {
    return list(key).stream()
        .flatMap(item -> text("an entry of '" + key + "'", item).stream())
        .toList();
  }

  /** The single value, or the list of them, as written. */
  public List<Text> oneOrMoreWritten(String key) {
    Optional<YamlValue> value = value(key);
    if (value.isPresent() && value.get() instanceof YamlScalar) {
      return written(key).stream().toList();
    }
    return list(key).stream()
        .flatMap(item -> written("an entry of '" + key + "'", item).stream())
        .toList();
  }

  public List<YamlValue> list(String key) {
    return value(key)
        .flatMap(value -> as(YamlList.class, "'" + key + "'", value, "a list"))
        .map(YamlList::items)
        .orElse(List.of());
  }

  /** What {@code parser} makes of each map in the list; entries it cannot read are left out. */
  public <T> List<T> each(String key, Function<YamlMap, Optional<T>> parser) {
    List<T> read = new ArrayList<>();
    for (YamlValue item : list(key)) {
      as(YamlMap.class, "an entry of '" + key + "'", item, "a map")
          .flatMap(parser)
          .ifPresent(read::add);
    }
    return read;
  }

  /** What {@code parser} makes of the single map, or of each in the list of them. */
  public <T> List<T> oneOrEach(String key, Function<YamlMap, Optional<T>> parser) {
    Optional<YamlValue> value = value(key);
    if (value.isPresent() && value.get() instanceof YamlMap one) {
      return parser.apply(one).stream().toList();
    }
    if (value.isPresent() && !(value.get() instanceof YamlList)) {
      wrongType("'" + key + "'", value.get(), "a map or a list of maps");
      return List.of();
    }
    return each(key, parser);
  }

  public Optional<YamlMap> map(String key) {
    return value(key).flatMap(value -> as(YamlMap.class, "'" + key + "'", value, "a map"));
  }

  /** The entries of a map of strings. */
  public Map<String, Text> textMap(String key) {
    Map<String, Text> texts = new LinkedHashMap<>();
    map(key)
        .ifPresent(
            entries ->
                entries
                    .entries()
                    .forEach(
                        (name, entry) ->
                            text("'" + name + "'", entry.value())
                                .ifPresent(text -> texts.put(name, text))));
    return texts;
  }

  /** A map of JSON values, or an empty one. */
  public Map<String, Object> json(String key) {
    return map(key).map(value -> Json.map(value, problems)).orElse(Map.of());
  }

  public boolean flag(String key, boolean otherwise) {
    return value(key)
        .flatMap(value -> scalar(key, value, YamlScalar.Type.BOOLEAN, "true or false"))
        .flatMap(YamlScalar::json)
        .map(Boolean.class::cast)
        .orElse(otherwise);
  }

  /** A whole number from 0. */
  public Optional<Integer> count(String key) {
    Optional<YamlScalar> scalar =
        value(key).flatMap(v -> scalar(key, v, YamlScalar.Type.WHOLE_NUMBER, "a whole number"));
    if (scalar.isPresent() && !scalar.get().text().matches("[0-9]{1,9}")) {
      wrongType("'" + key + "'", scalar.get(), "a whole number from 0");
      return Optional.empty();
    }
    return scalar.map(number -> Integer.valueOf(number.text()));
  }

  public Optional<Duration> duration(String key) {
    Optional<Text> text = written(key);
    Optional<Duration> duration = text.flatMap(t -> Durations.parse(t.value()));
    if (text.isPresent() && duration.isEmpty()) {
      problems.error(
          "duration",
          text.get().place(),
          "'" + key + "' is '" + text.get() + "'; expected a duration such as 90s, 10m or 1h30m.",
          "");
    }
    return duration;
  }

  /** Every key with its value read as text. */
  public static Optional<Text> text(String what, YamlValue value, Problems problems) {
    if (value instanceof YamlScalar scalar && scalar.type() == YamlScalar.Type.STRING) {
      return Optional.of(new Text(scalar.text(), scalar.place()));
    }
    problems.error("type", value.place(), what + Quoting.complaint(value), Quoting.hint(value));
    return Optional.empty();
  }

  private Optional<Text> text(String what, YamlValue value) {
    return text(what, value, problems);
  }

  private Optional<Text> written(String what, YamlValue value) {
    Optional<YamlScalar> scalar = as(YamlScalar.class, what, value, "a single value");
    if (scalar.isPresent() && scalar.get().type() == YamlScalar.Type.EMPTY) {
      wrongType(what, value, "a value");
      return Optional.empty();
    }
    return scalar.map(s -> new Text(s.text(), s.place()));
  }

  private Optional<YamlScalar> scalar(
      String key, YamlValue value, YamlScalar.Type type, String expected) {
    if (value instanceof YamlScalar scalar && scalar.type() == type) {
      return Optional.of(scalar);
    }
    wrongType("'" + key + "'", value, expected);
    return Optional.empty();
  }

  private <T extends YamlValue> Optional<T> as(
      Class<T> type, String what, YamlValue value, String expected) {
    if (type.isInstance(value)) {
      return Optional.of(type.cast(value));
    }
    wrongType(what, value, expected);
    return Optional.empty();
  }

  private void wrongType(String what, YamlValue value, String expected) {
    problems.error(
        "type", value.place(), what + " is " + shown(value) + "; expected " + expected + ".", "");
  }

  private static String shown(YamlValue value) {
    return value instanceof YamlScalar scalar && !scalar.text().isEmpty()
        ? "'" + scalar.text() + "'"
        : value.kind();
  }

  private Optional<YamlValue> value(String key) {
    return Optional.ofNullable(map.entries().get(key)).map(YamlMap.Entry::value);
  }
}
