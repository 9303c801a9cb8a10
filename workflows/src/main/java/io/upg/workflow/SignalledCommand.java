package io.upg.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.Workflow;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.TemporalClients;

/**
 * A command out of a signal, fit to be judged or, with a problem, only to be refused.
 *
 * @param command has id, who and kind in any case
 */
record SignalledCommand(CommandRequest command, String problem) {
  private static final DataConverter JSON = TemporalClients.dataConverter();

  /** What is read of a command whose rest cannot be. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Sender(String id, String who) {}

  static SignalledCommand read(CommandKind kind, RawValue payload) {
    Payload json = payload == null ? Payload.getDefaultInstance() : payload.getPayload();
    try {
      CommandRequest command = JSON.fromPayload(json, CommandRequest.class, CommandRequest.class);
      if (command == null) {
        return refused(kind, null, null, "The signal carries nothing");
      }
      CommandRequest named = command.withKind(kind);
      return CommandShape.problem(named)
          .map(problem -> refused(kind, named.id(), named.who(), problem))
          .orElseGet(() -> new SignalledCommand(named, null));
    } catch (DataConverterException unreadable) {
      Sender sender = sender(json);
      return refused(kind, sender.id, sender.who, unreadable(unreadable));
    }
  }

  private static SignalledCommand refused(CommandKind kind, String id, String who, String problem) {
    CommandRequest command =
        CommandRequest.of(
                kind,
                CommandShape.isBlank(id) ? "signal-" + Workflow.randomUUID() : id,
                CommandShape.isBlank(who) ? "unknown" : who)
            .build();
    return new SignalledCommand(command, problem);
  }

  private static Sender sender(Payload json) {
    try {
      Sender sender = JSON.fromPayload(json, Sender.class, Sender.class);
      return sender == null ? new Sender(null, null) : sender;
    } catch (DataConverterException unreadable) {
      return new Sender(null, null);
    }
  }

  private static String unreadable(DataConverterException failure) {
    String detail = String.valueOf(failure.getCause().getMessage()).lines().findFirst().orElse("");
    return "The signal's payload cannot be read: " + detail + "; expected a command as JSON";
  }
}
