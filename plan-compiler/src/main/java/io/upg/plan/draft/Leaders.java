package io.upg.plan.draft;

import io.upg.plan.input.Release;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where {@code scope: once} actions run: of the instances that move to the release, those in the
 * earliest phase that lists the action, the first by host name.
 */
public final class Leaders {

  /** One {@code once} action of one release, and the instance that does it for all. */
  public record Leader(Release release, Release.Action action, Move move, int phase) {}

  private final List<Leader> leaders = new ArrayList<>();

  public Leaders(Releases releases, Membership membership, List<Move> moves, HostSets sets) {
    Map<Release, List<Move>> candidates = new IdentityHashMap<>();
    for (Move move : moves) {
      releases
          .of(move)
          .ifPresent(r -> candidates.computeIfAbsent(r, x -> new ArrayList<>()).add(move));
    }
    for (Release release : releases.all()) {
      List<Move> moved = candidates.getOrDefault(release, List.of());
      release.actions().values().stream()
          .filter(Release.Action::once)
          .forEach(action -> choose(release, action, moved, membership, sets));
    }
  }

  private void choose(
      Release release,
      Release.Action action,
      List<Move> candidates,
      Membership membership,
      HostSets sets) {
    String name = action.name().value();
    Optional<BitSet> allowed = action.leader().flatMap(sets::some);
    candidates.stream()
        .filter(move -> allowed.map(hosts -> hosts.get(move.rank())).orElse(true))
        .filter(move -> membership.phaseOf(move, name).isPresent())
        .min(Comparator.comparingInt(move -> membership.phaseOf(move, name).orElseThrow()))
        .ifPresent(move -> add(release, action, move, membership));
  }

  private void add(Release release, Release.Action action, Move move, Membership membership) {
    int phase = membership.phaseOf(move, action.name().value()).orElseThrow();
    leaders.add(new Leader(release, action, move, phase));
  }

  /** Sorted by component and version of the release. */
  public List<Leader> all() {
    return Collections.unmodifiableList(leaders);
  }

  public Optional<Leader> of(Release release, String action) {
    return leaders.stream()
        .filter(leader -> leader.release == release && leader.action.name().value().equals(action))
        .findFirst();
  }
}
