package io.upg.agent.builtin;

import java.util.List;
import java.util.Optional;

/** Tasks of one host that are one package transaction. The first whose turn it is acts for all. */
public interface PackageTransaction {

  /** What became of one part. */
  record Told(String text, boolean good) {
    static Told done(String message) {
      return new Told(message, true);
    }

    static Told failed(String error) {
      return new Told(error, false);
    }

    String message() throws ActionFailed {
      if (!good) {
        throw new ActionFailed(text);
      }
      return text;
    }
  }

  /** Those to act for; waits for each that may still come. */
  List<BuiltinContext> parts() throws InterruptedException;

  /** Says what became of a part. */
  void tell(String task, Told told);

  /** What was said to it; it is not said again. */
  Optional<Told> told(String task);
}
