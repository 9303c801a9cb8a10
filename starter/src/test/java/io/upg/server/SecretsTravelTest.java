package io.upg.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.upg.access.PrivateFile;
import io.upg.cli.Connection;
import io.upg.contract.TemporalClients;
import io.upg.contract.WorkflowIds;
import io.upg.temporal.OnEitherTemporal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret in a parameter, printed by scripts that succeed and fail: who comes to know it. */
@OnEitherTemporal
class SecretsTravelTest {
  private static final String VALUE = "correct-horse-battery";
  private static final String SCRIPT =
      """
      #!/bin/sh
      echo "$1" >> "$UPG_ROOT/executions"
      grep password "$UPG_TASK" && grep password "$UPG_TASK" > "$UPG_ROOT/got"
      [ "$1 ${UPG_ROOT##*/}" != "convert sec-2" ] || { grep password "$UPG_TASK"; exit 3; }
      """;

  @TempDir static Path temp;
  private static ShopCloud cloud;

  @BeforeAll
  static void start() throws Exception {
    cloud = new ShopCloud(temp, Optional.empty(), "sec");
    cloud.start();
    for (String host : ShopCloud.hosts("sec")) {
      Path secrets = cloud.home().resolve("agents").resolve(host).resolve("secrets");
      PrivateFile.write(PrivateFile.folder(secrets).resolve("db"), VALUE.getBytes(UTF_8));
    }
    Path script = Files.writeString(temp.resolve("leak.sh"), SCRIPT);
    cloud.compile("sec").exits(0);
    patch("--script", "step.sh", "--file", script.toString());
    patch("--action", "convert", "--with", "password=secret:db");
    cloud.upg("run", "sec").exits(1);
  }

  private static void patch(String... change) {
    List<String> words =
        new ArrayList<>(List.of("patch", "sec", "--component", "shop", "--reason", "r"));
    words.addAll(List.of(change));
    cloud.upg(words.toArray(String[]::new)).exits(0);
  }

  @AfterAll
  static void stop() {
    cloud.close();
    assertThat(UpProcess.processesOf(temp)).isEmpty();
  }

  @Test
  void the_script_knows_it() {
    for (String host : List.of("sec-1", "sec-2")) {
      assertThat(cloud.home().resolve("hosts").resolve(host).resolve("got"))
          .content()
          .contains(VALUE);
    }
  }

  @Test
  void commands_show_it_hidden_and_the_plan_shows_its_name() {
    String logs = cloud.upg("logs", "sec", "sec-2_convert_shop").exits(0).out();
    assertThat(logs).contains("exit 3", "***").doesNotContain(VALUE);
    for (String command : List.of("tasks", "status", "audit")) {
      assertThat(cloud.upg(command, "sec", "-o", "json").out()).doesNotContain(VALUE);
    }
    assertThat(cloud.upg("patch", "list", "sec", "-o", "json").out()).contains("secret:db");
  }

  @Test
  void postgresql_does_not_know_it() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (java.sql.Connection sql = DriverManager.getConnection(connection().jdbc());
        Statement statement = sql.createStatement()) {
      List<String> tables = new ArrayList<>();
      String all = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'";
      try (ResultSet found = statement.executeQuery(all)) {
        while (found.next()) {
          tables.add(found.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet row = statement.executeQuery("SELECT t::text FROM \"" + table + "\" t")) {
          while (row.next()) {
            rows.add(row.getString(1));
          }
        }
      }
    }
    assertThat(rows).anyMatch(row -> row.contains("***")).noneMatch(row -> row.contains(VALUE));
  }

  @Test
  void temporals_histories_do_not_know_it() {
    WorkflowClient client =
        TemporalClients.client(connection().temporal(), connection().namespace());
    try {
      List<String> histories = new ArrayList<>();
      histories.add(history(client, WorkflowIds.project("sec")).orElseThrow());
      histories.add(history(client, WorkflowIds.run("sec", 1)).orElseThrow());
      for (int batch = 0; batch < 2 * ShopCloud.ACTIONS.size(); batch++) {
        for (int shard = 0; shard < 2; shard++) {
          history(client, WorkflowIds.shard("sec", 1, batch, shard)).ifPresent(histories::add);
        }
      }
      assertThat(histories)
          .anyMatch(history -> history.contains("***"))
          .noneMatch(history -> history.contains(VALUE));
    } finally {
      client.getWorkflowServiceStubs().shutdownNow();
    }
  }

  private static Optional<String> history(WorkflowClient client, String workflow) {
    try {
      return Optional.of(client.fetchHistory(workflow).getHistory().toString());
    } catch (StatusRuntimeException e) {
      return Optional.empty();
    }
  }

  @Test
  void no_file_of_the_deployment_holds_it_but_the_hosts_own() throws IOException {
    List<Path> holding = new ArrayList<>();
    try (Stream<Path> files = Files.walk(cloud.home())) {
      for (Path file : files.filter(Files::isRegularFile).filter(Files::isReadable).toList()) {
        boolean own = file.getParent().endsWith("secrets") || file.endsWith("got");
        if (!own && new String(Files.readAllBytes(file), ISO_8859_1).contains(VALUE)) {
          holding.add(file);
        }
      }
    }
    assertThat(holding).isEmpty();
  }

  @Test
  void nobody_else_enters_what_a_deployment_keeps() throws IOException {
    Path home = cloud.home();
    for (String folder : List.of("", "agents", "agents/sec-1", "artifacts", "logs", "postgres")) {
      assertThat(mode(home.resolve(folder))).as(folder).isEqualTo("rwx------");
    }
    assertThat(mode(home.resolve(Connection.FILE))).isEqualTo("rw-------");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static Connection connection() {
    return Connection.read(cloud.home());
  }
}
