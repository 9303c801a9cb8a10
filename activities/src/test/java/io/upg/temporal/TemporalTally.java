package io.upg.temporal;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Leaves out on a real server what only the in-memory one can do, and has the module say at the end
 * of its tests what ran where.
 */
final class TemporalTally implements ExecutionCondition, TestWatcher {
  private static final String ONLY_IN_MEMORY = "only the in-memory server skips time";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return TestTemporal.isReal() && skipsTime(context)
        ? ConditionEvaluationResult.disabled(ONLY_IN_MEMORY)
        : ConditionEvaluationResult.enabled("");
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    ran(context);
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    ran(context);
  }

  private static void ran(ExtensionContext context) {
    if (TestTemporal.isReal() || !skipsTime(context)) {
      summary(context).ran(context.getRequiredTestClass().getSimpleName());
    }
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    leftOut(context, cause.getMessage().replace("Assumption failed: ", ""));
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    leftOut(context, reason.orElse("disabled"));
  }

  private static void leftOut(ExtensionContext context, String reason) {
    String test =
        context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getRequiredTestMethod().getName();
    summary(context).leftOut(reason, test);
  }

  private static boolean skipsTime(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getElement(), SkipsTime.class);
  }

  private static TemporalSummary summary(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(TemporalTally.class))
        .computeIfAbsent(TemporalSummary.class);
  }
}
