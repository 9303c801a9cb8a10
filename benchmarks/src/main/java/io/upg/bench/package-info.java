/**
 * The measurements of {@code docs/performance.md} and the commands that take them. Nothing of upg
 * depends on this module.
 */
package io.upg.bench;
