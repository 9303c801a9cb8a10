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
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts {@link TlsTrouble} into the status of calls that fail for it, whoever shows that. Of polls,
 * whose failures nobody shows, one is said when it begins. Thread-safe.
 */
final class RefusedTls implements ClientInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedTls.class);

  private final TlsTrouble trouble;
  private final AtomicBoolean said = new AtomicBoolean();

  RefusedTls(TlsTrouble trouble) {
    this.trouble = trouble;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    boolean poll = String.valueOf(method.getBareMethodName()).startsWith("Poll");
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                super.onClose(explained(status, poll), trailers);
              }
            },
            headers);
      }
    };
  }

  private Status explained(Status status, boolean poll) {
    if (status.isOk()) {
      said.set(false);
      return status;
    }
    return trouble
        .of(status)
        .map(
            explanation -> {
              if (poll && !said.getAndSet(true)) {
                LOG.warn("{} It is tried again until it works", explanation);
              }
              return status
                  .withDescription(explanation)
                  .withCause(new TlsRefused(explanation, status.getCause()));
            })
        .orElse(status);
  }
}
