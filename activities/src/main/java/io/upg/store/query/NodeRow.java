package io.upg.store.query;

import java.time.Instant;

/**
 * One host and its agent; where the agent was never heard of, all but the host are null.
 *
 * @param version null also where the agent does not say it
 * @param seenAt when its last report was recorded, or the last poll that Temporal was asked about;
 *     to half a minute
 */
public record NodeRow(String host, String version, Integer protocol, Instant seenAt) {}
