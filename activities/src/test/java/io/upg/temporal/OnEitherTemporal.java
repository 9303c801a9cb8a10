package io.upg.temporal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that hold on the in-memory server and on a real one: they take theirs from {@link
 * TestTemporal}. Each module says at the end of its tests on which of the two they ran, and which
 * were left out.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("server")
@ExtendWith(TemporalTally.class)
public @interface OnEitherTemporal {}
