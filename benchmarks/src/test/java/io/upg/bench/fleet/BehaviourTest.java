package io.upg.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.upg.contract.TaskOrder;
import io.upg.plan.model.Direction;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BehaviourTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int MANY = 20_000;

  private static Behaviour with(double failing, double unreachable, long seed) {
    return new Behaviour(SECOND, SECOND.multipliedBy(3), failing, unreachable, SECOND, seed);
  }

  private static TaskOrder task(int number, int attempt) {
    return new TaskOrder(number, "cn-" + number + "_stop_nova", attempt, 1, "sheet");
  }

  private static long failures(Behaviour behaviour, int attempt) {
    return IntStream.range(0, MANY)
        .filter(i -> behaviour.fails(task(i, attempt), Direction.RUN))
        .count();
  }

  @Test
  void as_many_tasks_fail_as_was_asked_for() {
    assertThat(failures(with(0.1, 0, 7), 1) / (double) MANY).isCloseTo(0.1, within(0.01));
    assertThat(failures(with(0, 0, 7), 1)).isZero();
    assertThat(failures(with(1, 0, 7), 1)).isEqualTo(MANY);
  }

  @Test
  void another_attempt_or_another_seed_fails_elsewhere() {
    Behaviour behaviour = with(0.5, 0, 7);
    assertThat(alike(behaviour, 1, behaviour, 2)).isCloseTo(0.5, within(0.02));
    assertThat(alike(behaviour, 1, with(0.5, 0, 8), 1)).isCloseTo(0.5, within(0.02));
    assertThat(alike(behaviour, 1, with(0.5, 0, 7), 1)).isEqualTo(1);
  }

  /** Which part of the tasks ends alike. */
  private static double alike(Behaviour one, int attempt, Behaviour other, int otherAttempt) {
    return IntStream.range(0, MANY)
            .filter(
                i ->
                    one.fails(task(i, attempt), Direction.RUN)
                        == other.fails(task(i, otherAttempt), Direction.RUN))
            .count()
        / (double) MANY;
  }

  @Test
  void as_many_hosts_are_silent_as_was_asked_for_always_the_same_ones() {
    Behaviour behaviour = with(0, 0.02, 7);
    long silent = IntStream.range(0, MANY).filter(i -> !behaviour.polls("cn-" + i)).count();
    assertThat(silent / (double) MANY).isCloseTo(0.02, within(0.005));
    assertThat(IntStream.range(0, 100))
        .allSatisfy(
            i ->
                assertThat(behaviour.polls("cn-" + i))
                    .isEqualTo(with(0, 0.02, 7).polls("cn-" + i)));
  }

  @Test
  void times_are_spread_over_the_range() {
    Behaviour behaviour = with(0, 0, 7);
    double mean =
        IntStream.range(0, MANY)
            .mapToLong(i -> behaviour.takes(task(i, 1), Direction.RUN).toMillis())
            .peek(millis -> assertThat(millis).isBetween(1_000L, 3_000L))
            .average()
            .orElseThrow();
    assertThat(mean).isCloseTo(2_000, within(20.0));
  }

  @Test
  void a_part_is_no_percentage() {
    assertThatThrownBy(() -> with(5, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The part of failing tasks is 0 to 1, not 5.0");
  }
}
