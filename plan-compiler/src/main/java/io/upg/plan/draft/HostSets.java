package io.upg.plan.draft;

import io.upg.plan.compile.SourceTree;
import io.upg.plan.hosts.HostDirectory;
import io.upg.plan.hosts.HostSet;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Text;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads host sets where they are written, and finds their hosts; says what is wrong with them. */
public final class HostSets {
  private final SourceTree tree;
  private final Optional<HostDirectory> directory;
  private final boolean complete;
  private final Map<String, Integer> ranks;
  private final Problems problems;
  private final Map<Text, Optional<BitSet>> known = new HashMap<>();

  /**
   * @param directory empty where no inventory could be read: then host sets are only read
   * @param complete false where some hosts could not be read: then matching nothing is no problem
   */
  public HostSets(
      SourceTree tree, Optional<HostDirectory> directory, boolean complete, Problems problems) {
    this.tree = tree;
    this.complete = complete;
    this.directory = directory;
    this.ranks = directory.map(hosts -> Fleet.ranks(hosts.names())).orElse(Map.of());
    this.problems = problems;
  }

  /** The ranks of the hosts; empty after a problem was reported, matching nothing is one. */
  public Optional<BitSet> some(Text on) {
    return match(on, true);
  }

  /** As {@link #some}, but a set that matches nothing is only worth a note. */
  public Optional<BitSet> any(Text on) {
    return match(on, false);
  }

  private Optional<BitSet> match(Text on, boolean needed) {
    return known.computeIfAbsent(on, set -> evaluate(set, needed));
  }

  private Optional<BitSet> evaluate(Text on, boolean needed) {
    Optional<HostSet> set = read(on);
    if (set.isEmpty() || directory.isEmpty()) {
      return Optional.empty();
    }
    HostSet.Match match = set.get().match(directory.get());
    BitSet places = new BitSet();
    match.hosts().forEach(host -> places.set(ranks.get(host)));
    return report(on, match, needed) ? Optional.of(places) : Optional.empty();
  }

  private Optional<HostSet> read(Text on) {
    try {
      return Optional.of(HostSet.parse(on.value(), path -> tree.text(file(on, path))));
    } catch (IllegalArgumentException e) {
      problems.error("host-set", on.place(), e.getMessage(), "");
      return Optional.empty();
    }
  }

  /** Files beside the one that names them; on the command line as the user types them. */
  private String file(Text on, String path) {
    return on.place().onCommandLine() ? path : tree.resolve(on.place().file(), path);
  }

  private boolean report(Text on, HostSet.Match match, boolean needed) {
    if (!complete) {
      return !match.hosts().isEmpty() || !needed;
    }
    String hint = String.join(" ", match.unknown());
    if (match.hosts().isEmpty()) {
      String message = "host set '" + on + "' matches no host of the inventory.";
      if (needed) {
        problems.error("no-hosts", on.place(), message, hint);
        return false;
      }
      problems.note("no-hosts", on.place(), message, hint);
    } else if (!match.unknown().isEmpty()) {
      String message = "host set '" + on + "' names what the inventory does not have.";
      problems.note("unknown-hosts", on.place(), message, hint);
    }
    return true;
  }
}
