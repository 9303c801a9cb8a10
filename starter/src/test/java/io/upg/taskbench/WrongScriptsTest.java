package io.upg.taskbench;

import static io.upg.taskbench.AppRelease.BACK;
import static io.upg.taskbench.AppRelease.CONVERT;
import static io.upg.taskbench.AppRelease.DRY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.upg.cli.CliRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract check, judged by scripts that are wrong in one way each. */
class WrongScriptsTest {
  @TempDir Path folder;

  /** What is wrong with it, which check finds that, and what is said of it. */
  enum Wrong {
    ADDS_A_LINE_EACH_TIME(
        app ->
            app.script(DRY + CONVERT + "echo more >> $UPG_ROOT/var/lib/app/data\n")
                .back(DRY + BACK + "printf 'one\\ntwo\\n' > $UPG_ROOT/var/lib/app/data\n"),
        "run-twice",
        "run again, what it had done is not left alone: var/lib/app/data: line 4 'more' is new"),
    CANNOT_RUN_AGAIN(
        app ->
            app.script(DRY + CONVERT + "mkdir $UPG_ROOT/var/new\n")
                .back(DRY + BACK + "rm -rf $UPG_ROOT/var/new\n"),
        "run-twice",
        "run again, it fails: convert.sh ended with exit code 1: mkdir:"),
    FORGETS_A_FILE(
        app -> app.script(DRY + CONVERT + "echo 1 > $UPG_ROOT/var/lib/app/marker\n"),
        "rollback",
        "taken back, the root is not restored: var/lib/app/marker: is new: file of 2 bytes, rw-"),
    CHANGES_A_MODE(
        app ->
            app.script(DRY + CONVERT + "chmod 600 $conf\n")
                .back(
                    DRY
                        + "if [ -e $state/kept ]; then cat $state/kept > $conf; rm $state/kept; fi\n"),
        "rollback",
        "etc/app.conf: mode rw-r----- became rw-------"),
    LEAVES_AN_EMPTY_FOLDER(
        app ->
            app.script(DRY + CONVERT + "mkdir -p $UPG_ROOT/var/spool/app\n")
                .back(DRY + BACK + "rm -rf $UPG_ROOT/var/spool/app\n"),
        "rollback",
        "var/spool: is new: empty folder, rwxr-xr-x"),
    TURNS_A_LINK(
        app -> app.script(DRY + CONVERT + "ln -sfn 2.0 $UPG_ROOT/opt/app/current\n"),
        "rollback",
        "opt/app/current: pointed to 1.0, points to 2.0"),
    TAKES_BACK_TOO_MUCH(
        app -> app.back(DRY + BACK + "rm -rf $UPG_ROOT/var/lib/app\n"),
        "rollback",
        "var/lib/app/data: is gone: file of 8 bytes, rw-r--r--"),
    SAYS_THERE_IS_NOTHING_TO_TAKE_BACK(
        app -> app.rollback("none"),
        "rollback",
        "its rollback is 'none', and its run leaves changes: etc/app.conf: line 2 'format=1' became 'format=2'"),
    CANNOT_BE_TAKEN_BACK_TWICE(
        app -> app.back(DRY + "mv $state/kept $conf\n"),
        "rollback-twice",
        "taken back again, it fails: back.sh ended with exit code 1: mv:"),
    WRITES_IN_A_DRY_RUN(
        app -> app.script(CONVERT),
        "dry-run",
        "with dryRun: true it writes all the same: etc/app.conf: line 2 'format=1' became 'format=2'"),
    KEEPS_SOMETHING_IN_A_DRY_RUN(
        app -> app.script("date > $state/began\n" + DRY + CONVERT),
        "dry-run",
        "stateDir/began: is new"),
    FAILS_IN_A_DRY_RUN(
        app -> app.script("[ $dry = false ]\n" + CONVERT),
        "dry-run",
        "with dryRun: true it fails: convert.sh ended with exit code 1"),
    IGNORES_TERM(
        app -> app.script(DRY + "trap '' TERM\n" + CONVERT + "sleep 0.5\n"),
        "term",
        "TERM does not end it, KILL after 5 s would have to: '/bin/sh …/convert.sh' (pid "),
    LEAVES_A_DAEMON(
        app -> app.script(DRY + CONVERT + "setsid sleep 300 > /dev/null 2>&1 < /dev/null &\n"),
        "processes",
        "it leaves processes behind: run: 'sleep 300' (pid "),
    ENDS_WITH_THE_WRONG_CODE(
        app -> app.script(DRY + CONVERT + "echo 'the end'; exit 3\n"),
        "run",
        "it fails: convert.sh ended with exit code 3: the end"),
    WRITES_A_RESULT_THAT_IS_NO_JSON(
        app -> app.script(DRY + CONVERT + "echo done > $UPG_RESULT\n"),
        "run",
        "UPG_RESULT is not valid: "),
    FORGETS_THE_ROOT(
        app ->
            app.script(DRY + CONVERT + "date > /tmp/%s.lock\n".formatted(MARK))
                .back(DRY + BACK + "rm -f /tmp/%s.lock\n".formatted(MARK)),
        "outside",
        "it writes outside of UPG_ROOT: /tmp/%s.lock: is new, and ".formatted(MARK)),
    KNOWS_ANOTHER_ROOT(
        app -> app.script(DRY + CONVERT + "date > %s/etc/stamp\n".formatted(app.root())),
        "outside",
        "--host-root/etc/stamp: is new: file of "),
    CHANGES_ITS_RELEASE(
        app -> app.script(DRY + CONVERT + "echo '# ran' >> $release/back.sh\n"),
        "outside",
        "releaseDir/back.sh: was changed"),
    IS_HALF_DONE_WHERE_IT_IS_CUT_OFF(
        app ->
            app.script(
                DRY
                    + "grep -q '^format=2' $conf && exit 0\n"
                    + "cp -p $conf $state/kept\n"
                    + "echo format=2 > $conf; sleep 0.4; echo name=app >> $conf\n"),
        "cut-off",
        "and run again, it is not as run once: etc/app.conf: line 2 'name=app' is gone"),
    CANNOT_BE_TAKEN_BACK_WHERE_IT_IS_CUT_OFF(
        app ->
            app.script(
                DRY
                    + "grep -q '^format=2' $conf && [ ! -e $UPG_ROOT/etc/app.conf.new ] && exit 0\n"
                    + "cp -p $conf $state/kept\ncp -p $conf $UPG_ROOT/etc/app.conf.new; sleep 0.4\n"
                    + "sed s/format=1/format=2/ $state/kept > $UPG_ROOT/etc/app.conf.new\n"
                    + "mv $UPG_ROOT/etc/app.conf.new $conf\n"),
        "cut-off-rollback",
        "and taken back, the root is not restored: etc/app.conf.new: is new: file of 18 bytes");

    private final Consumer<AppRelease> change;
    private final String check;
    private final String message;

    Wrong(Consumer<AppRelease> change, String check, String message) {
      this.change = change;
      this.check = check;
      this.message = message;
    }
  }

  private static final String MARK = "upg-wrong-" + ProcessHandle.current().pid();

  @ParameterizedTest
  @EnumSource(Wrong.class)
  void a_wrong_script_is_caught_and_told_what_it_did(Wrong wrong) {
    AppRelease app = new AppRelease(folder);
    wrong.change.accept(app);
    CliRun run = app.upg("task check", "-o", "json").exits(1);
    List<String> broken = new ArrayList<>();
    for (JsonNode check : run.document().at("/tasks/0/checks")) {
      if (check.at("/result").asText().equals("broken")) {
        broken.add(check.at("/check").asText() + ": " + check.at("/message").asText());
      }
    }
    assertThat(broken)
        .as("%s", run)
        .anySatisfy(
            found -> assertThat(found).startsWith(wrong.check + ": ").contains(wrong.message));
  }

  @Test
  void a_good_script_passes_and_the_root_is_only_looked_at() throws Exception {
    AppRelease app = new AppRelease(folder);
    RootSnapshot before = RootSnapshot.of(app.root());
    CliRun run = app.upg("task check", "--junit", folder.resolve("junit.xml").toString()).exits(0);
    assertThat(
            run.out()
                .lines()
                .map(line -> line.strip().split(" +")[0] + " " + line.strip().split(" +")[1]))
        .containsExactly(
            "convert of",
            "ok dry-run",
            "ok run",
            "ok outside",
            "ok run-twice",
            "ok rollback",
            "ok rollback-twice",
            "ok term",
            "ok cut-off",
            "ok cut-off-rollback",
            "ok processes");
    assertThat(before.differences(RootSnapshot.of(app.root()))).isEmpty();
    assertThat(Files.readString(folder.resolve("junit.xml")))
        .contains("<testsuite name=\"convert of app 2.0\" tests=\"10\" failures=\"0\"")
        .contains("<testcase classname=\"app.convert\" name=\"rollback\"");
  }
}
