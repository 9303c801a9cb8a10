package io.upg.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignsOfLifeTest {
  private static final long PATIENCE_SECONDS = 60;

  private final SignsOfLife signs = new SignsOfLife(Duration.ofMillis(10));
  private final CountDownLatch heard = new CountDownLatch(3);

  @AfterEach
  void close() {
    signs.close();
  }

  @Test
  void an_activity_is_heard_of_while_it_is_at_work() {
    activity(this::untilHeard).execute(null);

    assertThat(heard.getCount()).isZero();
  }

  @Test
  void that_nobody_waits_for_it_any_more_ends_neither_the_activity_nor_its_signs() {
    ActivityInboundCallsInterceptor activity = signs.interceptActivity(new Work(this::untilHeard));
    activity.init(
        context(
            () -> {
              heard.countDown();
              throw new ActivityCanceledException();
            }));

    activity.execute(null);

    assertThat(heard.getCount()).isZero();
  }

  @Test
  void a_failure_is_passed_on() {
    ActivityInboundCallsInterceptor activity =
        activity(
            () -> {
              throw new IllegalStateException("the table is on fire");
            });

    assertThatThrownBy(() -> activity.execute(null)).hasMessage("the table is on fire");
  }

  private ActivityInboundCallsInterceptor activity(Runnable work) {
    ActivityInboundCallsInterceptor activity = signs.interceptActivity(new Work(work));
    activity.init(context(heard::countDown));
    return activity;
  }

  private void untilHeard() {
    try {
      assertThat(heard.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Work(Runnable work) implements ActivityInboundCallsInterceptor {
    @Override
    public void init(ActivityExecutionContext context) {}

    @Override
    public ActivityOutput execute(ActivityInput input) {
      work.run();
      return new ActivityOutput(null);
    }
  }

  /** Takes heartbeats, and nothing else. */
  private static ActivityExecutionContext context(Runnable heartbeat) {
    return (ActivityExecutionContext)
        Proxy.newProxyInstance(
            SignsOfLifeTest.class.getClassLoader(),
            new Class<?>[] {ActivityExecutionContext.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("heartbeat");
              heartbeat.run();
              return null;
            });
  }
}
