package io.upg.agent.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.upg.agent.process.ProcessId;
import io.upg.contract.NodeTaskOrder;
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
  @JsonSubTypes.Type(value = JournalLine.Rebooting.class, name = "rebooting"),
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

  /**
   * Written before anything is done for the task.
   *
   * @param order with this task only; null in lines of the first version
   */
  record Started(TaskKey key, int attempt, String sheet, Instant at, NodeTaskOrder order)
      implements JournalLine {}

  /**
   * One try of one of its scripts is this process, and begins when this is written.
   *
   * @param part which script of a series, from 0
   * @param number of the try, from 1; in lines of the first version, which have only the process, 0
   * @param boot of the host
   */
  record Spawned(TaskKey key, int part, int number, ProcessId process, String boot, Instant at)
      implements JournalLine {}

  /**
   * A reboot that the task wants, written before the host is asked for it.
   *
   * @param boot of the host, which it is to end
   */
  record Rebooting(TaskKey key, int part, int number, String boot, Instant at)
      implements JournalLine {}

  /** Written when its outcome is known. */
  record Ended(TaskKey key, TaskResult result) implements JournalLine {}
}
