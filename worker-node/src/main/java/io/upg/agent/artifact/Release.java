package io.upg.agent.artifact;

import io.upg.plan.json.CanonicalJson;
import io.upg.plan.json.Sha256;
import io.upg.plan.model.ReleaseManifest;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A release as one task sees it.
 *
 * @param digest the manifest's
 * @param patched files that a patch replaced: path → SHA-256
 */
public record Release(String digest, ReleaseManifest manifest, Map<String, String> patched) {
  private static final int SHORT = 12;

  public Release {
    patched = Collections.unmodifiableMap(new TreeMap<>(patched));
  }

  /** Path → SHA-256 of every file, patches applied. */
  public Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    manifest.files().forEach((path, entry) -> files.put(path, entry.sha256()));
    files.putAll(patched);
    return files;
  }

  /**
   * @throws ArtifactException if the release has no such file
   */
  public String sha256(String path) throws ArtifactException {
    String sha256 = files().get(path);
    if (sha256 == null) {
      throw new ArtifactException(
          "Release %s %s has no file '%s'; it has %s"
              .formatted(manifest.component(), manifest.version(), path, files().keySet()));
    }
    return sha256;
  }

  /** The name of its folder: patched, it is another one. */
  String folderName() {
    return patched.isEmpty()
        ? digest
        : digest + "-" + Sha256.hex(CanonicalJson.bytes(patched)).substring(0, SHORT);
  }
}
