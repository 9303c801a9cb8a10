package io.upg.contract;

/**
 * What a batch's recorded states say.
 *
 * @param waitingFor null where the next batch may start, else a sentence: what happened and what to
 *     do
 */
public record Verdict(String waitingFor, int settled, int failed) {
  public boolean passed() {
    return waitingFor == null;
  }
}
