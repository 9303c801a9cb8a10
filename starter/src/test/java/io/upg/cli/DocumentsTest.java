package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  @Test
  void a_duration_is_iso_8601() {
    assertThat(Documents.json(Map.of("timeout", Duration.ofSeconds(60)))).contains("\"PT1M\"");
  }
}
