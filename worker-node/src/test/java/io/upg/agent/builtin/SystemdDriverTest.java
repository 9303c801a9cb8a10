package io.upg.agent.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.upg.agent.process.ProcessMarks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a real systemd. Left out where there is none, unless {@code -Dupg.systemd=demand}, as
 * {@code .ci/run} says.
 */
class SystemdDriverTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;
  private UserSystemd systemd;

  @BeforeEach
  void open() throws Exception {
    boolean demanded = "demand".equals(System.getProperty("upg.systemd"));
    assumeTrue(
        demanded || UserSystemd.installed(),
        "left out: no systemd on this machine (apt-get install systemd)");
    try {
      systemd = UserSystemd.start(folder);
    } catch (Exception | AssertionError e) {
      assumeTrue(demanded, "left out: systemd cannot run here: " + e.getMessage());
      throw e;
    }
    systemd.unit("keystone", "ExecStart=/bin/sh -c 'sleep 300 & exec sleep 301'\n");
    systemd.unit("broken", "ExecStart=/bin/false\n");
  }

  @AfterEach
  void close() throws Exception {
    if (systemd != null) {
      systemd.end();
    }
    ProcessMarks.requireNoneIn(folder);
  }

  @Test
  void a_unit_is_started_and_stopped_with_all_its_processes() throws Exception {
    SystemdDriver driver = systemd.driver();
    assertThat(driver.state("keystone").running()).isFalse();
    int others = ProcessMarks.in(folder).size();

    driver.start("keystone", LIMIT);
    assertThat(driver.state("keystone").running()).isTrue();
    assertThat(ProcessMarks.in(folder)).hasSize(others + 2);

    driver.stop("keystone", LIMIT);
    assertThat(driver.state("keystone").running()).isFalse();
    assertThat(ProcessMarks.in(folder)).hasSize(others);
  }

  @Test
  void the_built_ins_take_back_only_what_they_did() throws Exception {
    BuiltinContext stop = context("stop");
    systemd.driver().start("keystone", LIMIT);

    assertThat(new ServiceStop().run(stop)).isEqualTo("keystone stopped");
    assertThat(systemd.driver().state("keystone").running()).isFalse();
    assertThat(new ServiceStop().rollback(stop)).isEqualTo("keystone started again");
    assertThat(systemd.driver().state("keystone").running()).isTrue();

    BuiltinContext start = context("start");
    assertThat(new ServiceStart().run(start)).isEqualTo("keystone was already running");
    new ServiceStart().rollback(start);
    assertThat(systemd.driver().state("keystone").running()).isTrue();
  }

  @Test
  void a_unit_that_ends_at_once_fails() {
    assertThatThrownBy(() -> systemd.driver().start("broken", LIMIT))
        .isInstanceOf(ActionFailed.class)
        .hasMessageContaining("Unit 'broken' ended right after its start");
  }

  @Test
  void an_unknown_unit_is_named() {
    assertThatThrownBy(() -> systemd.driver().stop("glance", LIMIT))
        .isInstanceOf(ActionFailed.class)
        .hasMessage("Unit 'glance' is not-found; expected loaded: look at systemctl status glance");
  }

  @Test
  void where_no_manager_answers_it_says_so() {
    SystemdDriver nobody =
        new SystemdDriver(
            List.of("systemctl", "--user"),
            Map.of("XDG_RUNTIME_DIR", folder.resolve("nowhere").toString()));

    assertThatThrownBy(() -> nobody.state("keystone"))
        .isInstanceOf(ActionFailed.class)
        .hasMessageContaining("systemd cannot be asked for unit 'keystone'")
        .hasMessageContaining("say driver: process");
  }

  private BuiltinContext context(String task) {
    Services services =
        new Services(folder.resolve("root"), folder.resolve("own"), systemd.driver());
    return new BuiltinContext(
        "h1_" + task + "_keystone",
        "keystone",
        "2025.1",
        Map.of("service", "keystone", "driver", "systemd"),
        folder.resolve("root"),
        folder.resolve("state").resolve(task),
        null,
        null,
        services,
        null,
        null,
        true,
        Optional.empty(),
        LIMIT,
        line -> {});
  }
}
