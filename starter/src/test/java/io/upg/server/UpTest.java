package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.cli.Connection;
import io.upg.http.Addresses;
import io.upg.temporal.OnEitherTemporal;
import io.upg.temporal.TestTemporal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEitherTemporal
class UpTest {
  @TempDir Path temp;
  private Path home;

  @BeforeEach
  void home() {
    home = temp.resolve("cloud");
  }

  @AfterEach
  void nothing_is_left() {
    assertThat(UpProcess.processesOf(home)).isEmpty();
  }

  @Test
  void up_says_ready_and_nothing_else_and_leaves_no_process_when_it_is_stopped() throws Exception {
    try (UpProcess up = UpProcess.ready(home, "--temporal", TestTemporal.CHOICE)) {
      assertThat(UpProcess.processesOf(home)).anyMatch(line -> line.contains("postgres"));
      assertThat(Connection.read(home).temporal()).startsWith("127.0.0.1:");
      assertThat(up.stop()).isZero();
      assertThat(up.restOfStdout()).isEmpty();
    }
  }

  @Test
  void a_second_up_on_the_folder_is_refused_and_disturbs_nothing() throws Exception {
    try (UpProcess first = UpProcess.ready(home, "--temporal", TestTemporal.CHOICE);
        UpProcess second = UpProcess.begin(home, "--temporal", TestTemporal.CHOICE)) {
      assertThat(second.exit()).isEqualTo(4);
      assertThat(second.said()).contains(home.toString(), "process " + first.pid());
      assertThat(UpProcess.processesOf(home)).anyMatch(line -> line.contains("postgres"));
    }
  }

  @Test
  void what_is_stopped_while_it_starts_leaves_no_process() throws Exception {
    try (UpProcess up = UpProcess.begin(home, "--temporal", TestTemporal.CHOICE)) {
      up.awaitFile("postgres/postmaster.pid");
      assertThat(up.stop()).isZero();
      assertThat(home.resolve("connection.json")).doesNotExist();
    }
  }

  @Test
  void after_a_kill_the_next_one_takes_over_what_lives_on_the_same_ports() throws Exception {
    Connection before;
    try (UpProcess killed = UpProcess.ready(home, "--temporal", TestTemporal.CHOICE)) {
      before = Connection.read(home);
      killed.kill();
      assertThat(UpProcess.processesOf(home)).anyMatch(line -> line.contains("postgres"));
    }
    try (UpProcess next = UpProcess.ready(home, "--temporal", TestTemporal.CHOICE)) {
      assertThat(Connection.read(home)).isEqualTo(before);
      assertThat(next.stop()).isZero();
    }
  }

  @Test
  void a_database_that_does_not_answer_is_named_and_nothing_stays() throws Exception {
    String jdbc = "jdbc:postgresql://127.0.0.1:" + Addresses.freePort() + "/upg";
    try (UpProcess up = UpProcess.begin(home, "--temporal", "embedded", "--jdbc", jdbc)) {
      assertThat(up.exit()).isEqualTo(3);
      assertThat(up.said()).contains("PostgreSQL", jdbc);
    }
  }

  @Test
  void an_inventory_with_an_error_starts_nothing() throws Exception {
    Path inventory = temp.resolve("inventory.yaml");
    Files.writeString(inventory, "hosts: [{name: a, rolls: [x]}]\ninstances: []\n");
    try (UpProcess up = UpProcess.begin(home, "--sandbox", inventory.toString())) {
      assertThat(up.exit()).isEqualTo(2);
      assertThat(up.said()).contains("inventory.yaml:1", "rolls");
      assertThat(home).doesNotExist();
    }
  }
}
