package io.upg.temporal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test of {@link OnEitherTemporal} that waits for minutes of Temporal's time, which only the
 * in-memory server skips: left out on a real one.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SkipsTime {}
