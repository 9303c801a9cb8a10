package io.upg.plan.compile;

import io.upg.plan.json.CanonicalJson;
import io.upg.plan.json.Sha256;
import java.util.HashMap;
import java.util.Map;

/** Canonical JSON documents by their digest; equal ones are kept once. */
final class Documents {
  private final Map<String, byte[]> documents = new HashMap<>();

  /** The digest of the value's document. */
  String add(Object value) {
    byte[] bytes = CanonicalJson.bytes(value);
    String digest = Sha256.hex(bytes);
    documents.putIfAbsent(digest, bytes);
    return digest;
  }

  Map<String, byte[]> all() {
    return documents;
  }
}
