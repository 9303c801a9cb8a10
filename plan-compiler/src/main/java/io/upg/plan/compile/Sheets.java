package io.upg.plan.compile;

import io.upg.plan.draft.Fleet;
import io.upg.plan.draft.FleetInstance;
import io.upg.plan.input.Release;
import io.upg.plan.model.TaskSheet;
import io.upg.plan.order.Work;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Makes the sheets that tasks share, with the manifests and peer lists they name. */
final class Sheets {

  /** Actions are told apart by identity: a release is read once. */
  private record Key(String from, String phase) {}

  private final Fleet fleet;
  private final Documents documents;
  private final Map<Release, String> manifests = new IdentityHashMap<>();
  private final Map<String, String> peers = new HashMap<>();
  private final Map<Release, Map<String, Map<Key, String>>> digests = new IdentityHashMap<>();
  private final Map<String, TaskSheet> sheets = new HashMap<>();

  Sheets(Fleet fleet, Documents documents) {
    this.fleet = fleet;
    this.documents = documents;
  }

  /** The digest of the sheet of this task. */
  String digest(Work work, String phase) {
    Key key = new Key(work.move().instance().from(), phase);
    return digests
        .computeIfAbsent(work.release(), release -> new HashMap<>())
        .computeIfAbsent(work.action().name().value(), action -> new HashMap<>())
        .computeIfAbsent(key, k -> add(work, k));
  }

  /** Every sheet made so far. */
  Map<String, TaskSheet> all() {
    return sheets;
  }

  private String add(Work work, Key key) {
    Release release = work.release();
    TaskSheet sheet =
        release.sheet(
            work.action(), key.from, key.phase, manifest(release), peers(release.component()));
    String digest = documents.add(sheet);
    sheets.put(digest, sheet);
    return digest;
  }

  private String manifest(Release release) {
    return manifests.computeIfAbsent(release, r -> documents.add(r.manifest()));
  }

  private String peers(String component) {
    return peers.computeIfAbsent(
        component, c -> documents.add(fleet.instancesOf(c).stream().map(Sheets::peer).toList()));
  }

  private static Map<String, String> peer(FleetInstance instance) {
    Map<String, String> peer = new TreeMap<>();
    peer.put("host", instance.host());
    peer.put("version", instance.version());
    if (!instance.name().isEmpty()) {
      peer.put("name", instance.name());
    }
    return peer;
  }
}
