package io.upg.recorder;

import java.time.Duration;

/** When things are done, in one thread; a test moves its own. */
interface Schedule extends AutoCloseable {

  /** Nanoseconds of a clock that never goes back. */
  long nanos();

  void after(Duration delay, Runnable task);

  /** Nothing is begun after it. */
  @Override
  void close();
}
