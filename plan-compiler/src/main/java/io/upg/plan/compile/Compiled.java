package io.upg.plan.compile;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.problem.Problem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything a compilation gives.
 *
 * @param documents JSON documents that agents fetch by digest (task sheets, host sheets, release
 *     manifests, peers): SHA-256 → canonical UTF-8 bytes
 * @param files files of the releases that the plan uses: SHA-256 → path in the {@link SourceTree}
 * @param inventory the frozen inventory, canonical JSON
 * @param definitions of every release that the plan uses
 * @param notes what is worth saying though nothing is wrong
 */
public record Compiled(
    GlobalPlan plan,
    Map<String, byte[]> documents,
    Map<String, String> files,
    byte[] inventory,
    List<Definition> definitions,
    List<Problem> notes) {

  public Compiled {
    documents = Collections.unmodifiableMap(new TreeMap<>(documents));
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    definitions = List.copyOf(definitions);
    notes = List.copyOf(notes);
  }
}
