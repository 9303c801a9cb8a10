package io.upg.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.upg.plan.cut.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the command line writes JSON. */
final class Documents {
  static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

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
