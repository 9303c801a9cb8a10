package io.upg.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.plan.json.CanonicalJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What every command must carry before a rule can be asked about it. */
final class CommandShape {
  /** Ids become part of other programs' ids and logs; nobody needs longer ones. */
  static final int LONGEST_ID = 200;

  private static final String KINDS =
      Arrays.stream(CommandKind.values()).map(CommandKind::word).collect(Collectors.joining(", "));

  private CommandShape() {}

  /** One sentence with everything that is missing. */
  static Optional<String> problem(CommandRequest command) {
    if (command == null) {
      return Optional.of("The command is empty; expected an object with id and who");
    }
    List<String> problems = new ArrayList<>();
    if (isBlank(command.id())) {
      problems.add("has no id; expected one that is the same when it is sent again");
    } else if (command.id().length() > LONGEST_ID) {
      problems.add(
          "has an id of " + command.id().length() + " characters; expected at most " + LONGEST_ID);
    }
    if (isBlank(command.who())) {
      problems.add("does not say who gave it");
    } else if (command.who().length() > LONGEST_ID) {
      problems.add("says who gave it in more than " + LONGEST_ID + " characters");
    }
    if (new String(CanonicalJson.bytes(command), UTF_8).contains("\\u0000")) {
      problems.add("holds the character NUL, which cannot be stored");
    }
    if (command.kind() == null) {
      problems.add("has no kind; expected " + KINDS);
    }
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of("The command " + String.join(", and ", problems));
  }

  static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}
