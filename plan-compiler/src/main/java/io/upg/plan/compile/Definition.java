package io.upg.plan.compile;

/**
 * A release's {@code component.yaml} as it was compiled.
 *
 * @param text the file, with its comments
 */
public record Definition(String component, String version, String text) {}
