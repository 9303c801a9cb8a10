package io.upg.agent;

import io.upg.plan.model.Step;

/** Nothing to do, or nothing that can be done. */
record NoAction(Step step) implements Action {
  @Override
  public void prepare() throws TaskRefused {
    if (step instanceof Step.Impossible) {
      throw new TaskRefused("it cannot be taken back: the release says reversible: false");
    }
  }

  @Override
  public Outcome once(int number) {
    return Outcome.success(null, null);
  }
}
