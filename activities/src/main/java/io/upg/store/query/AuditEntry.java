package io.upg.store.query;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.upg.contract.CommandRequest;
import java.time.Instant;
import java.util.List;

/**
 * A command that was given: an entry of {@code upg audit}. Its names are read by other programs:
 * add, never rename.
 *
 * @param tasks ids of the tasks that it was about, in plan order; of a refused one there are none
 * @param reason as given, or null
 * @param outcome {@code accepted}, or {@code refused: <rule>}
 * @param id the command's own, as its sender chose it
 * @param message why it was refused; null where it was accepted
 * @param count how many tasks it was about, where {@code tasks} are only the first of them
 * @param request as it was given
 */
@JsonPropertyOrder({"at", "who", "command", "tasks", "reason", "outcome", "id", "message"})
public record AuditEntry(
    Instant at,
    String who,
    String command,
    List<String> tasks,
    String reason,
    String outcome,
    String id,
    String message,
    @JsonIgnore int count,
    @JsonIgnore CommandRequest request) {

  public AuditEntry {
    tasks = List.copyOf(tasks);
  }
}
