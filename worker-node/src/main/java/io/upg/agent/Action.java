package io.upg.agent;

import java.io.IOException;

/** What a task does in one direction. */
interface Action {

  /** Gets ready without changing the host. Called once, before the journal says "started". */
  void prepare() throws IOException, TaskRefused, InterruptedException;

  /** One try. An interrupt of the thread ends it. */
  Outcome once() throws IOException, TaskRefused, InterruptedException;
}
