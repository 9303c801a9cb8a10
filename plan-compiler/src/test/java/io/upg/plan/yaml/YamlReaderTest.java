package io.upg.plan.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.upg.plan.problem.InvalidInput;
import io.upg.plan.problem.Problem;
import io.upg.plan.problem.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
  private final Problems problems = new Problems();

  @Test
  void values_become_json_as_the_core_schema_of_yaml_1_2_reads_them() {
    String text = "{s: yes, q: \"1\", i: 12, h: 0x1F, o: 0o17, f: 1.5, b: true, l: [a, {k: v}]}";
    assertThat(Json.map(map(text), problems))
        .isEqualTo(
            Map.of(
                "s",
                "yes",
                "q",
                "1",
                "i",
                12L,
                "h",
                31L,
                "o",
                15L,
                "f",
                1.5,
                "b",
                true,
                "l",
                List.of("a", Map.of("k", "v"))));
    problems.refuseErrors();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2024.10 | 'v' 2024.10 would become 2024.1: quote it. Write \"2024.10\".",
        "2024.1  | 'v' 2024.1 is a number to YAML: quote it. Write \"2024.1\".",
        "1e3     | 'v' 1e3 would become 1000.0: quote it. Write \"1e3\".",
        "010     | 'v' 010 would become 10: quote it. Write \"010\".",
        "true    | 'v' true is true or false to YAML: quote it. Write \"true\".",
        "        | 'v' is nothing; expected a string.",
        "[a]     | 'v' is a list; expected a string.",
      })
  void what_is_no_string_is_no_version(String written, String message) {
    fields("v: " + (written == null ? "" : written), "v").text("v");
    assertThat(messages()).containsExactly("f.yaml:1: error: " + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r9", "29.1.0", "2:29.1-0ubuntu1~", "'2024.10'", "\"1e3\"", "!!str 1"})
  void strings_need_no_quotes_where_yaml_takes_them_for_nothing_else(String written) {
    assertThat(fields("v: " + written, "v").text("v")).isPresent();
    problems.refuseErrors();
  }

  @Test
  void lines_are_those_of_the_text_also_after_multi_line_values() {
    YamlMap map = map("a: |\n  one\n  two\nb:\n  - x\n  - y\n");
    assertThat(map.entries().get("b").key().place().line()).isEqualTo(4);
    YamlList list = (YamlList) map.entries().get("b").value();
    assertThat(list.items().get(1).place().line()).isEqualTo(6);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a: [1               | f.yaml:1",
        "a: b: c             | f.yaml:1",
        "a: 1\\n\\tb: 2      | f.yaml:2",
        "? [a]\\n: 1         | f.yaml:1",
        "a: 1\\n---\\nb: 2   | f.yaml:2",
        "%YAML 2.0\\n---\\na | f.yaml",
        "a: \\u0007          | f.yaml:1",
        "''                  | f.yaml",
      })
  void what_cannot_be_read_is_one_problem_with_its_line(String text, String place) {
    YamlReader.read(
        "f.yaml",
        text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0007", "\u0007"),
        problems);
    assertThat(messages()).hasSize(1).allMatch(message -> message.startsWith(place + ": error: "));
  }

  @Test
  void a_file_that_nests_without_end_is_refused_and_not_followed() {
    YamlReader.read("f.yaml", "[".repeat(100_000), problems);
    assertThat(messages())
        .containsExactly("f.yaml: error: this is not YAML 1.2: values lie more than 64 deep.");
  }

  @Test
  void windows_line_ends_and_a_byte_order_mark_are_no_problem() {
    assertThat(map("\uFEFFa: 1\r\nb: 2\r\n").entries()).containsOnlyKeys("a", "b");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"90s, 90000", "10m, 600000", "1h30m, 5400000", "500ms, 500", "2d, 172800000"})
  void durations_are_numbers_with_units(String written, long millis) {
    assertThat(Durations.parse(written)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "m", "10 m", "-1s", "1.5h", "1y"})
  void anything_else_is_no_duration(String written) {
    assertThat(Durations.parse(written)).isEmpty();
  }

  private YamlMap map(String text) {
    Optional<YamlValue> value = YamlReader.read("f.yaml", text, problems);
    problems.refuseErrors();
    return (YamlMap) value.orElseThrow();
  }

  private Fields fields(String text, String... keys) {
    return Fields.of(map(text), "a thing", problems, List.of(keys));
  }

  private List<String> messages() {
    InvalidInput invalid = catchThrowableOfType(InvalidInput.class, problems::refuseErrors);
    return invalid.problems().stream().map(Problem::text).toList();
  }
}
