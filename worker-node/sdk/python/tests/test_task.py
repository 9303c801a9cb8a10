"""How a script begins and ends: direction, parameters, context, state, errors."""
import json
import os
import signal
import subprocess

from host import HostTest

PAIR = """
@task
def convert(ctx):
    return "there"

@rollback
def unconvert(ctx):
    return "back"
"""


class TaskTest(HostTest):
    def test_the_direction_chooses_the_function_and_its_sentence_is_the_message(self):
        for direction, said in (("run", "there"), ("rollback", "back")):
            end = self.done(PAIR, direction)
            self.assertEqual(said, end.last)
            self.assertEqual({"message": said, "reboot": False, "calls": []}, end.result)

    def test_each_execution_leaves_a_line_in_the_state_folder_but_not_a_dry_one(self):
        self.done(PAIR)
        self.done(PAIR, "rollback")
        self.done(PAIR, dry_run=True)
        with open(os.path.join(self.state, "executions")) as log:
            self.assertEqual(["cn-1_convert_nova run attempt 1",
                              "cn-1_convert_nova rollback attempt 1"], log.read().splitlines())

    def test_a_script_without_a_function_for_the_direction_says_so(self):
        end = self.failed("@task\ndef convert(ctx):\n    pass", "rollback")
        self.assertIn("nova on cn-1: convert.py has no @rollback function", end.last)

    def test_one_function_may_serve_both_directions(self):
        script = "@task\n@rollback\ndef both(ctx):\n    return ctx.direction"
        self.assertEqual("run", self.done(script).last)
        self.assertEqual("rollback", self.done(script, "rollback").last)

    def test_two_tasks_in_one_script_are_a_mistake(self):
        end = self.failed(PAIR + "\n@task\ndef other(ctx):\n    pass")
        self.assertIn("other is a second @task, after convert", end.last)

    def test_a_script_that_forgets_main_fails_instead_of_doing_nothing(self):
        end = self.failed("from upg import *\n" + PAIR, raw=True)
        self.assertIn("convert.py ended without having called main()", end.last)

    def test_the_context_tells_host_versions_peers_vars_and_paths(self):
        self.put("etc/x", "y")
        end = self.done("""
@task
def convert(ctx):
    assert ctx.path("/etc/x") == ctx.path("etc/x") == ctx.path(ctx.path("etc/x"))
    assert ctx.peers[0].host == "cn-2" and ctx.peers[0].version == "1.0"
    assert ctx.vars["vip"] == "10.0.0.9" and ctx.labels["rack"] == "r1"
    assert (ctx.roles, ctx.attempt, ctx.dry_run) == (["compute"], 1, False)
    return f"{ctx.host} {ctx.component} {ctx.from_version}-{ctx.to_version} " + ctx.read("etc/x")
""")
        self.assertEqual("cn-1 nova 1.0-2.0 y", end.last)

    def test_a_path_may_not_lead_out_of_the_hosts_root(self):
        end = self.failed("@task\ndef convert(ctx):\n    ctx.path('../other')")
        self.assertIn("../other leads out of the host's root", end.last)

    def test_without_upg_task_it_says_what_to_call(self):
        end = self.ended(self.start(PAIR, env={"UPG_TASK": "/nowhere/task.json"}))
        self.assertIn("UPG_TASK names /nowhere/task.json, which cannot be read", end.last)

    def test_a_script_can_ask_for_a_reboot_and_for_another_try(self):
        self.assertTrue(self.done("@task\ndef t(ctx):\n    ctx.ask_reboot()").result["reboot"])
        end = self.run_script("@task\ndef t(ctx):\n    raise TryAgain('the peer is not up')")
        self.assertEqual((75, "nova on cn-1: the peer is not up"), (end.code, end.last))


class ParameterTest(HostTest):
    SCRIPT = """
from typing import Dict, List, Optional

@task
def convert(ctx, page_size: int, name: str = "x", ratio: float = 1.5, keep: bool = True,
            hosts: List[str] = (), sizes: Dict[str, int] = {}, note: Optional[str] = None):
    return repr((page_size, name, ratio, keep, hosts, sizes, note))

@rollback
def unconvert(ctx, name: str = "x", force: bool = False):
    return name
"""

    def test_values_and_defaults_arrive_under_their_names(self):
        end = self.done(self.SCRIPT, page_size=5, ratio=2, hosts=["a"], sizes={"a": 1})
        self.assertEqual("(5, 'x', 2, True, ['a'], {'a': 1}, None)", end.last)

    def test_every_problem_is_named_at_once_with_what_was_expected_and_got(self):
        end = self.failed(self.SCRIPT, name=7, keep="yes", hosts=["a", 1], sizes=[], ratoi=2.0,
                          ratio=True, note=3)
        self.assertEqual(
            "nova on cn-1: with: of action convert: parameter 'page_size' is missing: expected a"
            " whole number; parameter 'name': expected text, got a whole number, 7; parameter"
            " 'ratio': expected a number, got true or false, true; parameter 'keep': expected true"
            " or false, got the text 'yes': write it without quotes; parameter 'hosts': expected a"
            " list of text, got a list; parameter 'sizes': expected a mapping of a whole number,"
            " got a list; parameter 'note': expected text or nothing, got a whole number, 3;"
            " parameter 'ratoi' is unknown: did you mean 'ratio'?", end.last)

    def test_quotes_around_a_number_are_named_and_other_text_is_not_shown(self):
        end = self.failed(self.SCRIPT, page_size="5")
        self.assertIn("'page-size': expected a whole number, got the text '5': write it without"
                      " quotes", end.last)
        end = self.failed(self.SCRIPT, page_size="s3cret")
        self.assertIn("'page-size': expected a whole number, got text", end.last)
        self.assertNotIn("s3cret", end.said + end.errors)

    def test_the_rollback_gets_what_it_names_and_its_parameters_are_known_to_the_run(self):
        self.done(self.SCRIPT, page_size=5, force=True)
        self.assertEqual("n", self.done(self.SCRIPT, "rollback", page_size=5, name="n").last)

    def test_a_rollback_in_another_script_or_a_script_around_a_task_sees_others_parameters(self):
        self.done("@rollback\ndef back(ctx):\n    pass", "rollback", page_size=5)
        self.done("@task\ndef hold(ctx):\n    pass", page_size=5)

    def test_further_parameters_are_taken_where_the_function_takes_any(self):
        end = self.done("@task\ndef t(ctx, **more):\n    return repr(more)", a_b=1)
        self.assertEqual("{'a_b': 1}", end.last)

    def test_a_type_that_yaml_does_not_have_is_a_mistake_in_the_script(self):
        end = self.failed("@task\ndef t(ctx, a: set):\n    pass", a=[1])
        self.assertIn("parameter type <class 'set'>: expected str, int", end.last)


class StateTest(HostTest):
    def test_what_the_run_keeps_the_rollback_finds_and_then_it_is_gone(self):
        script = """
@task
def convert(ctx):
    ctx.state["old"] = {"port": 5}
    ctx.state["old"]["host"] = "h"

@rollback
def unconvert(ctx):
    return repr(dict(ctx.state))
"""
        self.done(script)
        self.assertEqual("{'old': {'port': 5, 'host': 'h'}}", self.done(script, "rollback").last)
        self.assertEqual("{}", self.done(script, "rollback").last)

    def test_an_assignment_survives_a_kill(self):
        script = """
@task
def convert(ctx):
    ctx.state["begun"] = True
    os.kill(os.getpid(), 9)

@rollback
def unconvert(ctx):
    raise Failed(repr(dict(ctx.state)))
"""
        self.assertEqual(-signal.SIGKILL, self.run_script(script).code)
        for _ in range(2):
            self.assertIn("{'begun': True}", self.failed(script, "rollback").last)

    def test_a_dry_run_keeps_nothing(self):
        self.done("@task\ndef t(ctx):\n    ctx.state['a'] = 1\n    assert ctx.state['a'] == 1",
                  dry_run=True)
        self.assertEqual([], os.listdir(self.state))

    def test_what_is_no_json_or_too_large_is_refused(self):
        end = self.failed("@task\ndef t(ctx):\n    ctx.state['a'] = {1, 2}")
        self.assertIn("ctx.state takes text, numbers", end.last)
        end = self.failed("@task\ndef t(ctx):\n    ctx.state['a'] = 'x' * 300000")
        self.assertIn("at most 262144 fit: keep large things in a file of ctx.state_dir", end.last)

    def test_a_damaged_file_is_named(self):
        with open(os.path.join(self.state, "state.json"), "w") as file:
            file.write('{"old')
        end = self.failed(PAIR)
        self.assertIn("state.json is damaged", end.last)
        self.assertIn("put it right or remove it", end.last)


class ErrorTest(HostTest):
    def test_an_expected_failure_is_one_line(self):
        end = self.failed("@task\ndef t(ctx):\n    raise Failed('no table users; run sync first')")
        self.assertEqual("nova on cn-1: no table users; run sync first\n", end.errors)
        self.assertEqual("nova on cn-1: no table users; run sync first", end.result["message"])

    def test_a_file_that_is_not_there_is_one_line_with_its_place_in_the_script(self):
        end = self.failed("@task\ndef t(ctx):\n    ctx.read('etc/none')")
        self.assertEqual(1, len(end.errors.splitlines()), end.errors)
        self.assertIn("convert.py line 5: [Errno 2] No such file or directory: '", end.last)

    def test_a_full_disk_says_what_to_do(self):
        end = self.failed("@task\ndef t(ctx):\n    open('/dev/full', 'w', 1).write('x\\n')")
        self.assertIn("No space left on device; free space on this host, then try again", end.last)

    def test_a_mistake_in_the_script_shows_the_scripts_own_frames_and_ends_in_one_line(self):
        end = self.failed("""
def inner():
    return {}["x"]

@task
def convert(ctx):
    wait_until("never", inner)
""")
        self.assertEqual("nova on cn-1: convert.py line 5: KeyError: 'x'. This is a mistake in the"
                         " script", end.last)
        self.assertIn("in inner", end.errors)
        self.assertIn("in convert", end.errors)
        self.assertNotIn("_wait.py", end.errors)
        self.assertNotIn("Traceback", end.errors)

    def test_a_result_that_is_no_sentence_is_a_mistake(self):
        self.assertIn("t returned {'a': 1}; expected a sentence",
                      self.failed("@task\ndef t(ctx):\n    return {'a': 1}").last)

    def test_sys_exit_keeps_its_code(self):
        end = self.run_script("import sys\n@task\ndef t(ctx):\n    sys.exit(3)")
        self.assertEqual(3, end.code)
        self.assertEqual([], end.calls)

    def test_any_character_can_be_said_whatever_the_language_of_the_host(self):
        end = self.failed("@task\ndef t(ctx):\n    raise Failed('z\\u00fc \\u4e2d')",
                          env={"PYTHONIOENCODING": "ascii"})
        self.assertIn("nova on cn-1: z", end.last)
        self.assertEqual("nova on cn-1: z\u00fc \u4e2d", end.result["message"])

    def test_term_ends_the_script_after_its_clean_up_and_the_result_is_written(self):
        process = self.start("""
@task
def convert(ctx):
    try:
        with external("db.lock"):
            try:
                run(["sh", "-c", "exec sleep 613"])
            except Exception:
                print("swallowed")
    finally:
        print("cleaned up")
""", stdin=subprocess.DEVNULL)
        self.assertIn("run sh", process.stdout.readline())
        child = self.await_child(process.pid)
        process.terminate()
        end = self.ended(process)
        self.assertEqual(-signal.SIGTERM, end.code)
        self.assertEqual("cleaned up\n", end.said)
        self.assertEqual("nova on cn-1: stopped by TERM", end.last)
        self.assertEqual([("run", False, False), ("db.lock", True, False)], end.calls)
        self.assertFalse(child and os.path.exists("/proc/" + child), "its command was ended, too")

    def await_child(self, pid):
        path = "/proc/%d/task/%d/children" % (pid, pid)
        if os.path.exists(path):
            while True:
                with open(path) as file:
                    child = file.read().strip()
                    if child:
                        return child
        return None


class SurfaceTest(HostTest):
    def test_nothing_internal_can_be_reached_by_accident(self):
        end = self.done("""
import upg
@task
def t(ctx):
    public = {name for name in dir(upg) if not name.startswith("_")}
    assert public == set(upg.__all__), public ^ set(upg.__all__)
    return "as listed"
""")
        self.assertEqual("as listed", end.last)

    def test_a_module_beside_the_script_can_be_imported(self):
        with open(os.path.join(self.folder, "helper.py"), "w") as file:
            file.write("WORD = 'helped'\n")
        end = self.done("import helper\n@task\ndef t(ctx):\n    return helper.WORD")
        self.assertEqual("helped", end.last)
