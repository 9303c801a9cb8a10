package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upg.contract.CommandAnswer;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.plan.cut.Selection;
import io.upg.plan.model.TaskState;
import io.upg.store.StoreHarness;
import io.upg.store.TestPlans;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Retry, rollback and skip as far as they go without Temporal: what is refused at once, and what a
 * dry run prints. There is no Temporal in this test, so nothing is ever sent.
 */
class TaskCommandsTest {
  private static final List<String> ACTIONS = List.of("stop", "convert", "start");

  @TempDir private Path home;
  private StoreHarness store;

  @BeforeEach
  void open() {
    store = new StoreHarness();
    store.save(
        TestPlans.of("spring", 4).phase("data", 2, ACTIONS.toArray(String[]::new)).compiled());
    new Connection("127.0.0.1:1", null, store.url(), null, "http://127.0.0.1:1").write(home);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_dry_run_of_a_rollback_lists_the_tasks_in_reverse_and_touches_nothing() {
    failOn("h2_convert_nova");
    Map<String, TaskState> before = store.states("spring");

    CliRun run = upg("rollback", "spring", "--all", "--dry-run").exits(ExitCode.DONE);

    Golden.matches("cli/rollback-dry-run.txt", run.transcript());
    assertThat(store.states("spring")).isEqualTo(before);
    assertThat(store.value("select count(*) from audit")).isEqualTo("1");
  }

  @Test
  void a_dry_run_as_json_says_the_direction_of_every_task() {
    failOn("h2_convert_nova");

    JsonNode rollback = dryRun("rollback", "spring", "--host", "h2");
    assertThat(ids(rollback)).containsExactly("h2_convert_nova", "h2_stop_nova");
    assertThat(rollback.at("/tasks/0").toString())
        .isEqualTo(
            "{\"id\":\"h2_convert_nova\",\"direction\":\"rollback\",\"phase\":\"data\","
                + "\"batch\":1}");

    JsonNode retry = dryRun("retry", "spring", "--failed");
    assertThat(ids(retry)).containsExactly("h2_convert_nova");
    assertThat(retry.at("/tasks/0/direction").asText()).isEqualTo("run");

    JsonNode skip = dryRun("skip", "spring", "--host", "h2", "--reason", "it is broken");
    assertThat(ids(skip)).containsExactly("h2_convert_nova", "h2_start_nova");
    assertThat(skip.at("/tasks/0/direction").asText()).isEqualTo("skip");

    JsonNode resume = dryRun("resume", "spring");
    assertThat(ids(resume)).startsWith("h2_convert_nova", "h2_start_nova", "h3_stop_nova");
  }

  @Test
  void a_dry_run_takes_dependents_along_or_leaves_them_standing() {
    failOn("h2_start_nova");

    upg("rollback", "spring", "h2_stop_nova", "--dry-run")
        .exits(ExitCode.REFUSED)
        .says("--with-dependents", "--only");
    assertThat(ids(dryRun("rollback", "spring", "h2_stop_nova", "--with-dependents")))
        .containsExactly("h2_start_nova", "h2_convert_nova", "h2_stop_nova");
    assertThat(ids(dryRun("rollback", "spring", "h2_stop_nova", "--only", "--reason", "trial")))
        .containsExactly("h2_stop_nova");
  }

  @Test
  void a_refusal_as_json_names_rule_message_and_tasks() {
    CliRun run =
        upg("retry", "spring", "h1_stop_nova", "--dry-run", "-o", "json").exits(ExitCode.REFUSED);

    assertThat(run.document().at("/error/rule").asText()).isEqualTo("wrong-state");
    assertThat(run.document().at("/error/message").asText()).contains("upg run spring");
    assertThat(run.document().at("/error/tasks").toString()).isEqualTo("[\"h1_stop_nova\"]");
    assertThat(run.err()).contains("h1_stop_nova");
  }

  @Test
  void a_selection_that_leaves_nothing_to_do_says_so_and_is_no_failure() {
    upg("retry", "spring", "--failed", "--dry-run")
        .exits(ExitCode.DONE)
        .saysNothingOnStdout()
        .says("matches no task");
    upg("rollback", "spring", "--host", "h1", "--dry-run")
        .exits(ExitCode.DONE)
        .says("Nothing is left to do");
  }

  @Test
  void nothing_selected_is_bad_usage() {
    for (String command : List.of("retry", "rollback")) {
      upg(command, "spring").exits(ExitCode.USAGE).says("No task is selected", "upg tasks spring");
    }
    upg("skip", "spring", "--reason", "no need").exits(ExitCode.USAGE).says("--failed");
  }

  @Test
  void a_skip_demands_a_reason() {
    upg("skip", "spring", "h1_stop_nova").exits(ExitCode.USAGE).says("--reason");
    upg("skip", "spring", "h1_stop_nova", "--reason", " ", "--dry-run")
        .exits(ExitCode.USAGE)
        .says("reason");
  }

  @Test
  void leaving_later_tasks_standing_demands_a_reason() {
    upg("rollback", "spring", "h1_stop_nova", "--only", "--dry-run")
        .exits(ExitCode.USAGE)
        .says("--only --reason R");
  }

  @Test
  void unknown_names_get_a_suggestion() {
    upg("rollback", "spring", "h1_stop_nvoa", "--dry-run")
        .exits(ExitCode.USAGE)
        .says("Did you mean 'h1_stop_nova'?");
    upg("rollback", "sprnig", "--all").exits(ExitCode.USAGE).says("Did you mean 'spring'?");
  }

  @Test
  void status_shows_what_stands_on_a_task_taken_back_and_what_was_skipped() {
    failOn("h2_start_nova");
    give(store.command(CommandKind.SKIP).selection(tasks("h2_start_nova")).reason("no need"));
    int run =
        give(store
                .command(CommandKind.ROLLBACK)
                .selection(tasks("h1_convert_nova"))
                .only(true)
                .reason("its data were bad"))
            .run();
    store.play("spring", run, 1, id -> TaskState.ROLLED_BACK);
    store.runs.close("spring", run, null);

    Golden.matches("cli/status-standing.txt", upg("status", "spring").transcript());
    upg("tasks", "spring", "h1_start_nova")
        .prints("stands on h1_convert_nova, which was taken back");
  }

  private CommandAnswer give(CommandRequest.Builder command) {
    CommandAnswer answer = store.commands.judge("spring", command.build());
    assertThat(answer.refusal()).isNull();
    return answer;
  }

  private static Selection tasks(String... ids) {
    return new Selection(List.of(ids), null, null, null, null, false, false);
  }

  @Test
  void a_run_says_in_the_operators_time_until_when() {
    upg("run", "spring", "--until", "05:30", "--dry-run").exits(ExitCode.DONE).says("05:30:00");
    upg("run", "spring", "--until", "25:00").exits(ExitCode.USAGE).says("--until is '25:00'");
    upg("run", "spring", "--pause-after", "canry")
        .exits(ExitCode.USAGE)
        .says("Did you mean 'canary'?");
  }

  /** A run of which one task fails: what comes behind it on its host does not start. */
  private void failOn(String task) {
    int run = store.run("spring").run();
    String host = task.substring(0, task.indexOf('_'));
    List<String> behind =
        ACTIONS.stream()
            .map(action -> host + "_" + action + "_nova")
            .dropWhile(id -> !id.equals(task))
            .skip(1)
            .toList();
    String waits = store.play("spring", run, 1, id -> outcome(id, task, behind)).waitingFor();
    store.runs.close("spring", run, waits);
  }

  private static TaskState outcome(String id, String failed, List<String> behind) {
    if (id.equals(failed)) {
      return TaskState.FAIL;
    }
    return behind.contains(id) ? TaskState.UNDO : TaskState.DONE;
  }

  private JsonNode dryRun(String... args) {
    Stream<String> all = Stream.concat(Stream.of(args), Stream.of("--dry-run", "-o", "json"));
    return upg(all.toArray(String[]::new)).exits(ExitCode.DONE).document();
  }

  private static List<String> ids(JsonNode document) {
    return document.get("tasks").findValuesAsText("id");
  }

  private CliRun upg(String... args) {
    return CliRun.upg(Map.of("UPG_HOME", home.toString()), args);
  }
}
