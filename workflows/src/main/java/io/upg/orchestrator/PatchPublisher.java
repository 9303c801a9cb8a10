package io.upg.orchestrator;

import io.upg.artifact.ArtifactClient;
import io.upg.artifact.ArtifactsAway;
import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandRequest;
import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.Rule;
import io.upg.plan.input.Programs;
import io.upg.store.CommandStore;
import io.upg.store.PatchPlan;
import io.upg.store.Publication;
import io.upg.store.Unpublished;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Judges patches: the new task sheets are in the artifact store before a grant can name them, and
 * the patched files have been there before. Repeatable: artifacts go by digest.
 */
final class PatchPublisher {
  /** Each time something else has patched the same project in between. */
  private static final int TRIES = 5;

  private final CommandStore commands;
  private final Optional<ArtifactClient> artifacts;

  PatchPublisher(CommandStore commands, Optional<ArtifactClient> artifacts) {
    this.commands = commands;
    this.artifacts = artifacts;
  }

  CommandAnswer judge(String project, CommandRequest command) {
    for (int tries = 1; ; tries++) {
      Publication publication = commands.publication(project, command);
      Optional<Refusal> refusal = publish(publication);
      if (refusal.isPresent()) {
        return commands.refuse(project, command, refusal.get());
      }
      try {
        return commands.judge(project, command, publication.documents().keySet());
      } catch (Unpublished changed) {
        if (tries == TRIES) {
          throw changed;
        }
      }
    }
  }

  /** Why it cannot be. */
  private Optional<Refusal> publish(Publication publication) {
    if (publication.documents().isEmpty()) {
      return Optional.empty();
    }
    if (artifacts.isEmpty()) {
      return refusal(
          Rule.ARTIFACTS,
          "This orchestrator knows no artifact server, so it cannot patch. Start it with: upg serve"
              + " orchestrator --artifacts URL");
    }
    try {
      List<String> problems = problems(artifacts.get(), publication.files());
      if (!problems.isEmpty()) {
        return refusal(Rule.BAD_INPUT, String.join(" ", problems));
      }
      artifacts.get().put(publication.documents(), Map.of());
      return Optional.empty();
    } catch (ArtifactsAway away) {
      return refusal(Rule.ARTIFACTS, "Nothing is patched. " + away.getMessage());
    }
  }

  private static List<String> problems(
      ArtifactClient artifacts, Map<String, PatchPlan.File> files) {
    List<String> problems = new ArrayList<>();
    new TreeMap<>(files)
        .forEach(
            (sha256, file) -> {
              Optional<byte[]> head = artifacts.head(sha256, Programs.HEAD);
              if (head.isEmpty()) {
                problems.add(
                    "The artifact server has no %s with SHA-256 %s. Put it there first: upg artifact put FILE"
                        .formatted(file.name(), sha256));
              } else if (file.program() && !Programs.isProgram(head.get())) {
                problems.add(Programs.complaint(file.name()));
              }
            });
    return problems;
  }

  private static Optional<Refusal> refusal(String rule, String message) {
    return Optional.of(new Refusal(rule, message, List.of()));
  }
}
