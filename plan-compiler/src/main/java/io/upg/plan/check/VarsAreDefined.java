package io.upg.plan.check;

import io.upg.plan.draft.ByKey;
import io.upg.plan.draft.Draft;
import io.upg.plan.draft.Move;
import io.upg.plan.draft.Releases;
import io.upg.plan.draft.Some;
import io.upg.plan.input.References;
import io.upg.plan.input.Release;
import io.upg.plan.model.HostSheet;
import io.upg.plan.problem.Problems;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every {@code ${vars.NAME}} has a value on every host where it is to be filled in. */
final class VarsAreDefined implements Check {
  @Override
  public void check(Draft draft, Problems problems) {
    ByKey.of(draft.moves(), Releases.Key::of)
        .values()
        .forEach(
            moves ->
                draft
                    .releases()
                    .of(moves.get(0))
                    .ifPresent(release -> check(draft, release, moves, problems)));
  }

  private static void check(Draft draft, Release release, List<Move> moves, Problems problems) {
    Map<String, Release.Action> paths = new LinkedHashMap<>();
    for (Release.Action action : release.actions().values()) {
      References.of(release, action, draft.tree().in(release.folder())).names().stream()
          .filter(name -> name.startsWith(References.VARS))
          .forEach(name -> paths.putIfAbsent(name, action));
    }
    paths.forEach(
        (path, action) -> {
          List<Move> lacking = lacking(draft, where(draft, release, action, moves), path);
          if (!lacking.isEmpty()) {
            report(release, action, path, lacking, problems);
          }
        });
  }

  private static List<Move> where(
      Draft draft, Release release, Release.Action action, List<Move> moves) {
    return action.once()
        ? draft.leaders().of(release, action.name().value()).stream()
            .map(leader -> leader.move())
            .toList()
        : moves;
  }

  private static List<Move> lacking(Draft draft, List<Move> moves, String path) {
    Map<HostSheet, Boolean> known = new IdentityHashMap<>();
    String inside = path.substring(References.VARS.length());
    return moves.stream()
        .filter(
            move -> {
              HostSheet sheet = draft.fleet().hosts().sheet(move.instance().host());
              return !known.computeIfAbsent(sheet, s -> defined(s.vars(), inside));
            })
        .toList();
  }

  private static boolean defined(Object value, String path) {
    Object at = value;
    for (String name : path.split("\\.", -1)) {
      if (!(at instanceof Map<?, ?> map) || !map.containsKey(name)) {
        return false;
      }
      at = map.get(name);
    }
    return true;
  }

  private static void report(
      Release release, Release.Action action, String path, List<Move> lacking, Problems problems) {
    List<String> hosts = lacking.stream().map(move -> move.instance().host()).distinct().toList();
    problems.error(
        "undefined-vars",
        action.name().place(),
        "action '"
            + action.name()
            + "' of "
            + release.title()
            + " refers to ${"
            + path
            + "}, which has no value on "
            + Some.of(hosts)
            + ".",
        "Give it under 'vars' in the inventory.");
  }
}
