package io.upg.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.upg.plan.cut.Refusal;
import io.upg.store.StoredPatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the command line writes JSON: indented, names always there, times and durations ISO 8601. */
public final class Documents {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private Documents() {}

  public static String json(Object document) {
    try {
      return MAPPER.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON for " + document.getClass().getName(), e);
    }
  }

  /** {@code {"error":{"rule","message","tasks"}}}. */
  public static Map<String, Object> error(Refusal refusal) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("rule", refusal.rule());
    error.put("message", refusal.message());
    error.put("tasks", refusal.tasks());
    return Map.of("error", error);
  }

  /** {@code upg patch list}. */
  public static List<Map<String, Object>> patches(List<StoredPatch> patches) {
    return patches.stream().map(Documents::patch).toList();
  }

  private static Map<String, Object> patch(StoredPatch patch) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("patch", patch.number());
    document.put("at", patch.at());
    document.put("who", patch.who());
    document.put("component", patch.patch().component());
    document.put("script", patch.patch().script());
    document.put("sha256", patch.patch().sha256());
    document.put("change", patch.patch().change());
    document.put("tasks", patch.tasks().cardinality());
    document.put("reason", patch.reason());
    document.put("from", patch.origin());
    return document;
  }
}
