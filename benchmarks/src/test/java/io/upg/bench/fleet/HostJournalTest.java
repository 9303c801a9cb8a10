package io.upg.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.NodeTaskOrder;
import org.junit.jupiter.api.Test;

class HostJournalTest {
  private final HostJournal journal = new HostJournal();
  private final NodeTaskOrder order = Orders.order(5, 1);

  @Test
  void a_second_delivery_gets_the_report_of_the_first() {
    HostJournal.Entry first = journal.enter(order);
    HostJournal.Entry second = journal.enter(order);
    assertThat(first.first()).isTrue();
    assertThat(second.first()).isFalse();
    assertThat(second.report()).isSameAs(first.report());
  }

  @Test
  void an_older_grant_is_stale_a_newer_one_is_run() {
    journal.enter(order);
    assertThat(journal.stale(Orders.order(4, 1)))
        .contains("host h1 knows task h1_t1_c under grant 5, newer than 4");
    assertThat(journal.stale(Orders.order(6, 1))).isEmpty();
    assertThat(journal.enter(Orders.order(6, 1)).first()).isTrue();
  }

  @Test
  void a_task_that_starts_twice_under_one_grant_is_caught() {
    assertThat(journal.started(order, order.tasks())).isEmpty();
    journal.ended(order, order.tasks());
    assertThat(journal.started(order, order.tasks()))
        .containsExactly("task h1_t1_c ran twice under grant 5");
  }

  @Test
  void a_task_that_starts_while_it_runs_is_caught_whatever_its_grant() {
    journal.started(order, order.tasks());
    NodeTaskOrder newer = Orders.order(6, 1);
    assertThat(journal.started(newer, newer.tasks()))
        .containsExactly("task h1_t1_c was started while it ran");
  }
}
