package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.server.VersionTable.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionTableTest {

  @Test
  void a_cloud_that_went_as_planned_has_one_row_for_each_way() {
    VersionTable table =
        new VersionTable(
            List.of(
                new Answer("cn-1", "hostos", "r8", "r9", "r9"),
                new Answer("cn-2", "hostos", "r8", "r8", "r8"),
                new Answer("cn-3", "hostos", "r8", "r8", "r8"),
                new Answer("cn-1", "compute", "2024.1", "2025.1", "2025.1")));

    assertThat(table.asPlanned()).isTrue();
    assertThat(table.lines())
        .containsExactly(
            "  component        from → to          hosts  answering now (hosts)",
            "  compute          2024.1 → 2025.1        1  2025.1 (1)",
            "  hostos           r8 stays               2  r8 (2)",
            "  hostos           r8 → r9                1  r9 (1)");
  }

  @Test
  void a_host_that_answers_something_else_is_named() {
    VersionTable table =
        new VersionTable(
            List.of(
                new Answer("cn-1", "compute", "1", "2", "2"),
                new Answer("cn-2", "compute", "1", "2", "1")));

    assertThat(table.asPlanned()).isFalse();
    assertThat(table.lines())
        .contains(
            "  compute          1 → 2                  2  2 (1), 1 (1)",
            "  Host 'cn-2': compute answers 1, expected 2.");
  }

  @Test
  void an_instance_that_was_to_stay_and_moved_is_not_as_planned() {
    assertThat(new VersionTable(List.of(new Answer("a", "c", "1", "1", "2"))).asPlanned())
        .isFalse();
  }
}
