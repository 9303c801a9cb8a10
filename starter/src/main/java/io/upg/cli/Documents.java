package io.upg.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.upg.plan.cut.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the command line writes JSON: indented, names always there, times ISO 8601 in UTC. */
final class Documents {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private Documents() {}

  static String json(Object document) {
    try {
      return MAPPER.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON for " + document.getClass().getName(), e);
    }
  }

  /** {@code {"error":{"rule","message","tasks"}}}. */
  static Map<String, Object> error(Refusal refusal) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("rule", refusal.rule());
    error.put("message", refusal.message());
    error.put("tasks", refusal.tasks());
    return Map.of("error", error);
  }
}
