package io.upg.plan.compile;

import io.upg.plan.check.Check;
import io.upg.plan.check.Checks;
import io.upg.plan.draft.Draft;
import io.upg.plan.draft.Fleet;
import io.upg.plan.draft.FleetBuilder;
import io.upg.plan.draft.HostSets;
import io.upg.plan.draft.Leaders;
import io.upg.plan.draft.Membership;
import io.upg.plan.draft.Move;
import io.upg.plan.draft.Releases;
import io.upg.plan.draft.Requires;
import io.upg.plan.draft.Targets;
import io.upg.plan.input.Inventory;
import io.upg.plan.input.LogicBook;
import io.upg.plan.input.Project;
import io.upg.plan.input.Release;
import io.upg.plan.order.Order;
import io.upg.plan.order.PhaseOrder;
import io.upg.plan.problem.InvalidInput;
import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns the files of a project into its global plan. Pure: all input comes through the tree. */
public final class PlanCompiler {
  private final SourceTree tree;
  private final String projectPath;
  private final Sources sources;
  private final Problems problems = new Problems();

  private PlanCompiler(SourceTree tree, String projectPath) {
    this.tree = tree;
    this.projectPath = projectPath;
    this.sources = new Sources(tree, projectPath, problems);
  }

  /**
   * @param overrides targets of the command line
   * @throws InvalidInput with every problem of every file
   */
  public static Compiled compile(
      SourceTree tree, String projectPath, List<TargetOverride> overrides) {
    return new PlanCompiler(tree, projectPath).compile(overrides);
  }

  private Compiled compile(List<TargetOverride> overrides) {
    // What the user wrote. Without a project file the usual names are tried, to check the rest.
    Optional<Project> written = sources.project();
    Project project = written.orElse(Project.unreadable(new Place(projectPath, 0)));
    Optional<Inventory> inventory = sources.inventory(project);
    Optional<LogicBook> logic = sources.logic(project);

    // What exists: host sets evaluated, one entry for each instance.
    Optional<Fleet> fleet = inventory.map(i -> FleetBuilder.build(tree, i, problems));
    boolean complete = fleet.map(Fleet::complete).orElse(false);
    HostSets sets = new HostSets(tree, fleet.map(Fleet::hosts), complete, problems);

    // What changes: the target version of each instance, the command line's before the project's.
    List<Project.Target> replaced = targets(overrides);
    List<Move> moves =
        fleet
            .map(f -> Targets.moves(f, project.targets(), replaced, sets, problems))
            .orElse(List.of());

    // How: the releases moved to, and what they require.
    List<Project.Target> wanted = new ArrayList<>(project.targets());
    wanted.addAll(replaced);
    Releases releases = releases(project, fleet.isPresent() ? wanted(moves) : named(wanted));
    Requires requires = new Requires(releases);
    Checks.ofReleases().forEach(check -> check.check(tree, releases, requires, problems));

    // When: the phases of each instance. Rules between files are checked where all could be read.
    Optional<Membership> membership = logic.flatMap(book -> Membership.of(book, moves, sets));
    Optional<Draft> draft =
        membership
            .filter(m -> fleet.isPresent() && written.isPresent())
            .map(m -> draft(project, fleet.orElseThrow(), moves, releases, requires, m, sets));
    for (Check check : Checks.ofProjects()) {
      draft.ifPresent(d -> check.check(d, problems));
    }
    problems.refuseErrors();

    // In which order: stages, batches and groups; then numbers, sheets and the digest.
    List<PhaseOrder> order = Order.of(draft.orElseThrow(), problems);
    problems.refuseErrors();
    return new PlanWriter(draft.orElseThrow()).write(order, problems.notes());
  }

  private Draft draft(
      Project project,
      Fleet fleet,
      List<Move> moves,
      Releases releases,
      Requires requires,
      Membership membership,
      HostSets sets) {
    Leaders leaders = new Leaders(releases, membership, moves, sets);
    return new Draft(tree, project, fleet, moves, releases, requires, membership, leaders);
  }

  private static List<Project.Target> targets(List<TargetOverride> overrides) {
    return overrides.stream().map(PlanCompiler::target).toList();
  }

  private static Project.Target target(TargetOverride override) {
    Place place = new Place(override.place(), 0);
    return new Project.Target(
        new Text(override.component(), place),
        new Text(override.hosts(), place),
        new Text(override.version(), place),
        "");
  }

  private static Map<Releases.Key, Place> wanted(List<Move> moves) {
    return named(moves.stream().map(Move::target).distinct().toList());
  }

  private static Map<Releases.Key, Place> named(List<Project.Target> targets) {
    Map<Releases.Key, Place> named = new TreeMap<>();
    for (Project.Target target : targets) {
      Releases.Key key = new Releases.Key(target.component().value(), target.version().value());
      named.putIfAbsent(key, target.version().place());
    }
    return named;
  }

  private Releases releases(Project project, Map<Releases.Key, Place> wanted) {
    List<Release> read = new ArrayList<>();
    wanted.forEach((key, place) -> sources.release(project, key, place).ifPresent(read::add));
    return new Releases(read);
  }
}
