package io.upg.plan.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import io.upg.plan.model.Direction;
import io.upg.plan.model.Layout;
import io.upg.plan.model.Step;
import io.upg.plan.model.TaskSheet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
  private static final TaskSheet SHEET =
      new TaskSheet(
          "keystone",
          "2024.1",
          "2025.1",
          "convert",
          "management",
          new Step.Script("convert.py", List.of("--to", "${to}"), Map.of("B", "2", "A", "1")),
          new Step.Nothing(),
          Map.of("z", List.of(1, 2.5, true), "ä", Map.of("b", "x", "a", 1)),
          Duration.ofMinutes(5),
          2,
          true,
          Duration.ofSeconds(10),
          "abc",
          Map.of(),
          null);

  @Test
  void keys_are_sorted_on_every_level_without_white_space_or_nulls() {
    assertThat(text(SHEET))
        .isEqualTo(
            "{\"action\":\"convert\",\"backward\":{\"kind\":\"nothing\"},\"component\":\"keystone\""
                + ",\"files\":{},\"forward\":{\"args\":[\"--to\",\"${to}\"]"
                + ",\"env\":{\"A\":\"1\",\"B\":\"2\"},\"file\":\"convert.py\",\"kind\":\"script\"}"
                + ",\"from\":\"2024.1\",\"params\":{\"z\":[1,2.5,true],\"ä\":{\"a\":1,\"b\":\"x\"}}"
                + ",\"phase\":\"management\",\"release\":\"abc\",\"retries\":2"
                + ",\"retryDelay\":\"PT10S\",\"retryFailures\":true,\"timeout\":\"PT5M\""
                + ",\"to\":\"2025.1\"}");
  }

  @Test
  void what_was_written_reads_back_equal() {
    assertThat(CanonicalJson.read(CanonicalJson.bytes(SHEET), TaskSheet.class)).isEqualTo(SHEET);
    for (Step step : List.of(new Step.Builtin("service.stop"), new Step.Impossible())) {
      assertThat(CanonicalJson.read(CanonicalJson.bytes(step), Step.class)).isEqualTo(step);
    }
    byte[] words = CanonicalJson.bytes(List.of(Direction.ROLLBACK));
    assertThat(CanonicalJson.read(words, new TypeReference<List<Direction>>() {}))
        .containsExactly(Direction.ROLLBACK);
  }

  @Test
  void words_and_times_are_written_as_people_write_them() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("layout", Layout.BY_HOST);
    values.put("at", Instant.parse("2026-11-01T10:00:00Z"));
    values.put("nothing", null);
    assertThat(text(values)).isEqualTo("{\"at\":\"2026-11-01T10:00:00Z\",\"layout\":\"by-host\"}");
  }

  @Test
  void the_digest_is_that_of_the_bytes_whatever_the_order_of_entries() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("b", Map.of("x", 1));
    one.put("a", List.of(2));
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("a", List.of(2));
    other.put("b", Map.of("x", 1));
    assertThat(CanonicalJson.digest(one))
        .isEqualTo(CanonicalJson.digest(other))
        .isEqualTo(Sha256.hex("{\"a\":[2],\"b\":{\"x\":1}}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void unknown_keys_are_ignored_and_broken_json_is_refused_with_its_type() {
    byte[] newer = "{\"kind\":\"builtin\",\"use\":\"check.disk\",\"since\":3}".getBytes();
    assertThat(CanonicalJson.read(newer, Step.class)).isEqualTo(new Step.Builtin("check.disk"));
    assertThatThrownBy(() -> CanonicalJson.read("{".getBytes(), TaskSheet.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Not a JSON TaskSheet: ");
  }

  private static String text(Object value) {
    return new String(CanonicalJson.bytes(value), StandardCharsets.UTF_8);
  }
}
