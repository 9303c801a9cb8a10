/**
 * The artifact server as its clients see it: content by SHA-256 over HTTP.
 *
 * <p>Not here: the server itself ({@code io.upg.server}), and what agents fetch and keep ({@code
 * io.upg.agent.artifact}).
 */
package io.upg.artifact;
