package io.upg.taskbench;

import io.upg.plan.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One call as a script noted it in {@code UPG_RESULT}, or several that it summed up.
 *
 * @param external whether it went to an outside interface; else it is one of the SDK's own
 * @param count how many they were
 * @param ms all together
 */
public record Call(String name, boolean external, int count, double ms, boolean ok) {

  /** The part of the file that is of interest here; without {@code ok} a call went well. */
  private record Written(List<WrittenCall> calls) {}

  private record WrittenCall(String name, boolean external, Integer count, double ms, Boolean ok) {
    Call call() {
      return new Call(name, external, count == null ? 1 : Math.max(1, count), ms, ok == null || ok);
    }
  }

  /** In written order; none of a file that is no such file. */
  public static List<Call> read(List<Path> results) throws IOException {
    List<Call> calls = new ArrayList<>();
    for (Path result : results) {
      calls.addAll(read(result));
    }
    return calls;
  }

  private static List<Call> read(Path result) throws IOException {
    try {
      Written written = CanonicalJson.read(Files.readAllBytes(result), Written.class);
      return written == null || written.calls() == null
          ? List.of()
          : written.calls().stream()
              .filter(call -> call != null && call.name() != null)
              .map(WrittenCall::call)
              .toList();
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }
}
