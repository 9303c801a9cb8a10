package io.upg.cli;

import io.upg.plan.Suggest;
import io.upg.plan.model.TaskState;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Task states are typed as they are printed: in lower case. */
public final class TaskStateConverter implements ITypeConverter<TaskState> {
  @Override
  public TaskState convert(String word) {
    List<String> known = Arrays.stream(TaskState.values()).map(TaskState::word).toList();
    if (known.contains(word)) {
      return TaskState.of(word);
    }
    String hint = Suggest.hint(word, known);
    throw new TypeConversionException(
        "no state '%s'; expected one of %s.%s"
            .formatted(word, String.join(", ", known), hint.isEmpty() ? "" : " " + hint));
  }
}
