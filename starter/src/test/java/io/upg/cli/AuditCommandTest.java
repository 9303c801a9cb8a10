package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.plan.cut.Selection;
import io.upg.plan.model.TaskState;
import io.upg.store.StoreHarness;
import io.upg.store.TestPlans;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** There is no Temporal in this test: PostgreSQL alone has to do. */
class AuditCommandTest {
  @TempDir private Path home;
  private StoreHarness store;

  @BeforeEach
  void open() {
    store = new StoreHarness();
    store.save(TestPlans.of("spring", 4).phase("data", 2, "stop", "start").compiled());
    new Connection("127.0.0.1:1", null, store.url(), null, "http://127.0.0.1:1").write(home);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void it_tells_the_story_with_who_what_which_tasks_why_and_what_came_of_it() {
    tell();

    // Times are the database's: they are as they are.
    String story = upg("audit", "spring").exits(ExitCode.DONE).transcript();

    Golden.matches(
        "cli/audit.txt", story.replaceAll("\\d{4}-\\d\\d-\\d\\d [\\d:]{8}", "2026-03-01 02:00:00"));
  }

  @Test
  void as_json_every_command_has_the_names_that_programs_read_and_all_its_tasks() {
    tell();

    JsonNode audit = upg("audit", "spring", "-o", "json").exits(ExitCode.DONE).document();

    assertThat(audit).hasSize(4);
    assertThat(audit.get(0).fieldNames())
        .toIterable()
        .containsExactly("at", "who", "command", "tasks", "reason", "outcome", "id", "message");
    assertThat(audit.get(0).get("at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    assertThat(audit.get(0).get("tasks")).hasSize(8);
    assertThat(audit.get(1).get("outcome").asText()).isEqualTo("refused: wrong-state");
    assertThat(audit.get(1).get("message").asText()).contains("h1_stop_nova");
    assertThat(audit.get(3).get("reason").asText()).isEqualTo("the disk is gone");
  }

  @Test
  void pages_follow_each_other() {
    tell();

    JsonNode page =
        upg("audit", "spring", "--limit", "2", "--after", "c1", "-o", "json").document();
    assertThat(page.findValuesAsText("id")).containsExactly("c2", "c3");
    upg("audit", "spring", "--limit", "1").prints("skip").exits(ExitCode.DONE);
    upg("audit", "spring", "--after", "c9").exits(ExitCode.USAGE).says("knows no command 'c9'");
    upg("audit", "spring", "--limit", "0").exits(ExitCode.USAGE);
  }

  @Test
  void a_project_without_commands_says_so() {
    upg("audit", "spring").exits(ExitCode.DONE).saysNothingOnStdout().says("No command");
    assertThat(upg("audit", "spring", "-o", "json").document()).isEmpty();
    upg("audit", "sprnig").exits(ExitCode.USAGE).says("Did you mean 'spring'?");
  }

  private void tell() {
    int run = store.run("spring").run();
    store.play("spring", run, 1, id -> id.startsWith("h2_") ? TaskState.FAIL : TaskState.DONE);
    store.runs.close("spring", run, "2 tasks failed.");
    give(command(CommandKind.RETRY, List.of("h1_stop_nova"), null));
    give(store.command(CommandKind.PAUSE));
    give(command(CommandKind.SKIP, List.of(), "h2").reason("the disk is gone"));
  }

  private CommandRequest.Builder command(CommandKind kind, List<String> tasks, String hosts) {
    return store
        .command(kind)
        .selection(new Selection(tasks, hosts, null, null, null, hosts != null, false));
  }

  private void give(CommandRequest.Builder command) {
    store.commands.judge("spring", command.build());
  }

  private CliRun upg(String... args) {
    return CliRun.upg(Map.of("UPG_HOME", home.toString()), args);
  }
}
