package io.upg.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.Workflow;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.contract.TemporalClients;
import java.util.stream.Collectors;

/**
 * A command out of a signal, fit to be judged or, with a problem, only to be refused.
 *
 * @param command has id, who and kind in any case
 */
record SignalledCommand(CommandRequest command, String problem) {
  private static final DataConverter JSON = TemporalClients.strictDataConverter();

  private static final int LONGEST = 1000;

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
      if (command.kind() != null && command.kind() != kind) {
        String other = "Signal '%s' carries a command of kind '%s'";
        return refused(
            kind, command.id(), command.who(), other.formatted(kind.word(), command.kind().word()));
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
                CommandShape.isBlank(id) ? "signal-" + Workflow.randomUUID() : storable(id),
                CommandShape.isBlank(who) ? "unknown" : storable(who))
            .build();
    return new SignalledCommand(command, storable(problem));
  }

  /** What PostgreSQL takes, whatever was sent: the refusal must reach the audit. */
  private static String storable(String text) {
    String clean = text.replace('\0', '\uFFFD');
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
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
    Throwable cause = failure.getCause();
    if (cause instanceof UnrecognizedPropertyException unknown) {
      String known =
          unknown.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
      return "The signal's payload has an unknown name '%s'; expected one of: %s"
          .formatted(place(unknown), known);
    }
    if (cause instanceof JsonMappingException unfit && !unfit.getPath().isEmpty()) {
      return "The signal's payload cannot be read at '%s': it does not have the form of a command"
          .formatted(place(unfit));
    }
    String detail = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return "The signal's payload cannot be read: " + detail + "; expected a command as JSON";
  }

  /** {@code selection.tasks.0}. */
  private static String place(JsonMappingException failure) {
    return failure.getPath().stream()
        .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
        .collect(Collectors.joining("."));
  }
}
