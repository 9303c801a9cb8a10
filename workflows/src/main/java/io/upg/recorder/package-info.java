/**
 * The recorder: takes reports from queue {@code upg-recorder} and commits them to PostgreSQL in
 * groups. What a result means for its task is decided by {@code io.upg.store.ResultStore}, not
 * here. Several recorders may run.
 */
package io.upg.recorder;
