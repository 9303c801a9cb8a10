package io.upg.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusedPollsTest {
  private static final Status REFUSED =
      Status.RESOURCE_EXHAUSTED.withDescription("namespace concurrent poller limit exceeded");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RefusedPolls.class);
  private long now;
  private final RefusedPolls polls = new RefusedPolls(() -> now);

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void close() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  @Test
  void many_refusals_are_one_line_that_says_what_to_do() {
    for (int i = 0; i < 5; i++) {
      poll(REFUSED);
    }

    assertThat(lines()).hasSize(1);
    assertThat(lines().get(0))
        .contains(
            "RESOURCE_EXHAUSTED",
            "namespace concurrent poller limit exceeded",
            "frontend.namespaceCount");
  }

  @Test
  void that_polls_are_taken_again_is_said_when_none_was_refused_for_a_while() {
    poll(REFUSED);
    poll(Status.OK);
    poll(REFUSED);
    assertThat(lines()).hasSize(1);

    now += Duration.ofMinutes(3).toNanos();
    poll(Status.OK);
    poll(Status.OK);
    assertThat(lines()).hasSize(2).last().asString().contains("2 were refused");

    poll(REFUSED);
    assertThat(lines()).hasSize(3);
  }

  @Test
  void polls_that_end_otherwise_and_other_calls_are_not_its_business() {
    poll(Status.OK);
    poll(Status.DEADLINE_EXCEEDED);
    poll(Status.UNAVAILABLE);
    call(WorkflowServiceGrpc.getDescribeNamespaceMethod(), REFUSED);

    assertThat(lines()).isEmpty();
  }

  private List<String> lines() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private void poll(Status status) {
    call(WorkflowServiceGrpc.getPollActivityTaskQueueMethod(), status);
  }

  /** A call that a server ends so. */
  private <Q, R> void call(MethodDescriptor<Q, R> method, Status status) {
    polls
        .interceptCall(method, CallOptions.DEFAULT, new Ends(status))
        .start(new ClientCall.Listener<>() {}, new Metadata());
  }

  /** Every call ends at once. */
  private static final class Ends extends Channel {
    private final Status status;

    Ends(Status status) {
      this.status = status;
    }

    @Override
    public String authority() {
      return "test";
    }

    @Override
    public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
      return new ClientCall<>() {
        @Override
        public void start(Listener<R> listener, Metadata headers) {
          listener.onClose(status, new Metadata());
        }

        @Override
        public void request(int messages) {}

        @Override
        public void cancel(String message, Throwable cause) {}

        @Override
        public void halfClose() {}

        @Override
        public void sendMessage(Q message) {}
      };
    }
  }
}
