package io.upg.plan.patch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a patch changes besides the content of a file; every part may be left out.
 *
 * @param action the tasks of this action only; needed by all other parts
 * @param with parameters that get another value, or are new
 * @param timeout the task's new timeout
 * @param place where the patch's script runs; null where it only replaces a file
 * @param rollback the way back of that script, or of the task itself where there is no place: a
 *     file, or {@code none}
 * @param rollbackSha256 content of that file; null where the release has it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Change(
    String action,
    Map<String, Object> with,
    Duration timeout,
    Place place,
    String rollback,
    String rollbackSha256) {

  public static final Change NONE = new Change(null, null, null, null, null, null);

  static final String NO_ROLLBACK = "none";

  public Change {
    with = with == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(with));
  }

  /** Whether it names a file for the way back. */
  @JsonIgnore
  public boolean hasRollbackFile() {
    return rollback != null && !rollback.equals(NO_ROLLBACK);
  }
}
