package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upg.contract.AgentBuild;
import io.upg.store.Database;
import io.upg.store.EmbeddedDatabase;
import io.upg.store.NodeStore;
import io.upg.store.SeenNode;
import io.upg.store.query.Rows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** There is no Temporal and no orchestrator in this test: PostgreSQL alone has to do. */
class QueryCommandsTest {
  @TempDir private Path home;
  private Database database;
  private Rows rows;

  @BeforeEach
  void open() {
    String url = EmbeddedDatabase.url();
    database = Database.open(url);
    rows = Rows.spring(database);
    new Connection("127.0.0.1:1", null, url, null, "http://127.0.0.1:1").write(home);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void status_names_the_failed_task_its_error_and_what_to_do() {
    stopped();

    CliRun status = upg("status", "spring").exits(ExitCode.DONE);

    Golden.matches("cli/status-waiting.txt", status.transcript());
  }

  @Test
  void nodes_are_listed_naturally_with_what_is_known_of_their_agents() {
    Instant now = Instant.now();
    AgentBuild agent = new AgentBuild("0.2.0", 2);
    new NodeStore(database)
        .seen(
            List.of(
                new SeenNode("cn-10", agent, now.minus(Duration.ofMinutes(7))),
                new SeenNode("cn-2", AgentBuild.UNSTATED, now)));

    assertThat(upg("nodes").exits(ExitCode.DONE).out())
        .isEqualTo(
            """
            HOST   VERSION     PROTOCOL  SEEN
            cn-2   not stated  1         just now
            cn-10  0.2.0       2         7m ago
            """);
    JsonNode node =
        upg("nodes", "--host", "cn-10", "-o", "json").exits(ExitCode.DONE).document().get(0);
    assertThat(node.fieldNames())
        .toIterable()
        .containsExactly("host", "version", "protocol", "seenAt");
    assertThat(upg("nodes", "--after", "cn-2", "--limit", "1").exits(ExitCode.DONE).err())
        .contains("--after cn-10");
    assertThat(upg("nodes", "--host", "cn-11").exits(ExitCode.USAGE).err()).contains("'cn-11'");
  }

  @Test
  void nodes_say_it_where_temporal_cannot_be_asked() {
    new NodeStore(database).seen(List.of(new SeenNode("h1", AgentBuild.UNSTATED, Instant.now())));

    assertThat(upg("nodes", "--refresh").exits(ExitCode.INTERNAL).err())
        .contains("Temporal at 127.0.0.1:1 does not say who polls");
  }

  @Test
  void status_as_json_has_the_names_that_programs_read() {
    stopped();

    JsonNode status = upg("status", "spring", "-o", "json").exits(ExitCode.DONE).document();

    assertThat(status.fieldNames())
        .toIterable()
        .containsExactly(
            "project",
            "state",
            "phase",
            "batch",
            "batches",
            "counts",
            "waitingFor",
            "runs",
            "live");
    assertThat(status.get("state").asText()).isEqualTo("waiting");
    assertThat(status.get("counts").toString()).isEqualTo("{\"undo\":1,\"done\":2,\"fail\":1}");
    assertThat(status.get("waitingFor").asText()).isEqualTo("1 task failed in data batch 1/2.");
    assertThat(status.get("runs").isEmpty()).isTrue();
  }

  @Test
  void an_open_run_is_listed_with_its_direction_and_times_in_utc() {
    rows.run(1, "run", "open", 1, 4, 2).ran(1, 1, "done", 0, null);

    JsonNode run = upg("status", "spring", "-o", "json").document().get("runs").get(0);

    assertThat(run.fieldNames())
        .toIterable()
        .containsExactly("run", "direction", "phase", "batch", "batches", "startedAt", "eta");
    assertThat(run.get("direction").asText()).isEqualTo("run");
    assertThat(run.get("startedAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    assertThat(run.get("eta").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
  }

  @Test
  void status_without_a_project_lists_all() {
    stopped();
    Rows.project(database, "autumn").paused("ann");

    Golden.matches("cli/status-all.txt", upg("status").exits(ExitCode.DONE).transcript());
    assertThat(upg("status", "-o", "json").document())
        .extracting(status -> status.get("project").asText())
        .containsExactly("spring", "autumn");
  }

  @Test
  void an_unknown_project_is_bad_input_with_a_suggestion() {
    CliRun run = upg("status", "srping", "-o", "json").exits(ExitCode.USAGE);

    assertThat(run.err()).contains("Did you mean 'spring'?");
    assertThat(run.document().at("/error/rule").asText()).isEqualTo("bad-input");
  }

  @Test
  void watching_as_json_is_refused() {
    upg("status", "spring", "--watch", "-o", "json").exits(ExitCode.USAGE).says("--watch");
  }

  @Test
  void tasks_come_as_a_table_in_plan_order() {
    stopped();

    Golden.matches("cli/tasks.txt", upg("tasks", "spring").exits(ExitCode.DONE).transcript());
  }

  @Test
  void tasks_as_json_have_the_names_that_programs_read() {
    stopped();

    JsonNode tasks = upg("tasks", "spring", "--failed", "-o", "json").document();

    assertThat(tasks).hasSize(1);
    assertThat(tasks.get(0).toString())
        .isEqualTo(
            "{\"id\":\"cn-1_stop_nova\",\"host\":\"cn-1\",\"component\":\"nova\","
                + "\"action\":\"stop\",\"phase\":\"data\",\"state\":\"fail\",\"attempt\":1,"
                + "\"revision\":1,\"startedAt\":\"2026-03-01T02:01:00Z\","
                + "\"finishedAt\":\"2026-03-01T02:01:30Z\",\"exit\":3,\"error\":\"disk full\","
                + "\"standsOn\":null,\"live\":null}");
  }

  @Test
  void states_and_failed_are_joined_by_and() {
    stopped();

    assertThat(upg("tasks", "spring", "--failed", "--state", "done", "-o", "json").document())
        .isEmpty();
    assertThat(upg("tasks", "spring", "--state", "done,undo", "-o", "json").document()).hasSize(3);
  }

  @Test
  void pages_follow_each_other() {
    CliRun first = upg("tasks", "spring", "--limit", "2").says("--after cn-1_stop_nova");
    assertThat(first.out()).contains("cn-1_check_nova").doesNotContain("cn-2_stop_nova");

    CliRun second = upg("tasks", "spring", "--limit", "2", "--after", "cn-1_stop_nova");
    assertThat(second.out()).contains("cn-2_stop_nova", "cn-10_stop_nova");
  }

  @Test
  void nothing_that_fits_is_said_and_no_failure() {
    upg("tasks", "spring", "--failed").exits(ExitCode.DONE).saysNothingOnStdout().says("No task");
  }

  @Test
  void an_unknown_state_gets_a_suggestion() {
    upg("tasks", "spring", "--state", "faild").exits(ExitCode.USAGE).says("Did you mean 'fail'?");
  }

  @Test
  void logs_tell_every_attempt_and_where_the_whole_output_lies() {
    stopped();
    rows.attempt(2, 10, 1, "fail", "reading /etc/nova\nno space left\n", false)
        .attempt(2, 11, 1, "done", null, true);

    CliRun logs = upg("logs", "spring", "cn-1_stop_nova").exits(ExitCode.DONE);

    Golden.matches("cli/logs.txt", logs.transcript());
  }

  @Test
  void logs_name_the_folder_itself_where_this_machine_has_it() throws Exception {
    rows.attempt(2, 10, 1, "fail", null, false);
    Path work = home.resolve("agents/cn-1/work/spring/cn-1_stop_nova/10");
    Files.createDirectories(work);

    upg("logs", "spring", "cn-1_stop_nova").prints(work.toString());
  }

  @Test
  void logs_as_json_hold_task_and_attempts() {
    rows.attempt(2, 10, 1, "fail", "boom", false);

    JsonNode log = upg("logs", "spring", "cn-1_stop_nova", "-o", "json").document();

    assertThat(log.get("id").asText()).isEqualTo("cn-1_stop_nova");
    assertThat(log.at("/attempts/0/tail").asText()).isEqualTo("boom");
    assertThat(log.at("/attempts/0/state").asText()).isEqualTo("fail");
  }

  @Test
  void logs_of_an_unknown_task_get_a_suggestion() {
    upg("logs", "spring", "cn-1_stop_nvoa")
        .exits(ExitCode.USAGE)
        .says("Did you mean 'cn-1_stop_nova'?");
  }

  @Test
  void projects_are_listed() {
    assertThat(upg("project", "list").exits(ExitCode.DONE).out()).contains("spring", "ready");
    assertThat(upg("project", "list", "-o", "json").document().get(0).get("digest").asText())
        .isEqualTo("abc");
  }

  @Test
  void a_database_that_does_not_answer_is_named() {
    upg("status", "--jdbc", "jdbc:postgresql://127.0.0.1:1/upg")
        .exits(ExitCode.INTERNAL)
        .says("PostgreSQL cannot be reached", "127.0.0.1:1");
  }

  private void stopped() {
    rows.run(1, "run", "stopped", 1, 4, 2)
        .waitingFor(1, "1 task failed in data batch 1/2.")
        .ran(1, 1, "done", 0, null)
        .ran(2, 1, "fail", 3, "disk full")
        .ran(3, 1, "done", 0, null);
  }

  private CliRun upg(String... args) {
    return CliRun.upg(Map.of("UPG_HOME", home.toString()), args);
  }
}
