package io.upg.plan.order;

import io.upg.plan.draft.Draft;
import io.upg.plan.draft.Leaders;
import io.upg.plan.draft.Move;
import io.upg.plan.input.LogicBook.PhaseAction;
import io.upg.plan.input.Release;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the tasks of a phase: what its actions are in the releases of its instances. */
public final class PhaseWork {
  private final Draft draft;
  private final int phase;
  private final List<PhaseAction> actions;
  private final Map<Release, List<Work>> patterns = new IdentityHashMap<>();

  private PhaseWork(Draft draft, int phase) {
    this.draft = draft;
    this.phase = phase;
    this.actions = draft.membership().book().phases().get(phase).actions();
  }

  /** In order of host, component, instance and action. */
  public static List<Work> of(Draft draft, int phase) {
    return new PhaseWork(draft, phase).all();
  }

  private List<Work> all() {
    List<Work> all = new ArrayList<>();
    for (Move move : draft.membership().members(phase)) {
      Optional<Release> release = draft.releases().of(move);
      for (Work work : release.map(this::pattern).orElse(List.of())) {
        if (!work.action().once() || leads(move, work)) {
          all.add(new Work(move, work.release(), work.action(), work.position()));
        }
      }
    }
    return all;
  }

  private boolean leads(Move move, Work work) {
    Optional<Leaders.Leader> leader =
        draft.leaders().of(work.release(), work.action().name().value());
    return leader.isPresent() && leader.get().move() == move;
  }

  /** The tasks of any instance that moves to the release. */
  private List<Work> pattern(Release release) {
    return patterns.computeIfAbsent(release, this::newPattern);
  }

  private List<Work> newPattern(Release release) {
    List<Work> pattern = new ArrayList<>();
    for (int position = 0; position < actions.size(); position++) {
      int place = position;
      release
          .action(actions.get(position).name().value())
          .ifPresent(action -> pattern.add(new Work(null, release, action, place)));
    }
    return pattern;
  }
}
