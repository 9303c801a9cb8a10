package io.upg.plan.patch;

import io.upg.plan.model.Step;
import io.upg.plan.model.Step.Part;
import io.upg.plan.model.TaskSheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes what runs before and after a task as an action's {@code before} and {@code after}. */
final class WrittenParts {
  private final TaskSheet sheet;

  private WrittenParts(TaskSheet sheet) {
    this.sheet = sheet;
  }

  /** The keys with their values; a place where nothing runs is left out. */
  static Map<String, List<Object>> of(TaskSheet sheet) {
    return new WrittenParts(sheet).write();
  }

  /** How a way back is called in a release. */
  static String rollback(Step backward) {
    return backward instanceof Step.Script script ? script.file() : Change.NO_ROLLBACK;
  }

  private Map<String, List<Object>> write() {
    Map<String, List<Object>> written = new TreeMap<>();
    Place place = Place.BEFORE;
    for (Part part : Step.parts(sheet.forward())) {
      if (part.own()) {
        place = Place.AFTER;
      } else if (part.step() instanceof Step.Script script) {
        written
            .computeIfAbsent(place.word(), word -> new ArrayList<>())
            .add(part(part.name(), script));
      }
    }
    return written;
  }

  private Map<String, Object> part(String name, Step.Script script) {
    Map<String, Object> keys = new TreeMap<>();
    keys.put("script", script.file());
    wayBack(name).ifPresent(step -> keys.put("rollback", rollback(step)));
    if (!script.args().isEmpty()) {
      keys.put("args", script.args());
    }
    if (!script.env().isEmpty()) {
      keys.put("env", script.env());
    }
    return keys;
  }

  /** Empty where the task cannot be taken back at all. */
  private Optional<Step> wayBack(String name) {
    return Step.parts(sheet.backward()).stream()
        .filter(part -> part.name().equals(name))
        .map(Part::step)
        .findFirst();
  }
}
