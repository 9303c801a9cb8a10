package io.upg.plan.patch;

import io.upg.plan.input.Builtins;
import io.upg.plan.model.Step;
import io.upg.plan.model.Step.Part;
import io.upg.plan.model.TaskSheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a patch makes of one sheet.
 *
 * @param sheet the new one; equal to the old one where it was patched so before
 * @param problems one sentence each: why it cannot be patched so
 */
public record PatchedSheet(TaskSheet sheet, List<String> problems) {

  public PatchedSheet {
    problems = List.copyOf(problems);
  }

  public static PatchedSheet of(TaskSheet sheet, Patch patch) {
    return new Patching(sheet, patch).apply();
  }

  /** Applies one patch to one sheet. */
  private static final class Patching {
    private final TaskSheet sheet;
    private final Patch patch;
    private final Change change;
    private final List<String> problems = new ArrayList<>();

    Patching(TaskSheet sheet, Patch patch) {
      this.sheet = sheet;
      this.patch = patch;
      this.change = patch.change();
    }

    PatchedSheet apply() {
      Map<String, String> files = new TreeMap<>(sheet.files());
      files.putAll(patch.files());
      Map<String, Object> params = new TreeMap<>(sheet.params());
      params.putAll(change.with());
      Step forward = forward();
      Step backward = backward();
      if (!change.with().isEmpty() && Step.own(forward) instanceof Step.Builtin builtin) {
        problems.addAll(Builtins.problems(builtin.use(), params));
      }
      TaskSheet patched =
          new TaskSheet(
              sheet.component(),
              sheet.from(),
              sheet.to(),
              sheet.action(),
              sheet.phase(),
              forward,
              backward,
              params,
              change.timeout() == null ? sheet.timeout() : change.timeout(),
              sheet.retries(),
              sheet.retryFailures(),
              sheet.retryDelay(),
              sheet.release(),
              files,
              sheet.peers());
      return new PatchedSheet(patched, problems);
    }

    private Step forward() {
      if (change.place() == null) {
        return sheet.forward();
      }
      return switch (change.place()) {
        case INSTEAD -> withOwn(sheet.forward(), script(patch.script(), sheet.forward()));
        case BEFORE -> with(sheet.forward(), part(around(patch.script())), true);
        case AFTER -> with(sheet.forward(), part(around(patch.script())), false);
      };
    }

    private Step backward() {
      if (!sheet.reversible()) {
        refuseWayBack();
        return sheet.backward();
      }
      if (change.place() == null) {
        return change.rollback() == null
            ? sheet.backward()
            : withOwn(sheet.backward(), wayBack(sheet.backward()));
      }
      if (change.rollback() == null) {
        problems.add(
            "The patch does not say how '%s' is taken back: --rollback NAME, or --rollback none."
                .formatted(patch.script()));
        return sheet.backward();
      }
      return switch (change.place()) {
        case INSTEAD -> withOwn(sheet.backward(), wayBack(sheet.backward()));
        case BEFORE -> with(sheet.backward(), part(wayBackAround()), false);
        case AFTER -> with(sheet.backward(), part(wayBackAround()), true);
      };
    }

    private void refuseWayBack() {
      if (change.hasRollbackFile()) {
        problems.add(
            "'%s' of %s %s cannot be taken back (reversible: false), so a rollback would never run: leave out --rollback, or say none."
                .formatted(sheet.action(), sheet.component(), sheet.to()));
      }
    }

    private Step wayBack(Step before) {
      return change.hasRollbackFile() ? script(change.rollback(), before) : new Step.Nothing();
    }

    /** A script in another one's place is called as that was. */
    private Step.Script script(String file, Step before) {
      Step own =
          Step.own(before) instanceof Step.Script ? Step.own(before) : Step.own(sheet.forward());
      return own instanceof Step.Script other
          ? new Step.Script(file, other.args(), other.env())
          : new Step.Script(file, List.of(), Map.of());
    }

    private Step wayBackAround() {
      return change.hasRollbackFile() ? around(change.rollback()) : new Step.Nothing();
    }

    /** Called as the one of this name was, if there is one; without arguments else. */
    private Step.Script around(String file) {
      return Step.parts(sheet.forward()).stream()
          .filter(part -> part.name().equals(name()))
          .map(Part::step)
          .filter(Step.Script.class::isInstance)
          .map(Step.Script.class::cast)
          .map(known -> new Step.Script(file, known.args(), known.env()))
          .findFirst()
          .orElseGet(() -> new Step.Script(file, List.of(), Map.of()));
    }

    private String name() {
      return Part.name(change.place().word(), patch.script());
    }

    private Part part(Step step) {
      return new Part(name(), step);
    }

    private static Step withOwn(Step before, Step own) {
      if (!(before instanceof Step.Series series)) {
        return own;
      }
      return new Step.Series(
          series.parts().stream().map(p -> p.own() ? new Part(p.name(), own) : p).toList());
    }

    /** One of this name is replaced where it stands. */
    private static Step with(Step before, Part part, boolean first) {
      List<Part> parts = new ArrayList<>(Step.parts(before));
      Optional<Part> known = parts.stream().filter(p -> p.name().equals(part.name())).findFirst();
      if (known.isPresent()) {
        parts.set(parts.indexOf(known.get()), part);
      } else {
        parts.add(first ? 0 : parts.size(), part);
      }
      return new Step.Series(parts);
    }
  }
}
