/**
 * What {@code upg-node doctor} looks at, one class a subject. Nothing here changes the host, and
 * nothing here is needed by a running agent.
 */
package io.upg.agent.doctor;
