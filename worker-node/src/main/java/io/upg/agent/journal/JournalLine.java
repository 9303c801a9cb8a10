package io.upg.agent.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.upg.agent.process.ProcessId;
import io.upg.contract.TaskResult;
import io.upg.plan.model.Direction;
import java.time.Instant;
import java.util.List;

/** One line of the journal, as JSON. Kinds and names are only ever added. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "line")
@JsonSubTypes({
  @JsonSubTypes.Type(value = JournalLine.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = JournalLine.Started.class, name = "started"),
  @JsonSubTypes.Type(value = JournalLine.Spawned.class, name = "spawned"),
  @JsonSubTypes.Type(value = JournalLine.Ended.class, name = "ended")
})
sealed interface JournalLine {

  /** An order arrived: from now on older grants of these tasks are refused. */
  record Accepted(String project, long grant, Direction direction, List<String> tasks, Instant at)
      implements JournalLine {
    public Accepted {
      tasks = List.copyOf(tasks);
    }
  }

  /** Written before anything is done for the task. */
  record Started(TaskKey key, int attempt, String sheet, Instant at) implements JournalLine {}

  /** Its script runs as this process. */
  record Spawned(TaskKey key, ProcessId process) implements JournalLine {}

  /** Written when its outcome is known. */
  record Ended(TaskKey key, TaskResult result) implements JournalLine {}
}
