package io.upg.life;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Lets every activity of a process say now and then that it is still at work. So one that died with
 * its process, or that no process ever saw, is found out by a short heartbeat timeout, and long
 * ones take the time that they need. What ends within the first interval costs nothing.
 */
public final class SignsOfLife extends WorkerInterceptorBase implements AutoCloseable {
  /** How often an activity must be heard of: the heartbeat timeout that goes with it. */
  public static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Duration INTERVAL = TIMEOUT.dividedBy(3);

  private final Duration interval;
  private final ScheduledThreadPoolExecutor timer;

  public SignsOfLife() {
    this(INTERVAL);
  }

  SignsOfLife(Duration interval) {
    this.interval = interval;
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "upg-signs-of-life");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Signing(next);
  }

  private final class Signing extends ActivityInboundCallsInterceptorBase {
    private ActivityExecutionContext context;

    Signing(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext context) {
      this.context = context;
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      Future<?> signs =
          timer.scheduleWithFixedDelay(
              this::sign, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
      try {
        return super.execute(input);
      } finally {
        signs.cancel(false);
      }
    }

    /** Nobody is asked to stop by this: what runs ends by itself, and is idempotent. */
    private void sign() {
      try {
        context.heartbeat(null);
      } catch (ActivityCompletionException notWaitedFor) {
        // It was cancelled, or is delivered again; the next sign says the same.
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
