package io.upg.contract;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says it where Temporal refuses polls: the SDK goes on polling with growing pauses, and tells
 * nobody why no work comes. One line when it begins, and one when polls are taken again.
 * Thread-safe.
 */
final class RefusedPolls implements ClientInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedPolls.class);

  /** Of many polls on one connection some may be taken while others are refused. */
  private static final Duration QUIET = Duration.ofMinutes(2);

  private final LongSupplier nanos;
  private boolean refused;
  private long last;
  private int count;

  RefusedPolls() {
    this(System::nanoTime);
  }

  RefusedPolls(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    ClientCall<Q, R> call = next.newCall(method, options);
    String name = method.getBareMethodName();
    return name != null && name.startsWith("Poll") ? new Poll<>(call) : call;
  }

  private final class Poll<Q, R> extends SimpleForwardingClientCall<Q, R> {
    Poll(ClientCall<Q, R> call) {
      super(call);
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      super.start(
          new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
              ended(status);
              super.onClose(status, trailers);
            }
          },
          headers);
    }
  }

  private synchronized void ended(Status status) {
    if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
      last = nanos.getAsLong();
      count++;
      if (!refused) {
        refused = true;
        LOG.warn(
            "Temporal refuses polls of this process, so it gets no work (RESOURCE_EXHAUSTED: {}). It tries again with growing pauses. Raise frontend.namespaceCount, the polls that one frontend takes at once, in Temporal's dynamic configuration above the number of hosts, or start more frontends",
            status.getDescription());
      }
    } else if (refused && status.isOk() && nanos.getAsLong() - last > QUIET.toNanos()) {
      LOG.info("Temporal takes polls again: {} were refused", count);
      refused = false;
      count = 0;
    }
  }
}
