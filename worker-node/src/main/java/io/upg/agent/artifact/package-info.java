/**
 * Content by digest: fetched from the artifact server into the host's cache, and releases rebuilt
 * from it.
 *
 * <p>Not here: storing artifacts, or what a release is for.
 */
package io.upg.agent.artifact;
