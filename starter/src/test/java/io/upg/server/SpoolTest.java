package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {
  /** Below, at and far above what is kept in memory. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4 << 20, (4 << 20) + 1, 11_000_000})
  void what_was_written_comes_out_again_also_after_a_reset(int size) throws Exception {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    try (Spool spool = new Spool()) {
      write(spool, bytes);
      assertThat(copy(spool)).isEqualTo(bytes);
      assertThat(spool.size()).isEqualTo(size);

      spool.reset();
      assertThat(copy(spool)).isEmpty();
      write(spool, bytes);
      assertThat(copy(spool)).isEqualTo(bytes);
      assertThat(spool.size()).isEqualTo(size);
    }
  }

  private static void write(Spool spool, byte[] bytes) throws IOException {
    for (int at = 0; at < bytes.length; at += 8_000) {
      spool.write(bytes, at, Math.min(8_000, bytes.length - at));
    }
  }

  private static byte[] copy(Spool spool) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    spool.copyTo(out);
    return out.toByteArray();
  }
}
