package io.upg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class MedianTest {
  @Test
  void it_is_the_value_in_the_middle() {
    assertThat(Median.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
    assertThat(Median.of(List.of(4.0, 1.0, 9.0, 2.0))).isEqualTo(3.0);
  }

  @Test
  void a_percentile_is_a_value_that_occurred() {
    List<Double> hundred = DoubleStream.iterate(1, v -> v + 1).limit(100).boxed().toList();
    assertThat(Median.percentile(hundred, 0.99)).isEqualTo(99.0);
    assertThat(Median.percentile(hundred, 0.5)).isEqualTo(50.0);
    assertThat(Median.percentile(List.of(7.0), 0.99)).isEqualTo(7.0);
  }
}
