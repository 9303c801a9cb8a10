package io.upg.plan.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one direction of a task does. */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    include = JsonTypeInfo.As.EXISTING_PROPERTY,
    property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Step.Builtin.class, name = "builtin"),
  @JsonSubTypes.Type(value = Step.Script.class, name = "script"),
  @JsonSubTypes.Type(value = Step.Nothing.class, name = "nothing"),
  @JsonSubTypes.Type(value = Step.Impossible.class, name = "impossible"),
  @JsonSubTypes.Type(value = Step.Series.class, name = "series")
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

  /**
   * One part after the other; the first that fails ends it. Made by an action's {@code before} and
   * {@code after}, or by a patch.
   *
   * @param parts one of them is the task's {@linkplain Part#own own}
   */
  record Series(List<Part> parts) implements Step {
    public Series {
      parts = List.copyOf(parts);
    }

    @Override
    public String kind() {
      return "series";
    }
  }

  /**
   * A part of a series.
   *
   * @param name the same in both directions: {@code task}, or {@code before fix.py}
   */
  record Part(String name, Step step) {
    private static final String OWN = "task";

    /**
     * @param place {@code before} or {@code after}
     * @param script the file that runs forwards
     */
    public static String name(String place, String script) {
      return place + " " + script;
    }

    /** Whether it is what the task does without the scripts around it. */
    @JsonIgnore
    public boolean own() {
      return name.equals(OWN);
    }
  }

  /** A step with parts before and after it; the step itself where there are none. */
  static Step around(List<Part> before, Step own, List<Part> after) {
    if (before.isEmpty() && after.isEmpty()) {
      return own;
    }
    List<Part> parts = new ArrayList<>(before);
    parts.add(new Part(Part.OWN, own));
    parts.addAll(after);
    return new Series(parts);
  }

  /** The parts of a series; of any other step itself. */
  static List<Part> parts(Step step) {
    return step instanceof Series series ? series.parts() : List.of(new Part(Part.OWN, step));
  }

  /** Whether there is nothing to do in any part. */
  static boolean doesNothing(Step step) {
    return parts(step).stream().allMatch(part -> part.step() instanceof Nothing);
  }

  /** What the task itself does, without what comes before and after it. */
  static Step own(Step step) {
    return parts(step).stream().filter(Part::own).findFirst().orElseThrow().step();
  }

  /** The files of the release that it executes. */
  static Set<String> scripts(Step step) {
    Set<String> files = new TreeSet<>();
    for (Part part : parts(step)) {
      if (part.step() instanceof Script script) {
        files.add(script.file());
      }
    }
    return files;
  }
}
