package io.upg.plan.check;

import io.upg.plan.input.Builtins;
import io.upg.plan.input.Release;
import io.upg.plan.model.Step;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files that a release's actions name, each with the first action that does.
 *
 * @param others that built-ins take; only those whose name is known before they are on a host
 */
record ReleaseFiles(Map<String, Release.Action> scripts, Map<String, Release.Action> others) {

  static ReleaseFiles of(Release release) {
    ReleaseFiles files = new ReleaseFiles(new LinkedHashMap<>(), new LinkedHashMap<>());
    for (Release.Action action : release.actions().values()) {
      files.addStep(action.forward(), action, release);
      files.addStep(action.backward(), action, release);
    }
    return files;
  }

  private void addStep(Step step, Release.Action action, Release release) {
    Step.scripts(step).forEach(file -> scripts.putIfAbsent(file, action));
    if (Step.own(step) instanceof Step.Builtin builtin) {
      for (String parameter : Builtins.fileParameters(builtin.use())) {
        release.file(action, parameter).ifPresent(file -> others.putIfAbsent(file, action));
      }
    }
  }
}
