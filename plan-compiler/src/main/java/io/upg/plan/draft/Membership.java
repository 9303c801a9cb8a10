package io.upg.plan.draft;

import io.upg.plan.input.LogicBook;
import io.upg.plan.input.LogicBook.PhaseRule;
import io.upg.plan.yaml.Text;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which phases take which instance. Phases are asked in their order; an instance joins one that
 * matches its host and component, unless it has joined an earlier one that lists one of the same
 * actions.
 */
public final class Membership {
  /** The phases that take an instance; instances with the same phases share one. */
  public static final class Journey {
    private final List<PhaseRule> phases;
    private final Map<String, Integer> phaseByAction;

    private Journey(List<PhaseRule> phases, Map<String, Integer> phaseByAction) {
      this.phases = List.copyOf(phases);
      this.phaseByAction = Map.copyOf(phaseByAction);
    }

    /** In order. */
    public List<PhaseRule> phases() {
      return phases;
    }

    /** Action → index of the phase that lists it. */
    public Map<String, Integer> phaseByAction() {
      return phaseByAction;
    }

    /** {@code distribute, check, management}. */
    public String text() {
      return String.join(", ", phases.stream().map(phase -> phase.name().value()).toList());
    }
  }

  private final LogicBook book;
  private final Map<Move, Journey> journeys = new IdentityHashMap<>();
  private final List<List<Move>> members = new ArrayList<>();

  private Membership(LogicBook book, List<Move> moves, List<BitSet> hostsOfPhases) {
    this.book = book;
    List<BitSet> rivals = rivals(book.phases());
    Map<Move, BitSet> phases = new IdentityHashMap<>();
    moves.forEach(move -> phases.put(move, new BitSet()));
    for (int index = 0; index < book.phases().size(); index++) {
      PhaseRule phase = book.phases().get(index);
      BitSet hosts = hostsOfPhases.get(index);
      Set<String> components = components(phase);
      List<Move> joined = new ArrayList<>();
      for (Move move : moves) {
        BitSet before = phases.get(move);
        boolean fits = components.isEmpty() || components.contains(move.component());
        if (fits && hosts.get(move.rank()) && !before.intersects(rivals.get(index))) {
          joined.add(move);
          before.set(index);
        }
      }
      members.add(Collections.unmodifiableList(joined));
    }
    Map<BitSet, Journey> known = new HashMap<>();
    phases.forEach((move, set) -> journeys.put(move, known.computeIfAbsent(set, this::journey)));
  }

  /** Empty where a phase's host set cannot be read; that was reported. */
  public static Optional<Membership> of(LogicBook book, List<Move> moves, HostSets sets) {
    List<BitSet> hosts =
        book.phases().stream().flatMap(phase -> sets.any(phase.on()).stream()).toList();
    return hosts.size() == book.phases().size()
        ? Optional.of(new Membership(book, moves, hosts))
        : Optional.empty();
  }

  public LogicBook book() {
    return book;
  }

  /** The instances of a phase, in host order. */
  public List<Move> members(int phase) {
    return members.get(phase);
  }

  /** The phases that take the instance. */
  public Journey journey(Move move) {
    return journeys.get(move);
  }

  /** The phase that takes the instance and lists the action. */
  public Optional<Integer> phaseOf(Move move, String action) {
    return Optional.ofNullable(journeys.get(move).phaseByAction().get(action));
  }

  /** The action's place in the phase's list, or -1. */
  public int position(int phase, String action) {
    List<LogicBook.PhaseAction> actions = book.phases().get(phase).actions();
    for (int position = 0; position < actions.size(); position++) {
      if (actions.get(position).name().value().equals(action)) {
        return position;
      }
    }
    return -1;
  }

  private Journey journey(BitSet set) {
    List<PhaseRule> phases = set.stream().mapToObj(book.phases()::get).toList();
    Map<String, Integer> phaseByAction = new HashMap<>();
    set.stream()
        .forEach(
            phase ->
                book.phases()
                    .get(phase)
                    .actionNames()
                    .forEach(action -> phaseByAction.put(action, phase)));
    return new Journey(phases, phaseByAction);
  }

  private static Set<String> components(PhaseRule phase) {
    Set<String> components = new HashSet<>();
    phase.components().stream().map(Text::value).forEach(components::add);
    return components;
  }

  /** For each phase the earlier ones that list one of its actions. */
  private static List<BitSet> rivals(List<PhaseRule> phases) {
    List<BitSet> rivals = new ArrayList<>();
    for (int index = 0; index < phases.size(); index++) {
      BitSet earlier = new BitSet();
      for (int other = 0; other < index; other++) {
        Set<String> here = phases.get(index).actionNames();
        earlier.set(other, !Collections.disjoint(here, phases.get(other).actionNames()));
      }
      rivals.add(earlier);
    }
    return rivals;
  }
}
