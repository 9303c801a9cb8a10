package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upg.server.ArtifactServer;
import io.upg.store.Database;
import io.upg.store.EmbeddedDatabase;
import io.upg.store.query.ProjectsQuery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileCommandTest {
  /** What {@code printf '#!/bin/sh\nexit 0\n' | sha256sum} prints. */
  private static final String SCRIPT =
      "306c6ca7407560340797866e077e053627ad409277d1b9da58106fce4cf717cb";

  @TempDir private Path folder;
  @TempDir private Path home;
  private ProjectFolder files;
  private Database database;
  private ArtifactServer artifacts;

  @BeforeEach
  void start() throws IOException {
    files = new ProjectFolder(folder);
    String url = EmbeddedDatabase.url();
    database = Database.open(url);
    artifacts =
        ArtifactServer.start(
            home.resolve("artifacts"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    new Connection("127.0.0.1:1", null, url, null, artifacts.url()).write(home);
  }

  @AfterEach
  void stop() {
    artifacts.close();
    database.close();
  }

  @Test
  void a_project_is_summed_up_and_stored_with_its_files_by_digest() {
    CliRun run = compile().exits(ExitCode.DONE);

    run.prints(
        "Plan of project spring: 6 tasks on 2 hosts. Stored",
        "Point of no return: phase commit.",
        "Run it:  upg run spring");
    assertThat(home.resolve("artifacts/" + SCRIPT.substring(0, 2) + "/" + SCRIPT)).isRegularFile();
    assertThat(new ProjectsQuery(database).phases("spring")).contains("distribute", "data");
  }

  @Test
  void the_document_has_the_names_that_programs_read() {
    JsonNode document = compile("-o", "json").exits(ExitCode.DONE).document();

    assertThat(document.fieldNames())
        .toIterable()
        .containsExactly("plan", "digest", "tasks", "phases");
    assertThat(document.get("plan").asText()).isEqualTo("spring");
    assertThat(document.get("tasks").asInt()).isEqualTo(6);
    JsonNode data = phase(document, "data");
    assertThat(data.toString())
        .isEqualTo("{\"name\":\"data\",\"batches\":1,\"nodeTasks\":2,\"tasks\":2}");
  }

  @Test
  void compiling_again_changes_nothing_and_says_so() {
    compile().exits(ExitCode.DONE);

    compile().exits(ExitCode.DONE).prints("Unchanged: revision 1 is this very plan.");
  }

  @Test
  void another_plan_of_a_project_that_has_not_run_is_a_new_revision() {
    compile().exits(ExitCode.DONE);

    compile("--target", "web=1.0@web-2").exits(ExitCode.DONE).prints("Stored as revision 2");
  }

  @Test
  void another_plan_of_a_project_that_has_begun_is_refused() {
    compile().exits(ExitCode.DONE);
    database.tx(
        tx ->
            tx.update(
                """
                insert into run (project_id, run, command, direction, request, plan_digest, tasks,
                                 task_count, state, batches, who)
                select id, 1, 'run', 'run', '{}', 'x', '{[1,2]}', 2, 'open', 1, 'ann' from project
                """));
    files.write("releases/web/2.0/convert.sh", "#!/bin/sh\nexit 1\n");

    CliRun run = compile("-o", "json").exits(ExitCode.REFUSED);

    assertThat(run.document().at("/error/rule").asText()).isEqualTo("plan-started");
  }

  @Test
  void every_problem_is_reported_at_once_and_nothing_is_stored() throws IOException {
    files.write(
        "inventory.yaml",
        """
        hosts: [{name: "web-[1-2]", roles: [web]}]
        instances: [{component: web, on: role=web, version: "1.0"}]
        vasr: {}
        """);
    files.write("releases/web/2.0/component.yaml", "component: web\nversion: 2.0\n");

    CliRun run = compile().exits(ExitCode.USAGE).saysNothingOnStdout();

    assertThat(run.err()).contains("inventory.yaml:3: error:", "vars", "component.yaml:2: error:");
    assertThat(new ProjectsQuery(database).all()).isEmpty();
    assertThat(storedArtifacts()).isZero();
  }

  @Test
  void a_target_that_cannot_be_read_is_bad_usage() {
    compile("--target", "web").exits(ExitCode.USAGE).says("--target 'web'");
  }

  @Test
  void a_project_file_that_is_not_there_is_bad_input() {
    CliRun.upg(Map.of("UPG_HOME", home.toString()), "compile", "nowhere.yaml")
        .exits(ExitCode.USAGE)
        .says("nowhere.yaml");
  }

  @Test
  void without_a_connection_the_plan_is_only_written() {
    Path out = folder.resolve("plan.json");

    CliRun run =
        CliRun.upg(Map.of(), "compile", files.project(), "--out", out.toString())
            .exits(ExitCode.DONE);

    run.prints("Not stored").says("Plan written to " + out);
    assertThat(out).content().contains("\"project\":\"spring\"");
  }

  @Test
  void without_a_connection_and_a_file_to_write_the_message_says_what_to_do() {
    CliRun.upg(Map.of(), "compile", files.project())
        .exits(ExitCode.USAGE)
        .says("upg up --dir D", "UPG_HOME");
  }

  @Test
  void an_artifact_server_that_does_not_answer_leaves_the_plan_unstored() {
    artifacts.close();

    compile().exits(ExitCode.INTERNAL).says("Artifact server", "does not answer");
    assertThat(new ProjectsQuery(database).all()).isEmpty();
  }

  @Test
  void a_stored_plan_is_shown_exported_and_compared() {
    Path out = folder.resolve("plan.json");
    compile("--out", out.toString()).exits(ExitCode.DONE);

    assertThat(upg("plan", "show", "spring").exits(ExitCode.DONE).out())
        .contains("Project spring, plan", "convert web");
    assertThat(upg("plan", "show", "spring", "--full").out()).contains("web-1_convert_web");
    assertThat(upg("plan", "export", "spring", "--format", "dot").out()).startsWith("digraph");
    assertThat(upg("plan", "export", "spring").exits(ExitCode.DONE).out()).isEqualTo(text(out));
    upg("plan", "diff", "spring", out.toString()).exits(ExitCode.DONE).prints("the same");
  }

  @Test
  void a_changed_plan_differs_from_the_one_that_was_written() {
    Path out = folder.resolve("plan.json");
    compile("--out", out.toString()).exits(ExitCode.DONE);
    compile("--target", "web=1.0@web-2").exits(ExitCode.DONE);

    assertThat(upg("plan", "diff", "spring", out.toString()).exits(ExitCode.DONE).out())
        .contains("+ convert web", "web-2");
  }

  @Test
  void a_file_that_is_no_plan_cannot_be_compared() {
    compile().exits(ExitCode.DONE);

    upg("plan", "diff", "spring", files.project()).exits(ExitCode.USAGE).says("is not a plan");
  }

  @Test
  void a_dry_run_prints_the_exact_tasks_in_order_and_starts_nothing() {
    compile().exits(ExitCode.DONE);

    JsonNode tasks = upg("run", "spring", "--dry-run", "-o", "json").document().get("tasks");

    assertThat(tasks)
        .extracting(task -> task.get("id").asText())
        .containsExactly(
            "web-1_distribute_web",
            "web-2_distribute_web",
            "web-1_convert_web",
            "web-2_convert_web");
    assertThat(tasks.get(0).get("direction").asText()).isEqualTo("run");
    assertThat(tasks.get(0).get("batch").asInt()).isEqualTo(1);
    upg("status", "spring").prints("spring: ready", "undo 6");
  }

  @Test
  void a_phase_and_tasks_can_be_named_side_by_side() {
    compile().exits(ExitCode.DONE);

    assertThat(upg("run", "spring", "distribute", "web-2_distribute_web", "--dry-run").out())
        .contains("web-2_distribute_web")
        .doesNotContain("web-1");
  }

  @Test
  void a_dry_run_of_tasks_that_may_not_run_yet_is_refused() {
    compile().exits(ExitCode.DONE);

    CliRun run = upg("run", "spring", "data", "--dry-run", "-o", "json").exits(ExitCode.REFUSED);

    assertThat(run.document().at("/error/rule").asText()).isEqualTo("predecessors");
    assertThat(run.document().at("/error/tasks")).isNotEmpty();
    upg("run", "spring", "data", "--dry-run", "--out-of-order", "--reason", "lab")
        .exits(ExitCode.DONE)
        .prints("web-1_convert_web");
  }

  @Test
  void out_of_order_needs_a_reason() {
    upg("run", "spring", "data", "--out-of-order").exits(ExitCode.USAGE).says("--reason");
  }

  @Test
  void an_unknown_phase_is_bad_input_with_a_suggestion() {
    compile().exits(ExitCode.DONE);

    upg("run", "spring", "dta", "--dry-run").exits(ExitCode.USAGE).says("Did you mean 'data'?");
  }

  @Test
  void a_host_set_that_cannot_be_read_is_bad_input() {
    compile().exits(ExitCode.DONE);

    upg("run", "spring", "--host", "role=", "--dry-run").exits(ExitCode.USAGE).says("role=");
    upg("tasks", "spring", "--host", "role=wbe").exits(ExitCode.USAGE).says("web");
  }

  @Test
  void tasks_are_selected_by_the_plan() {
    compile().exits(ExitCode.DONE);

    assertThat(
            upg("tasks", "spring", "--host", "web-2", "--phase", "data", "-o", "json").document())
        .extracting(task -> task.get("id").asText())
        .containsExactly("web-2_convert_web");
  }

  @Test
  void resuming_what_has_never_run_would_run_nothing() {
    compile().exits(ExitCode.DONE);

    upg("resume", "spring", "--dry-run").exits(ExitCode.DONE).says("upg run spring");
  }

  private static JsonNode phase(JsonNode document, String name) {
    for (JsonNode phase : document.get("phases")) {
      if (phase.get("name").asText().equals(name)) {
        return phase;
      }
    }
    throw new AssertionError("no phase " + name + " in " + document);
  }

  private long storedArtifacts() throws IOException {
    if (!Files.exists(home.resolve("artifacts"))) {
      return 0;
    }
    try (Stream<Path> stored = Files.walk(home.resolve("artifacts"))) {
      return stored.filter(Files::isRegularFile).count();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private CliRun compile(String... more) {
    return upg(
        Stream.concat(Stream.of("compile", files.project()), Stream.of(more))
            .toArray(String[]::new));
  }

  private CliRun upg(String... args) {
    return CliRun.upg(Map.of("UPG_HOME", home.toString()), args);
  }
}
