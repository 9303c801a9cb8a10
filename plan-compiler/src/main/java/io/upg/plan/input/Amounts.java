package io.upg.plan.input;

import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Fields;
import io.upg.plan.yaml.Text;
import java.util.List;
import java.util.Optional;

/** Reads batch sizes and budgets. */
final class Amounts {
  private Amounts() {}

  /** {@code 5}, {@code 10%} or a list of such. */
  static Optional<BatchSizes> batches(Fields fields, String key, Problems problems) {
    List<Text> written = fields.oneOrMoreWritten(key);
    List<Amount> sizes =
        written.stream().flatMap(text -> size(key, text, problems).stream()).toList();
    boolean complete = !sizes.isEmpty() && sizes.size() == written.size();
    return complete ? Optional.of(new BatchSizes(sizes)) : Optional.empty();
  }

  static Optional<Amount> budget(Fields fields, String key, Problems problems) {
    return fields.written(key).flatMap(text -> amount("budget '" + key + "'", text, problems));
  }

  private static Optional<Amount> size(String key, Text text, Problems problems) {
    Optional<Amount> size = amount("batch size of '" + key + "'", text, problems);
    if (size.isPresent() && size.get().number() == 0) {
      problems.error(
          "amount", text.place(), "batch size of '" + key + "' is 0; expected at least 1.", "");
      return Optional.empty();
    }
    return size;
  }

  private static Optional<Amount> amount(String what, Text text, Problems problems) {
    Optional<Amount> amount = Amount.parse(text.value());
    if (amount.isEmpty()) {
      problems.error(
          "amount",
          text.place(),
          what + " is '" + text + "'; expected a number of hosts or a percentage up to 100%.",
          "");
    }
    return amount;
  }
}
