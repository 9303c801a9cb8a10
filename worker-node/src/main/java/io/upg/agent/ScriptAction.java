package io.upg.agent;

import io.upg.agent.artifact.ArtifactCache;
import io.upg.agent.artifact.Releases;
import io.upg.agent.process.Command;
import io.upg.agent.process.Ending;
import io.upg.agent.process.Executable;
import io.upg.agent.process.OutputTail;
import io.upg.plan.model.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A script of the release, as a process. */
final class ScriptAction implements Action {
  /** The exit code of what wants to be tried again. */
  static final int AGAIN = 75;

  private static final int SHOWN = 200;

  private final TaskWorld world;
  private final Step.Script step;
  private final Releases releases;
  private final Trail trail;
  private boolean prepared;

  ScriptAction(TaskWorld world, Step.Script step, Releases releases, Trail trail) {
    this.world = world;
    this.step = step;
    this.releases = releases;
    this.trail = trail;
  }

  /** Fetches the release where it is not here, and checks that the script is the planned one. */
  @Override
  public void prepare() throws IOException, TaskRefused, InterruptedException {
    String expected = world.release().sha256(step.file());
    Path script = releases.materialise(world.release()).resolve(step.file());
    String found = ArtifactCache.digest(script);
    if (!found.equals(expected)) {
      throw new TaskRefused(
          "Script %s was changed on this host: its digest is %s, the plan has %s; remove %s, then run again"
              .formatted(step.file(), found, expected, world.releaseDir()));
    }
    Optional<String> problem = Executable.problem(script, Command.minimalEnvironment().get("PATH"));
    if (problem.isPresent()) {
      throw new TaskRefused(step.file() + " cannot be run: " + problem.get());
    }
    words(script);
    environment();
    world.secrets().open(world.params());
    prepared = true;
  }

  @Override
  public Outcome once(int number) throws IOException, TaskRefused, InterruptedException {
    Duration timeout = world.sheet().timeout();
    TrackedProcess process = TrackedProcess.of(world, trail, number, timeout, trail::endsProcesses);
    Optional<Ending> before = process.before();
    Ending ending = before.isPresent() ? before.get() : begin(process, number);
    world.secrets().hideIn(world.output());
    world.secrets().hideIn(resultFile(number));
    if (ending instanceof Ending.Lost) {
      return Outcome.unknown(process.lost(step.file()));
    }
    ScriptResult result = ScriptResult.read(resultFile(number));
    Outcome outcome = outcome(ending, result);
    boolean reboots =
        result.reboot() && (outcome.succeeded() || outcome.next() == Outcome.Next.AGAIN);
    return !reboots || trail.reboot(number, timeout)
        ? outcome
        : Outcome.finalFailure(RebootAction.notDown(step.file(), world));
  }

  @Override
  public boolean begun(int number) {
    return trail.spawn(number).isPresent();
  }

  private Ending begin(TrackedProcess process, int number)
      throws IOException, TaskRefused, InterruptedException {
    trail.requireDelivery();
    if (!prepared) {
      prepare();
    }
    Map<String, String> environment = environment();
    world.writeTaskFile();
    Files.deleteIfExists(resultFile(number));
    Path script = world.releaseDir().resolve(step.file());
    environment.put("UPG_RESULT", resultFile(number).toString());
    return process.begin(new Command(words(script), world.workDir(), environment, world.output()));
  }

  private Outcome outcome(Ending ending, ScriptResult result) throws IOException {
    if (ending instanceof Ending.Exited exited) {
      return exited(exited.code(), result);
    }
    if (ending instanceof Ending.Signalled signalled) {
      String error =
          "%s was killed by signal %d (%s)"
              .formatted(step.file(), signalled.signal(), signalled.name());
      return Outcome.failure(null, error, result.text());
    }
    if (ending instanceof Ending.TimedOut timedOut) {
      String error =
          "%s: timeout after %s; its processes were ended"
              .formatted(step.file(), Durations.text(timedOut.limit()));
      return Outcome.failure(null, error, result.text());
    }
    if (ending instanceof Ending.NotStarted notStarted) {
      return Outcome.finalFailure(step.file() + " cannot be started: " + notStarted.why());
    }
    return Outcome.stopped();
  }

  private Outcome exited(int code, ScriptResult result) throws IOException {
    if (code == 0) {
      return Outcome.success(code, result.text());
    }
    if (code == AGAIN) {
      String error = step.file() + " asked to be tried again (exit code 75)" + lastLine();
      return new Outcome(Outcome.Next.AGAIN, code, error, result.text());
    }
    String error = step.file() + " ended with exit code " + code + lastLine();
    return Outcome.failure(code, error, result.text());
  }

  private String lastLine() throws IOException {
    String tail = OutputTail.of(world.output());
    int section = tail.lastIndexOf(SeriesAction.MARK);
    List<String> lines =
        (section < 0 ? tail : tail.substring(section))
            .lines()
            .skip(section < 0 ? 0 : 1)
            .filter(line -> !line.isBlank() && !line.startsWith(Tries.MARK))
            .toList();
    if (lines.isEmpty()) {
      return "";
    }
    String last = lines.get(lines.size() - 1).strip();
    return ": " + (last.length() <= SHOWN ? last : last.substring(0, SHOWN) + "…");
  }

  private List<String> words(Path script) throws TaskRefused {
    List<String> words = new ArrayList<>(List.of(script.toString()));
    for (String argument : step.args()) {
      String word = world.references().fillText(argument);
      if (TaskSecrets.in(word)) {
        throw new TaskRefused(
            "args of %s hold '%s', and every user of the host sees arguments: give a secret in with: or env:"
                .formatted(step.file(), word));
      }
      words.add(word);
    }
    return words;
  }

  private Map<String, String> environment() throws TaskRefused {
    Map<String, String> environment = Command.minimalEnvironment();
    for (Map.Entry<String, String> variable : step.env().entrySet()) {
      String value = world.references().fillText(variable.getValue());
      environment.put(variable.getKey(), world.secrets().openText(value));
    }
    String sdk = world.sdk().toString();
    environment.merge("PYTHONPATH", sdk, (theirs, ours) -> theirs + ":" + ours);
    environment.put("UPG_TASK", world.taskFile().toString());
    environment.put("UPG_ROOT", world.root().toString());
    if (world.mode().step()) {
      environment.put(Command.STEP, "1");
    }
    return environment;
  }

  private Path resultFile(int number) {
    return ScriptResult.file(world.workDir(), trail.part(), number);
  }
}
