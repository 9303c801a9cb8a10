package io.upg.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.upg.plan.cut.Selection;
import java.util.List;

/**
 * A command as it travels: payload of the update {@code command} and, without {@code kind}, of the
 * signal that is named like it. The same id acts once.
 *
 * @param kind null in a signal, whose name says it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommandRequest(
    String id,
    String who,
    CommandKind kind,
    List<String> phases,
    Selection selection,
    boolean outOfOrder,
    String reason) {

  public CommandRequest {
    phases = phases == null ? List.of() : List.copyOf(phases);
    selection = selection == null ? Selection.NONE : selection;
  }

  public CommandRequest withKind(CommandKind kind) {
    return new CommandRequest(id, who, kind, phases, selection, outOfOrder, reason);
  }
}
