/**
 * What a process counts about itself, and the Prometheus endpoint that shows it. Off unless {@link
 * io.upg.metrics.MetricsServer} is started: then nothing of it is loaded but {@link
 * io.upg.metrics.Metrics}.
 */
package io.upg.metrics;
