package io.upg.plan.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one direction of a task does. */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    include = JsonTypeInfo.As.EXISTING_PROPERTY,
    property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Step.Builtin.class, name = "builtin"),
  @JsonSubTypes.Type(value = Step.Script.class, name = "script"),
  @JsonSubTypes.Type(value = Step.Nothing.class, name = "nothing"),
  @JsonSubTypes.Type(value = Step.Impossible.class, name = "impossible")
})
public sealed interface Step {

  /**
   * The JSON name of the choice. A property like any other, so that canonical JSON can sort it in.
   */
  @JsonProperty("kind")
  String kind();

  /**
   * An action that the agent brings itself, for example {@code service.stop}; takes itself back.
   */
  record Builtin(String use) implements Step {
    @Override
    public String kind() {
      return "builtin";
    }
  }

  /**
   * An executable of the release.
   *
   * @param file its path inside the release folder
   * @param args as written, {@code ${…}} still to be filled in by the agent
   * @param env added to the environment, {@code ${…}} still to be filled in by the agent
   */
  record Script(String file, List<String> args, Map<String, String> env) implements Step {
    public Script {
      args = List.copyOf(args);
      env = Collections.unmodifiableMap(new TreeMap<>(env));
    }

    @Override
    public String kind() {
      return "script";
    }
  }

  /** Nothing to do; succeeds at once. */
  record Nothing() implements Step {
    @Override
    public String kind() {
      return "nothing";
    }
  }

  /** There is no way back. Only ever a rollback. */
  record Impossible() implements Step {
    @Override
    public String kind() {
      return "impossible";
    }
  }
}
