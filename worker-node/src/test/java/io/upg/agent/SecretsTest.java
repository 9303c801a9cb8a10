package io.upg.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.access.PrivateFile;
import io.upg.contract.TaskResult;
import io.upg.plan.model.TaskState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The value of a secret reaches the script, and nothing else. */
class SecretsTest {
  private static final String VALUE = "pa\"ss/w0rd$é";
  private static final String SHOW =
      "python3 -c 'import json, os, sys; print(json.load(open(os.environ[\"UPG_TASK\"]))[\"params\"][\"password\"])'";

  @TempDir private Path folder;
  private TestHost host;

  @BeforeEach
  void prepare() throws IOException {
    host = TestHost.in(folder);
    secret("db", VALUE + "\n");
  }

  @AfterEach
  void close() {
    host.close();
  }

  private Path secret(String name, String value) throws IOException {
    Path file = PrivateFile.folder(host.own().resolve("secrets")).resolve(name);
    PrivateFile.write(file, value.getBytes(StandardCharsets.UTF_8));
    return file;
  }

  private Sheet convert(String shell) {
    return host.script("convert", shell).params(Map.of("password", "secret:db"));
  }

  @Test
  void the_script_gets_the_value_and_what_it_prints_is_hidden() throws Exception {
    Sheet sheet = convert(SHOW + " | tee \"$UPG_ROOT/got\"; echo before; exit 1");

    TaskResult result = host.runOne(sheet);

    assertThat(host.root().resolve("got")).hasContent(VALUE);
    assertThat(result.tail()).isEqualTo("***\nbefore\n");
    assertThat(host.output(sheet, 1)).isEqualTo("***\nbefore\n");
    assertThat(Files.readString(host.work(sheet, 1).resolve("task.json"))).contains("secret:db");
    tellsNobody(result);
  }

  @Test
  void error_and_message_hide_it_too() throws Exception {
    String says = "json.dump({\"message\": \"set \" + p}, open(os.environ[\"UPG_RESULT\"], \"w\"))";
    Sheet sheet =
        convert(
            "python3 -c 'import json, os, sys; p = json.load(open(os.environ[\"UPG_TASK\"]))[\"params\"][\"password\"]; "
                + says
                + "; sys.exit(\"x\" * 190 + p)'");

    TaskResult result = host.runOne(sheet);

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.message()).isEqualTo("set ***");
    assertThat(result.error()).contains("exit code 1", "xxx");
    tellsNobody(result);
  }

  @Test
  void by_vars_and_by_environment_it_comes_as_well() throws Exception {
    host.var("database", Map.of("password", "secret:db"));
    Sheet sheet =
        host.script(
                "convert",
                SHOW + " >\"$UPG_ROOT/got\"; printf %s \"$PGPASSWORD\" >\"$UPG_ROOT/env\"")
            .args(List.of(), Map.of("PGPASSWORD", "secret:db"))
            .params(Map.of("password", "${vars.database.password}"));

    TaskResult result = host.runOne(sheet);

    assertThat(result.state()).isEqualTo(TaskState.DONE);
    assertThat(host.root().resolve("got")).hasContent(VALUE);
    assertThat(host.root().resolve("env")).hasContent(VALUE);
    tellsNobody(result);
  }

  @Test
  void as_an_argument_it_is_refused_and_nothing_runs() throws Exception {
    host.var("password", "secret:db");
    Sheet sheet = convert("touch \"$UPG_ROOT/ran\"").args(List.of("${vars.password}"), Map.of());

    TaskResult result = host.runOne(sheet);

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.error()).contains("args of convert.sh hold 'secret:db'", "with: or env:");
    assertThat(host.root().resolve("ran")).doesNotExist();
  }

  @Test
  void a_template_is_filled_with_it() throws Exception {
    host.var("password", "secret:db").file("db.conf", "password = ${vars.password}\n");
    Sheet sheet = host.builtin("file.render", Map.of("template", "db.conf", "path", "db.conf"));

    TaskResult result = host.runOne(sheet);

    assertThat(result.error()).isNull();
    assertThat(host.root().resolve("db.conf")).hasContent("password = " + VALUE);
    tellsNobody(result);
  }

  @Test
  void a_secret_that_is_not_there_fails_the_task_before_it_starts() throws Exception {
    Sheet sheet =
        host.script("convert", "touch \"$UPG_ROOT/ran\"").params(Map.of("p", "secret:missing"));

    TaskResult result = host.runOne(sheet);

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.error())
        .contains("Secret 'missing' is not on this host", host.own() + "/secrets/missing", "0600");
    assertThat(host.root().resolve("ran")).doesNotExist();
  }

  @Test
  void a_secret_that_others_can_read_or_that_is_elsewhere_is_refused() throws Exception {
    Path file = secret("loose", VALUE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(run("secret:loose").error()).contains("rw-r--r--", "chmod 0600 " + file);
    assertThat(run("secret:../journal").error()).contains("'secret:../journal' names no secret");
    secret("short", "ab");
    assertThat(run("secret:short").error()).contains("too short");
  }

  private TaskResult run(String reference) throws Exception {
    long grant = reference.hashCode() & 0xFFFF;
    Sheet sheet = host.script("convert", "echo ran").params(Map.of("p", reference));
    return host.run(grant + 1, sheet.named("convert-" + grant)).results().get(0);
  }

  @Test
  void a_command_line_takes_none() throws Exception {
    TaskResult result = host.runOne(host.builtin("command", Map.of("run", "secret:db")));

    assertThat(result.error()).contains("command takes no secret", "with: or env:");
  }

  @Test
  void a_secret_of_several_lines_is_hidden_line_by_line() throws Exception {
    secret("db", "-----BEGIN KEY-----\nabcdefgh\nijklmnop\n-----END KEY-----\n");
    Sheet sheet = convert(SHOW + " | head -2 | tail -1");

    assertThat(host.runOne(sheet).tail()).isEqualTo("***\n");
  }

  @Test
  void what_outlives_its_agent_is_hidden_by_the_next_one() throws Exception {
    host.real();
    Sheet sheet =
        convert(
            SHOW
                + "; touch \"$UPG_ROOT/began\"; while [ ! -e \"$UPG_ROOT/go\" ]; do sleep 0.05; done");
    host.start(host.order(1, io.upg.plan.model.Direction.RUN, List.of(List.of(sheet))));
    await(host.root().resolve("began"));
    host.restart();
    Files.delete(host.own().resolve("secrets/db"));
    Files.createFile(host.root().resolve("go"));

    TaskResult result = host.runOne(sheet);

    assertThat(result.state()).isEqualTo(TaskState.DONE);
    assertThat(result.tail()).isEqualTo("***\n");
    tellsNobody(result);
  }

  private static void await(Path file) throws InterruptedException {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!Files.exists(file) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(file).exists();
  }

  /** Neither what is reported nor any file of the agent holds it, but that of the secret. */
  private void tellsNobody(TaskResult result) throws IOException {
    assertThat(result.toString()).doesNotContain(VALUE);
    byte[] value = VALUE.getBytes(StandardCharsets.UTF_8);
    try (Stream<Path> files = Files.walk(host.own())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getParent().endsWith("secrets")) {
          String content = new String(Files.readAllBytes(file), ISO_8859_1);
          assertThat(content).as("%s", file).doesNotContain(new String(value, ISO_8859_1));
        }
      }
    }
  }
}
