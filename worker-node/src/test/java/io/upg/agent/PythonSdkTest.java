package io.upg.agent;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.TaskResult;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python SDK: its own tests, and the script of docs/scripts.md run by a real agent. */
class PythonSdkTest {
  private static final Path SDK = Path.of("sdk/python");
  private static final Pattern EXAMPLE = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);

  /** What the script calls on the host: its schema is a file, and it changes nothing else. */
  private static final String MANAGE =
      """
      #!/bin/sh
      cd "$UPG_ROOT/var"
      case $1 in
        schema) cat schema ;;
        sync) echo "$2" > schema ;;
      esac
      """;

  private static final String HOLD =
      """
      #!/usr/bin/env python3
      from upg import main, restore_files, rollback, task, write_file


      @task
      def hold(ctx):
          ctx.state["held by"] = "nobody"
          write_file("var/hold", "held")


      @rollback
      def release(ctx):
          assert restore_files() == 1
          return "released what " + ctx.state["held by"] + " held"


      if __name__ == "__main__":
          main()
      """;

  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void provision() throws Exception {
    host = TestHost.in(folder);
    Files.createDirectories(host.root().resolve("etc/keystone"));
    Files.createDirectories(host.root().resolve("var"));
    Files.createDirectories(host.root().resolve("usr/bin"));
    write("etc/keystone/keystone.conf", "admin_workers = 1\n", "rw-r-----");
    write("var/schema", "2024.1\n", "rw-r--r--");
    write("usr/bin/keystone-manage", MANAGE, "rwxr-xr-x");
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void the_script_of_the_docs_goes_forward_and_comes_back_byte_for_byte() throws Exception {
    String before = TreeHash.of(host.root());
    Sheet sheet = example().params(Map.of("workers", 4, "debug", true));

    TaskResult there = host.runOne(sheet);

    assertThat(there.error()).isNull();
    assertThat(there.message()).isEqualTo("configuration converted, schema 2024.1 is now 2025.1");
    assertThat(host.root().resolve("etc/keystone/keystone.conf"))
        .hasContent("workers = 4\ndebug = true\n");
    assertThat(host.root().resolve("var/schema")).hasContent("2025.1\n");
    assertThat(calls(sheet, 1))
        .containsExactly("edit_file", "run", "run", "external keystone.db-sync");

    TaskResult back = host.rollbackOne(sheet);

    assertThat(back.state()).isEqualTo(TaskState.ROLLED_BACK);
    assertThat(back.message()).isEqualTo("1 files are as they were");
    assertThat(TreeHash.of(host.root())).isEqualTo(before);
    assertThat(host.rollback(3, sheet).state()).isEqualTo(TaskState.ROLLED_BACK);
    assertThat(TreeHash.of(host.root())).isEqualTo(before);
  }

  @Test
  void the_script_of_the_docs_run_dry_shows_what_it_would_do_and_changes_nothing()
      throws Exception {
    host.mode(new BenchMode(true, false));
    String before = TreeHash.of(host.root());
    Sheet sheet = example().params(Map.of("workers", 4));

    TaskResult result = host.runOne(sheet);

    assertThat(result.error()).isNull();
    assertThat(result.tail())
        .containsSubsequence(
            "upg: would edit etc/keystone/keystone.conf\n",
            "  -admin_workers = 1\n  +workers = 4\n  +debug = false\n",
            "upg: run " + host.root() + "/usr/bin/keystone-manage schema\n",
            "upg: would run " + host.root() + "/usr/bin/keystone-manage sync 2025.1\n");
    assertThat(TreeHash.of(host.root())).isEqualTo(before);
    assertThat(host.own().resolve("state/spring").resolve(sheet.task())).isEmptyDirectory();
  }

  @Test
  void a_parameter_of_the_wrong_type_is_the_error_of_the_task_and_nothing_was_touched()
      throws Exception {
    String before = TreeHash.of(host.root());

    TaskResult result = host.runOne(example().params(Map.of("workers", "4", "debgu", true)));

    assertThat(result.error())
        .isEqualTo(
            "convert.py ended with exit code 1: keystone on h1: with: of action convert: parameter"
                + " 'workers': expected a whole number, got the text '4': write it without quotes;"
                + " parameter 'debgu' is unknown: did you mean 'debug'?");
    assertThat(TreeHash.of(host.root())).isEqualTo(before);
  }

  @Test
  void a_release_may_bring_modules_of_its_own_and_they_come_before_the_sdk() throws Exception {
    host.file("lib/upg.py", "print('our own')\n")
        .file("use.py", "#!/usr/bin/env python3\nimport upg\n");
    Sheet sheet =
        new Sheet(host, "use")
            .script("use.py", null)
            .args(List.of(), Map.of("PYTHONPATH", "${releaseDir}/lib"));

    assertThat(host.runOne(sheet).tail()).isEqualTo("our own\n");
  }

  @Test
  void a_script_around_a_task_keeps_what_its_own_rollback_needs() throws Exception {
    Sheet sheet =
        example()
            .params(Map.of("workers", 4))
            .patch("hold.py", HOLD)
            .around(List.of(Sheet.part("before hold.py", "hold.py")), List.of())
            .aroundBack(List.of(), List.of(Sheet.part("before hold.py", "hold.py")));
    String before = TreeHash.of(host.root());

    assertThat(host.runOne(sheet).error()).isNull();
    assertThat(host.rollbackOne(sheet).error()).isNull();

    assertThat(host.output(sheet, 2)).contains("released what nobody held");
    assertThat(TreeHash.of(host.root())).isEqualTo(before);
  }

  @Test
  void an_agent_brings_the_package_whole_and_leaves_that_of_another_version_alone()
      throws Exception {
    Path older = Files.createDirectories(folder.resolve("sdk/of-another-agent"));

    Path unpacked = PythonSdk.unpack(folder.resolve("sdk"));

    assertThat(PythonSdk.unpack(folder.resolve("sdk"))).isEqualTo(unpacked);
    assertThat(files(unpacked.resolve("upg"))).isEqualTo(files(SDK.resolve("upg")));
    assertThat(files(SDK.resolve("upg"))).containsExactlyElementsOf(PythonSdk.FILES);
    assertThat(older).isDirectory();
  }

  @Test
  void its_own_tests_pass() throws Exception {
    Path output = folder.resolve("output");
    Process tests =
        new ProcessBuilder("python3", "-B", "-m", "unittest", "discover", "-s", "tests")
            .directory(SDK.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(tests.waitFor(3, MINUTES)).as("ends within 3 minutes").isTrue();
      assertThat(tests.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      tests.destroyForcibly();
    }
  }

  private Sheet example() throws IOException {
    Matcher script = EXAMPLE.matcher(Files.readString(Path.of("../docs/scripts.md")));
    assertThat(script.find()).isTrue();
    host.file("convert.py", script.group(1));
    return new Sheet(host, "convert").script("convert.py", "convert.py");
  }

  private List<String> calls(Sheet sheet, long grant) throws IOException {
    Path result = host.work(sheet, grant).resolve("result-0-1.json");
    Map<?, ?> written = CanonicalJson.read(Files.readAllBytes(result), Map.class);
    return ((List<?>) written.get("calls"))
        .stream().map(Map.class::cast).map(PythonSdkTest::text).toList();
  }

  private static String text(Map<?, ?> call) {
    assertThat(call.get("ok")).isEqualTo(true);
    return (Boolean.TRUE.equals(call.get("external")) ? "external " : "") + call.get("name");
  }

  private void write(String name, String content, String mode) throws IOException {
    Path file = Files.writeString(host.root().resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("__pycache__"))
          .sorted()
          .toList();
    }
  }
}
