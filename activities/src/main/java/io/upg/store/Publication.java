package io.upg.store;

import io.upg.plan.json.CanonicalJson;
import java.util.HashMap;
import java.util.Map;

/**
 * What must be in the artifact store before a command is judged.
 *
 * @param documents SHA-256 → bytes: to be put there
 * @param files SHA-256 → file: to be there already, from whoever gave the command
 */
public record Publication(Map<String, byte[]> documents, Map<String, PatchPlan.File> files) {
  static final Publication NOTHING = new Publication(Map.of(), Map.of());

  public Publication {
    documents = Map.copyOf(documents);
    files = Map.copyOf(files);
  }

  static Publication of(PatchPlan plan) {
    Map<String, byte[]> documents = new HashMap<>();
    plan.sheets().forEach((digest, sheet) -> documents.put(digest, CanonicalJson.bytes(sheet)));
    return new Publication(documents, plan.files());
  }
}
