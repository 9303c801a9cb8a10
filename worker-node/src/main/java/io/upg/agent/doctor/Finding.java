package io.upg.agent.doctor;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What a check has found.
 *
 * @param check the subject, one word
 * @param found what was seen
 * @param todo what to do, or empty
 * @param elsewhere whether it is not this host that has to be repaired
 */
@JsonPropertyOrder({"check", "status", "found", "todo"})
public record Finding(
    String check, Status status, String found, String todo, @JsonIgnore boolean elsewhere) {

  /** How bad it is. */
  public enum Status {
    @JsonProperty("ok")
    OK("ok"),
    @JsonProperty("warning")
    WARNING("warning"),
    @JsonProperty("failed")
    FAILED("FAILED");

    private final String word;

    Status(String word) {
      this.word = word;
    }
  }

  static Finding ok(String check, String found) {
    return new Finding(check, Status.OK, found, "", false);
  }

  static Finding warning(String check, String found, String todo) {
    return new Finding(check, Status.WARNING, found, todo, false);
  }

  static Finding failed(String check, String found, String todo) {
    return new Finding(check, Status.FAILED, found, todo, false);
  }

  /** Somebody else does not answer as he should. */
  static Finding failedElsewhere(String check, String found, String todo) {
    return new Finding(check, Status.FAILED, found, todo, true);
  }

  public boolean failed() {
    return status == Status.FAILED;
  }

  /** {@code FAILED disk 12 MiB free …. Make room there.} */
  public String line() {
    return "%-8s %-10s %s%s"
        .formatted(status.word, check, found, todo.isEmpty() ? "" : ". " + todo + ".");
  }
}
