/**
 * Strict YAML 1.2: from text to values that know their line, and typed access to them that reports
 * what is wrong instead of throwing. What the files mean is said elsewhere.
 */
package io.upg.plan.yaml;
