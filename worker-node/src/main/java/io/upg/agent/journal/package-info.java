/**
 * What this host did, on its disk: the one that decides whether a delivered task is run, joined or
 * answered.
 *
 * <p>Not here: doing it.
 */
package io.upg.agent.journal;
