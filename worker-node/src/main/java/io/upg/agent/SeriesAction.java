package io.upg.agent;

import io.upg.agent.Outcome.Next;
import io.upg.agent.builtin.StateFile;
import io.upg.plan.model.Direction;
import io.upg.plan.model.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a release or a patch puts before and after a task, and the task itself: one after the other,
 * each with its own tries and its own section of the output. Backwards only what was begun is taken
 * back.
 */
final class SeriesAction implements Action {
  /** How the line begins that opens a section. */
  static final String MARK = "-- part ";

  private final TaskWorld world;
  private final List<Member> members;
  private final boolean stood;
  private final StateFile begun;

  /** A part, ready to be run. */
  record Member(Step.Part part, Action action) {}

  /** Names of the parts that were begun and not taken back since. */
  private record Begun(Set<String> parts) {}

  /**
   * @param stood whether the task may have had an effect before this attempt
   */
  SeriesAction(TaskWorld world, List<Member> members, boolean stood) {
    this.world = world;
    this.members = List.copyOf(members);
    this.stood = stood;
    this.begun = new StateFile(world.stateDir().resolve("parts.json"));
  }

  @Override
  public void prepare() throws IOException, TaskRefused, InterruptedException {
    for (Member member : members) {
      member.action().prepare();
    }
  }

  /** Its parts have made their tries: there is nothing to be tried again. */
  @Override
  public Outcome once(int number) throws IOException, TaskRefused, InterruptedException {
    boolean forwards = world.order().direction() == Direction.RUN;
    Outcome own = Outcome.success(null, null);
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      boolean runs = forwards || stands(member.part());
      note(
          "%s%d of %d: %s%s"
              .formatted(
                  MARK,
                  i + 1,
                  members.size(),
                  member.part().name(),
                  runs ? "" : ", which has not run: nothing to take back"));
      if (runs) {
        Outcome outcome = perform(member, forwards);
        if (!outcome.succeeded()) {
          return failed(member.part(), outcome);
        }
        own = member.part().own() ? outcome : own;
      }
    }
    return own;
  }

  private Outcome perform(Member member, boolean forwards)
      throws IOException, TaskRefused, InterruptedException {
    if (forwards && !world.mode().dryRun()) {
      Set<String> parts = parts();
      parts.add(member.part().name());
      begun.write(new Begun(parts));
    }
    Outcome outcome = new Tries(world).of(member.action());
    if (!forwards && outcome.succeeded()) {
      Set<String> parts = parts();
      parts.remove(member.part().name());
      begun.write(new Begun(parts));
    }
    return outcome;
  }

  /** A task that was patched behind its run has no record: it ran, and nothing around it did. */
  private boolean stands(Step.Part part) throws IOException {
    return begun.read(Begun.class).map(b -> b.parts().contains(part.name())).orElse(part.own());
  }

  /** A patched task's attempt without a record may be one of the task alone, before the patch. */
  private Set<String> parts() throws IOException {
    Set<String> parts = new TreeSet<>();
    Optional<Begun> recorded = begun.read(Begun.class);
    if (recorded.isPresent()) {
      parts.addAll(recorded.get().parts());
    } else if (stood && world.task().attempt() > 1 && world.task().revision() > 1) {
      members.stream().map(Member::part).filter(Step.Part::own).forEach(p -> parts.add(p.name()));
    }
    return parts;
  }

  private static Outcome failed(Step.Part part, Outcome outcome) {
    if (outcome.next() == Next.STOPPED) {
      return outcome;
    }
    String where = part.own() ? "" : " (" + part.name() + ")";
    Next next = outcome.next() == Next.UNKNOWN ? Next.UNKNOWN : Next.FINAL;
    return new Outcome(next, outcome.exit(), outcome.error() + where, outcome.message());
  }

  private void note(String line) throws IOException {
    Files.write(
        world.output(), List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
