package io.upg.cli;

import io.upg.artifact.ArtifactClient;
import io.upg.plan.compile.Compiled;
import io.upg.plan.compile.PlanCompiler;
import io.upg.plan.compile.TargetOverride;
import io.upg.plan.problem.Problem;
import io.upg.plan.render.PlanJson;
import io.upg.store.Database;
import io.upg.store.PlanStore;
import io.upg.store.SaveResult;
import io.upg.store.SaveResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code upg compile}: checks everything, then stores releases by digest, then the plan. A compile
 * that dies half-way leaves nothing but artifacts that nobody names.
 */
@Command(
    name = "compile",
    description = "Check a project's files and store its plan and releases; nothing runs yet.")
final class CompileCommand extends UpgCommand {
  @Parameters(index = "0", paramLabel = "FILE", description = "The project: project.yaml.")
  private String file;

  @Option(
      names = "--target",
      paramLabel = "C=V@HOSTS",
      description = "Another target than the project's for these hosts: hostos=r9@cn-[01-03].")
  private List<String> targets = List.of();

  @Option(names = "--out", paramLabel = "F", description = "Write the plan to a JSON file, too.")
  private Path out;

  @Mixin private WhoOption who;
  @Mixin private OutputOption output;
  @Mixin private ConnectionOptions connection;

  CompileCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    DirectorySourceTree tree = new DirectorySourceTree(Path.of(""));
    Compiled compiled = PlanCompiler.compile(tree, file, overrides());
    compiled.notes().stream().map(Problem::text).forEach(this::say);
    boolean stored = out == null || connection.given(context().env());
    String outcome = stored ? store(tree, compiled) : "Not stored: no UPG_HOME, no --jdbc.";
    if (out != null) {
      write(compiled);
    }
    CompileSummary summary = new CompileSummary(compiled.plan());
    output.print(context().out(), summary::document, () -> summary.text(outcome, stored));
    return ExitCode.DONE;
  }

  private List<TargetOverride> overrides() {
    List<TargetOverride> overrides = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String target : targets) {
      try {
        overrides.add(TargetOverride.parse(target));
      } catch (IllegalArgumentException e) {
        problems.add(e.getMessage());
      }
    }
    if (problems.isEmpty()) {
      return overrides;
    }
    throw new UsageProblem(String.join("\n", problems));
  }

  /** What became of it, in a sentence. */
  private String store(DirectorySourceTree tree, Compiled compiled) {
    ArtifactClient artifacts = connection.artifactClient(context().env());
    try (Database database = connection.open(context().env())) {
      Map<String, Path> files = new TreeMap<>();
      compiled.files().forEach((sha256, path) -> files.put(sha256, tree.file(path)));
      int added = artifacts.put(compiled.documents(), files);
      SaveResult saved = new PlanStore(database).save(compiled, who.name(context().env()));
      if (saved.outcome() == Outcome.REFUSED) {
        throw new Refused(saved.refusal());
      }
      return sentence(saved, added);
    }
  }

  private static String sentence(SaveResult saved, int artifacts) {
    String put = artifacts == 0 ? "" : " (" + Words.count(artifacts, "new artifact") + ")";
    return switch (saved.outcome()) {
      case CREATED -> "Stored" + put + ".";
      case REVISED -> "Stored as revision %d, nothing had run%s.".formatted(saved.revision(), put);
      case UNCHANGED -> "Unchanged: revision %d is this very plan.".formatted(saved.revision());
      case REFUSED -> throw new IllegalArgumentException("refused");
    };
  }

  private void write(Compiled compiled) {
    try {
      Files.writeString(out, PlanJson.complete(compiled.plan()) + "\n");
      say("Plan written to " + out);
    } catch (IOException e) {
      throw new UsageProblem("--out '%s' cannot be written: %s.".formatted(out, e));
    }
  }
}
