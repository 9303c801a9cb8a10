package io.upg.cli;

import io.upg.contract.PauseAfter;
import io.upg.plan.Suggest;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code batch}, {@code phase} or {@code canary}, as they are printed: in lower case. */
final class PauseAfterConverter implements ITypeConverter<PauseAfter> {
  @Override
  public PauseAfter convert(String word) {
    List<String> known = Arrays.stream(PauseAfter.values()).map(PauseAfter::word).toList();
    if (known.contains(word)) {
      return PauseAfter.of(word);
    }
    String hint = Suggest.hint(word, known);
    throw new TypeConversionException(
        "'%s' is none of %s.%s"
            .formatted(word, String.join(", ", known), hint.isEmpty() ? "" : " " + hint));
  }
}
