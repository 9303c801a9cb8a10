package io.upg.bench;

/** Something that is measured, by the name that {@code --only} knows. */
interface Measurement {
  String name();

  /** Takes it, and tells the report. */
  void take(Bench bench) throws Exception;
}
