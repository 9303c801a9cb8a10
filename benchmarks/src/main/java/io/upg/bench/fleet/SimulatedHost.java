package io.upg.bench.fleet;

import static com.google.common.util.concurrent.MoreExecutors.directExecutor;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.upg.contract.FailureTypes;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.NodeTaskReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One host: a poll that is always open, and the orders that it was given. Everything happens in
 * callbacks; a poll that brought an order is followed by the next one at once, as with an agent
 * that has slots to spare.
 */
final class SimulatedHost {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  /** As with agents: what ends sooner is not heard of before. */
  private static final Duration FIRST_HEARTBEAT = Duration.ofSeconds(2);

  private final String name;
  private final Fleet fleet;
  private final FleetConnection connection;
  private final FleetCounts counts;
  private final HostJournal journal = new HostJournal();
  private final Backoff pollPauses;

  SimulatedHost(String name, Fleet fleet, FleetConnection connection) {
    this.name = name;
    this.fleet = fleet;
    this.connection = connection;
    this.counts = fleet.counts();
    this.pollPauses = pauses();
  }

  private static Backoff pauses() {
    return new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  }

  void poll() {
    if (fleet.closed()) {
      return;
    }
    counts.polling.increment();
    then(connection.poll(name), this::polled, this::pollFailed);
  }

  private void polled(PollActivityTaskQueueResponse response) {
    counts.polling.decrement();
    pollPauses.succeeded();
    poll();
    if (!response.getTaskToken().isEmpty()) {
      take(response.getTaskToken(), connection.order(response), response.getAttempt());
    }
  }

  private void pollFailed(Status status) {
    counts.polling.decrement();
    switch (status.getCode()) {
      case DEADLINE_EXCEEDED -> {
        counts.expiredPolls.increment();
        poll();
      }
      case RESOURCE_EXHAUSTED -> {
        counts.exhausted.increment();
        fleet.later(pollPauses.next(), this::poll);
      }
      default -> {
        fleet.broken(name, status);
        fleet.later(pollPauses.next(), this::poll);
      }
    }
  }

  private void take(ByteString token, NodeTaskOrder order, int attempt) {
    counts.deliveries.increment();
    Optional<String> stale = journal.stale(order);
    if (!order.host().equals(name)) {
      refuse(token, FailureTypes.WRONG_HOST, name + " got an order for " + order.host());
      return;
    }
    if (stale.isPresent()) {
      refuse(token, FailureTypes.STALE_GRANT, stale.get());
      return;
    }
    HostJournal.Entry entry = journal.enter(order);
    Performance performance = new Performance(order, fleet.behaviour(), Instant.now());
    if (entry.first() && attempt > 1) {
      counts.lost.increment();
    }
    if (entry.first()) {
      run(order, performance, entry);
    } else {
      counts.redeliveries.increment();
    }
    if (!performance.length().isZero()) {
      Delivery delivery = new Delivery(token, performance, entry);
      Duration interval = fleet.behaviour().heartbeat();
      Duration first = interval.compareTo(FIRST_HEARTBEAT) < 0 ? interval : FIRST_HEARTBEAT;
      fleet.later(first, () -> delivery.keepAlive(first));
    }
    entry.report().thenAccept(report -> answer(token, report));
  }

  private void refuse(ByteString token, String type, String message) {
    counts.refusedOrders.increment();
    insist(() -> connection.fail(name, token, type, message), done -> {});
  }

  private void run(NodeTaskOrder order, Performance performance, HostJournal.Entry entry) {
    counts.nodeTasks.increment();
    counts.tasks.add(performance.started().size());
    counts.violated(journal.started(order, performance.started()));
    Runnable end =
        () -> {
          journal.ended(order, performance.started());
          entry.report().complete(performance.report());
        };
    if (fleet.behaviour().command() != null) {
      fleet.later(performance.length(), () -> fleet.work(performance.started().size(), end));
    } else if (performance.length().isZero()) {
      end.run();
    } else {
      fleet.later(performance.length(), end);
    }
  }

  private void answer(ByteString token, NodeTaskReport report) {
    insist(() -> connection.complete(name, token, report), done -> counts.answers.increment());
  }

  /** One delivery of an order that takes time: the server must hear of it. */
  private final class Delivery {
    private final ByteString token;
    private final Performance performance;
    private final HostJournal.Entry entry;
    private boolean over;

    Delivery(ByteString token, Performance performance, HostJournal.Entry entry) {
      this.token = token;
      this.performance = performance;
      this.entry = entry;
    }

    void keepAlive(Duration elapsed) {
      if (over || entry.report().isDone() || fleet.closed()) {
        return;
      }
      then(
          connection.heartbeat(name, token, performance.progressAfter(elapsed)),
          taken -> counts.heartbeats.increment(),
          this::notTaken);
      Duration interval = fleet.behaviour().heartbeat();
      fleet.later(interval, () -> keepAlive(elapsed.plus(interval)));
    }

    /** The server no longer waits for this delivery; what runs goes on. */
    private void notTaken(Status status) {
      if (status.getCode() == Status.Code.NOT_FOUND) {
        over = true;
        return;
      }
      counts.repeatedCalls.increment();
    }
  }

  /** Calls until the server has taken it, or says that it no longer waits for it. */
  private <T> void insist(Supplier<ListenableFuture<T>> call, Consumer<T> taken) {
    insist(call, taken, pauses());
  }

  private <T> void insist(Supplier<ListenableFuture<T>> call, Consumer<T> taken, Backoff pauses) {
    if (fleet.closed()) {
      return;
    }
    then(
        call.get(),
        taken,
        status -> {
          if (status.getCode() == Status.Code.NOT_FOUND) {
            counts.lateAnswers.increment();
            return;
          }
          if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
            counts.exhausted.increment();
          }
          counts.repeatedCalls.increment();
          fleet.later(pauses.next(), () -> insist(call, taken, pauses));
        });
  }

  private static <T> void then(
      ListenableFuture<T> call, Consumer<T> success, Consumer<Status> failure) {
    Futures.addCallback(
        call,
        new FutureCallback<T>() {
          @Override
          public void onSuccess(T result) {
            success.accept(result);
          }

          @Override
          public void onFailure(Throwable problem) {
            failure.accept(Status.fromThrowable(problem));
          }
        },
        directExecutor());
  }
}
