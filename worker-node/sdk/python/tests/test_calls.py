"""Commands, HTTP, waiting, what is timed, and stepping."""
import http.server
import os
import subprocess
import threading
import time

from host import HostTest


def task(body):
    return "@task\ndef convert(ctx):\n" + "".join("    %s\n" % line for line in body.splitlines())


class RunTest(HostTest):
    def test_output_and_code_of_a_command_are_given_back(self):
        end = self.done(task("""
done = run(["sh", "-c", "echo out; echo err >&2; exit 3"], ok=(0, 3))
assert (done.code, done.out, done.lines, done.err) == (3, "out\\n", ["out"], "err\\n"), done
return run(["cat"], input="given").out + run(["sh", "-c", "echo $SECRET"], env={"SECRET": "s"}).out
"""))
        self.assertIn("givens", end.said)
        self.assertNotIn("SECRET=", end.said)

    def test_a_failure_shows_the_end_of_the_output_and_its_last_line_as_reason(self):
        end = self.failed(task('run(["sh", "-c", "seq 30; echo no such table >&2; exit 4"])'))
        self.assertEqual(20, len([l for l in end.errors.splitlines() if l.startswith("  | ")]))
        self.assertNotIn("  | 10\n", end.errors)
        self.assertEqual("nova on cn-1: sh -c 'seq 30; echo no such table >&2; exit 4' ended with"
                         " exit code 4: no such table", end.last)

    def test_a_timeout_ends_the_whole_process_group_and_says_so(self):
        begun = time.monotonic()
        end = self.failed(task("""
try:
    run(["sh", "-c", "echo begun; sleep 600 & echo $! > pid; wait"], timeout=0.5)
except CommandFailed as error:
    assert error.done.out == "begun\\n"
    raise"""))
        self.assertLess(time.monotonic() - begun, 30)
        self.assertIn("no end after 0.5 s; its processes were ended: begun", end.last)
        with open(os.path.join(self.work, "pid")) as file:
            self.assertGone(int(file.read()))

    def test_a_command_that_ignores_term_is_killed(self):
        end = self.failed(task(
            """run(["sh", "-c", "trap '' TERM; echo $$ > pid; while :; do sleep 1; done"],"""
            """ timeout=0.5)"""))
        self.assertIn("no end after 0.5 s", end.last)
        with open(os.path.join(self.work, "pid")) as file:
            self.assertGone(int(file.read()))

    def test_a_daemon_that_keeps_the_output_open_is_not_waited_for(self):
        end = self.done(task("""
done = run(["sh", "-c", "echo started; sleep 600 & echo $!"])
os.kill(int(done.lines[1]), 9)
return done.lines[0]"""))
        self.assertEqual("started", end.last)

    def test_much_output_costs_no_more_memory_than_its_end(self):
        end = self.done(task("""
import resource
done = run(["sh", "-c", "head -c 200000000 /dev/zero; echo end"])
used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
assert used < 100, used
return repr(done.out[-4:])"""))
        self.assertEqual("'end\\n'", end.last)

    def test_a_program_that_is_not_there_or_a_single_text_is_explained(self):
        self.assertIn("nova-manage: there is no such program on PATH ",
                      self.failed(task("run(['nova-manage', 'x'])")).last)
        self.assertIn("its folder /none is not there",
                      self.failed(task("run(['ls'], cwd='/none')")).last)
        self.assertIn("expected a list of words, such as run(['ls', '-l'])",
                      self.failed(task("run('ls -l')")).last)

    def test_a_dry_run_shows_commands_and_runs_only_what_reads(self):
        end = self.done(task("""
assert run(["touch", ctx.path("made")]).code == 0
return run(["echo", "seen"], reads_only=True).out.strip()"""), dry_run=True)
        self.assertEqual(["upg: would run touch %s/made" % os.path.realpath(self.root),
                          "upg: run echo seen", "seen"], end.said.splitlines())
        self.assertEqual({}, self.snapshot())

    def assertGone(self, pid):
        limit = time.monotonic() + 20
        while os.path.exists("/proc/%d" % pid) and not self.zombie(pid):
            self.assertLess(time.monotonic(), limit, "process %d is left" % pid)

    def zombie(self, pid):
        try:
            with open("/proc/%d/stat" % pid) as file:
                return file.read().rpartition(")")[2].split()[0] == "Z"
        except OSError:
            return True


class Pages(http.server.BaseHTTPRequestHandler):
    misses = 0

    def do_GET(self):
        Pages.misses -= 1
        code = 503 if self.path == "/late" and Pages.misses >= 0 else 200
        self.send_response(code)
        self.end_headers()
        self.wfile.write(b'{"version": "2.0"}' if code == 200 else b"not yet\nreally")

    def log_message(self, *args):
        pass


class HttpTest(HostTest):
    def setUp(self):
        super().setUp()
        self.server = http.server.HTTPServer(("127.0.0.1", 0), Pages)
        self.url = "http://127.0.0.1:%d" % self.server.server_port
        thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def test_an_answer_has_status_text_and_json_also_in_a_dry_run(self):
        for dry_run in (False, True):
            end = self.done(task("""
answer = http_get("%s/", headers={"X": "y"})
assert (answer.status, answer.text) == (200, '{"version": "2.0"}')
return answer.json()["version"]""" % self.url), dry_run=dry_run)
            self.assertEqual("2.0", end.last)

    def test_another_status_no_json_and_no_server_are_one_line_each(self):
        Pages.misses = 1
        self.assertIn("/late answers 503, expected 200: not yet",
                      self.failed(task("http_get('%s/late')" % self.url)).last)
        Pages.misses = 1
        self.assertIn("/late answers no JSON",
                      self.failed(task("http_get('%s/late', status=503).json()" % self.url)).last)
        end = self.failed(task("http_get('http://127.0.0.1:1/', timeout=3)"))
        self.assertIn("http://127.0.0.1:1/ does not answer (limit 3 s): [Errno 111]", end.last)
        self.assertIn("expected http://",
                      self.failed(task("http_get('file:///etc/passwd')")).last)

    def test_waiting_ends_with_the_first_true_answer_and_is_one_call(self):
        Pages.misses = 3
        end = self.done(task("""
answer = wait_until("nova answers", lambda: http_get("%s/late"), timeout=30, every=0.01)
return answer.text""" % self.url))
        self.assertEqual(["upg: wait until nova answers (at most 30 s)", '{"version": "2.0"}'],
                         end.said.splitlines())
        self.assertEqual([("wait_until", False, True)], end.calls)

    def test_waiting_in_vain_says_what_for_how_long_and_what_came_last(self):
        Pages.misses = 1000
        end = self.failed(task(
            "wait_until('nova answers', lambda: http_get('%s/late'), 0.2, 0.05)" % self.url))
        self.assertRegex(end.last, r"nova answers: not within 0.2 s \(\d+ tries\); at last: "
                                   r"http://\S+/late answers 503, expected 200: not yet")
        end = self.failed(task("wait_until('never', lambda: [], 0)"))
        self.assertIn("never: not within 0 s (1 tries); at last: the condition gave []", end.last)
        self.assertIn("expected a function",
                      self.failed(task("wait_until('now', True)")).last)

    def test_a_dry_run_does_not_wait(self):
        self.done(task("assert wait_until('never', lambda: False, 600) is None"), dry_run=True)


class TimingTest(HostTest):
    def test_sdk_and_external_calls_are_timed_apart_also_where_the_script_fails(self):
        end = self.failed(task("""
with external("keystone.list"):
    run(["sleep", "0.2"])
@external("keystone.get")
def get():
    raise Failed("no such user")
get()"""))
        self.assertEqual([("run", False, True), ("keystone.list", True, True),
                          ("keystone.get", True, False)], end.calls)
        self.assertTrue(200 <= end.result["calls"][1]["ms"] < 20000, end.result)

    def test_timings_survive_a_kill(self):
        end = self.run_script(task("""
with external("keystone.list"):
    pass
os.kill(os.getpid(), 9)"""))
        self.assertEqual([("keystone.list", True, True)], end.calls)

    def test_very_many_calls_are_summed_up_and_the_file_stays_small(self):
        end = self.done(task("""
for number in range(20000):
    with external("db.row"):
        pass"""))
        calls = end.result["calls"]
        self.assertEqual(1001, len(calls))
        self.assertEqual(19000, calls[-1]["count"])
        self.assertLess(os.path.getsize(self.result), 256 * 1024)

    def test_a_name_that_cannot_be_summed_up_by_is_refused(self):
        end = self.failed(task("with external('GET /users/5'):\n    pass"))
        self.assertIn("expected a name such as 'keystone.list'", end.last)


class StepTest(HostTest):
    SCRIPT = task("""
write_file("etc/one", "1")
wait_until("it is there", lambda: run(["true"]))
write_file("etc/two", "2")
""")

    def step(self, words):
        return self.ended(self.start(self.SCRIPT, env={"UPG_STEP": "1"}, stdin=subprocess.PIPE),
                          words)

    def test_enter_goes_on_to_the_next_call_and_shows_each(self):
        end = self.step("\n\n\n")
        self.assertEqual(0, end.code)
        self.assertEqual(3, end.errors.count("Enter: go on"))
        for shown in ("upg: make etc/one", "  +1", "upg: wait until it is there (at most 60 s)"):
            self.assertIn(shown, end.errors)
        self.assertEqual("2", self.get("etc/two"))

    def test_q_quits_before_the_call(self):
        end = self.step("\nq\n")
        self.assertEqual((130, "nova on cn-1: quit before: wait until it is there (at most 60 s)"),
                         (end.code, end.last))
        self.assertEqual(["etc", "etc/one"], sorted(self.snapshot()))

    def test_s_or_the_end_of_the_input_goes_on_without_stops(self):
        for words in ("s\n", ""):
            end = self.step(words)
            self.assertEqual((0, 1), (end.code, end.errors.count("Enter: go on")))
