package io.upg.recorder;

import io.upg.store.LiveNode;
import io.upg.store.LiveShard;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Asks Temporal. May be called by several threads; fails unchecked where it gets no answer. */
interface Look {
  /** The node tasks that wait for their hosts or are with them; empty where no workflow is open. */
  Optional<List<LiveNode>> at(LiveShard shard);

  /** When the host polled last; empty where no poll is known. */
  Optional<Instant> poll(String host);
}
