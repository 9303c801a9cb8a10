"""Files of the host: changed, kept, put back."""
import os

from host import HostTest

EDIT = """
@task
def convert(ctx):
    return str(edit_file("/etc/app.conf", lambda text: text.replace("old", "new")))

@rollback
def unconvert(ctx):
    return str(restore_file("etc/app.conf"))
"""


class FileTest(HostTest):
    def test_an_edit_keeps_mode_and_line_ends_and_comes_back_byte_for_byte(self):
        self.put("etc/app.conf", b"a = old\r\nb = \xff\n", 0o640)
        before = self.snapshot()
        self.assertEqual("True", self.done(EDIT).last)
        self.assertEqual((oct(0o100640), b"a = new\r\nb = \xff\n"), self.snapshot()["etc/app.conf"])
        self.assertEqual("True", self.done(EDIT, "rollback").last)
        self.assertEqual(before, self.snapshot())
        self.assertEqual("False", self.done(EDIT, "rollback").last)

    def test_doing_it_twice_changes_nothing_more_and_the_first_content_comes_back(self):
        self.put("etc/app.conf", "old")
        self.done(EDIT)
        end = self.done(EDIT)
        self.assertIn("upg: edit etc/app.conf: nothing to change", end.said)
        self.assertEqual("True", end.last, "this task did change it: what hangs on that is not lost")
        self.done(EDIT.replace('"new")', '"new") + "!"'))
        self.assertEqual("new!", self.get("etc/app.conf"))
        self.done(EDIT, "rollback")
        self.assertEqual("old", self.get("etc/app.conf"))

    def test_after_a_rollback_the_next_run_keeps_what_it_finds_then(self):
        self.put("etc/app.conf", "old 1")
        self.done(EDIT)
        self.done(EDIT, "rollback")
        self.put("etc/app.conf", "old 2")
        self.done(EDIT)
        self.done(EDIT, "rollback")
        self.assertEqual("old 2", self.get("etc/app.conf"))

    def test_everything_that_a_task_made_changed_and_removed_comes_back(self):
        script = """
@task
def convert(ctx):
    write_file("opt/new/deep/made", "content")
    write_file("etc/app.conf", b"other", mode=0o600)
    remove_file("etc/gone")
    remove_file("etc/link")
    remove_file("etc/never")

@rollback
def unconvert(ctx):
    return f"{restore_files()} files are as they were"
"""
        self.put("etc/app.conf", "old", 0o4755)
        self.put("etc/gone", "was here", 0o400)
        os.symlink("nowhere", os.path.join(self.root, "etc/link"))
        before = self.snapshot()
        self.done(script)
        after = self.snapshot()
        self.assertEqual((oct(0o100644), b"content"), after["opt/new/deep/made"])
        self.assertEqual((oct(0o100600), b"other"), after["etc/app.conf"])
        self.assertFalse({"etc/gone", "etc/link"} & set(after))
        self.done(script)
        self.assertEqual("4 files are as they were", self.done(script, "rollback").last)
        self.assertEqual(before, self.snapshot())
        self.assertEqual("0 files are as they were", self.done(script, "rollback").last)
        self.assertEqual(["executions", "files", "files.json"], sorted(os.listdir(self.state)))
        self.assertEqual([], os.listdir(os.path.join(self.state, "files")))

    def test_a_folder_that_somebody_else_uses_meanwhile_stays(self):
        script = """
@task
def convert(ctx):
    write_file("opt/new/made", "content")

@rollback
def unconvert(ctx):
    restore_files()
"""
        self.done(script)
        self.put("opt/new/other", "theirs")
        self.done(script, "rollback")
        self.assertEqual(["opt", "opt/new", "opt/new/other"], sorted(self.snapshot()))

    def test_a_kill_between_two_changes_can_be_taken_back(self):
        script = """
@task
def convert(ctx):
    edit_file("etc/app.conf", lambda text: "new")
    write_file("etc/made", "content")
    for name in ("app.conf", "made"):  # as if killed in the next one
        open(ctx.path(f"etc/.{name}.upg-new"), "w").close()
    os.kill(os.getpid(), 9)

@rollback
def unconvert(ctx):
    restore_files()
"""
        self.put("etc/app.conf", "old")
        before = self.snapshot()
        self.assertEqual(-9, self.run_script(script).code)
        self.done(script, "rollback")
        self.assertEqual(before, self.snapshot())

    def test_a_link_stays_a_link_and_its_file_is_edited_as_the_host_sees_it(self):
        self.put("opt/app/app.conf", "old")
        os.makedirs(os.path.join(self.root, "etc"))
        os.symlink("/opt/app/app.conf", os.path.join(self.root, "etc/app.conf"))
        before = self.snapshot()
        self.done(EDIT)
        self.assertEqual("-> /opt/app/app.conf", self.snapshot()["etc/app.conf"])
        self.assertEqual("new", self.get("opt/app/app.conf"))
        self.done(EDIT, "rollback")
        self.assertEqual(before, self.snapshot())

    def test_a_dry_run_shows_the_difference_and_touches_nothing(self):
        self.put("etc/app.conf", "a = 1\nb = old\n")
        self.put("etc/gone", "")
        before = self.snapshot(self.folder + "/root"), self.snapshot(self.state)
        end = self.done("""
@task
def convert(ctx):
    edit_file("etc/app.conf", lambda text: text.replace("old", "new"))
    write_file("etc/made/it", "content")
    remove_file("etc/gone")
    restore_files()
""", dry_run=True)
        self.assertEqual(before, (self.snapshot(self.folder + "/root"), self.snapshot(self.state)))
        self.assertEqual([
            "upg: would edit etc/app.conf", "  @@ -2 +2 @@", "  -b = old", "  +b = new",
            "upg: would make etc/made/it", "  @@ -0,0 +1 @@", "  +content",
            "upg: would remove etc/gone", "upg: restore 0 files"], end.said.splitlines())

    def test_nothing_to_change_from_the_start_is_no_change(self):
        self.put("etc/app.conf", "as it should be")
        self.assertEqual("False", self.done(EDIT).last)
        self.assertEqual(["executions"], os.listdir(self.state))

    def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(self):
        self.put("etc/app.conf", "old")
        before = self.snapshot()
        end = self.failed("""
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
@task
def t(ctx):
    write_file("etc/app.conf", "x" * 9000)
""")
        self.assertIn("File too large", end.last)
        self.assertEqual(before, self.snapshot())

    def test_what_cannot_be_edited_is_named(self):
        os.makedirs(os.path.join(self.root, "etc/app.conf"))
        self.assertIn("/etc/app.conf is a folder, expected a file", self.failed(EDIT).last)
        os.rmdir(os.path.join(self.root, "etc/app.conf"))
        self.assertIn("/etc/app.conf is not there: expected a file to edit (write_file makes one)",
                      self.failed(EDIT).last)

    def test_a_change_that_returns_nothing_is_a_mistake_and_writes_nothing(self):
        self.put("etc/app.conf", "old")
        end = self.failed("@task\ndef t(ctx):\n    edit_file('etc/app.conf', print)")
        self.assertIn("the function gave None; expected the whole new text", end.last)
        self.assertEqual("old", self.get("etc/app.conf"))
