"""The sample without the rest of upg: real services, real scripts, forwards and backwards.

    python3 -m unittest discover -s examples/sample-cloud/tests
"""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

from sandbox import SAMPLE, Host

CONTROLLER = ["keystone", "nova-api", "nova-conductor", "neutron-server"]
ALL = CONTROLLER + ["neutron-agent", "nova-compute"]


class SampleCloud(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="upg-sample-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.hosts = []
        self.addCleanup(lambda: [host.stop_all() for host in self.hosts])

    def host(self, name, components, labels=None, versions="2024.1"):
        wanted = {component: versions for component in components}
        host = Host(self.folder, name, ["some"], wanted, labels)
        self.hosts.append(host)
        self.assertEqual(host.provision().returncode, 0)
        return host

    def done(self, answer):
        self.assertEqual(answer[0], 0, answer[1])
        return answer[1]

    def test_the_releases_are_in_step_with_their_sources(self):
        build = [sys.executable, "-B", os.path.join(SAMPLE, "build.py"), "--check"]
        done = subprocess.run(build, stdout=subprocess.PIPE, universal_newlines=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_every_component_goes_forward_and_comes_back_byte_for_byte(self):
        host = self.host("one-1", ALL, {"database": "primary"})
        before = host.snapshot()
        for component in ALL:
            self.assertEqual(host.start(component), "")
            self.assertEqual(host.ask(component, "/version")["version"], "2024.1")
            host.stop(component)
            self.done(host.task(component, "convert", "convert.py"))
            if component == "keystone":
                self.done(host.task(component, "sync-db", "sync_db.py"))
            host.install(component, "2025.1")
            self.assertEqual(host.start(component), "")
            self.assertIn("answers 2025.1 with its", self.done(
                host.task(component, "verify", "verify.py")))
            host.stop(component)
        self.assertNotEqual(host.snapshot(), before)
        for component in ALL:
            host.point(component, "2024.1")
            shutil.rmtree(os.path.join(host.root, "opt", component, "2025.1"))
            if component == "keystone":
                self.done(host.task(component, "sync-db", "sync_db.py", "rollback"))
            self.done(host.task(component, "convert", "convert.py", "rollback"))
            self.assertEqual(host.start(component), "")
        self.assertEqual(host.snapshot(), before)

    def test_a_converted_file_serves_the_same_content_under_new_types(self):
        host = self.host("ctrl-1", ["keystone"])
        self.done(host.task("keystone", "convert", "convert.py"))
        host.install("keystone", "2025.1")
        host.start("keystone")
        self.assertEqual(host.ask("keystone", "/")["users"][3],
                         {"id": 4, "name": "guest", "domain": "default", "enabled": False})

    def test_each_release_refuses_the_files_of_the_other(self):
        host = self.host("ctrl-1", ["nova-api"])
        host.install("nova-api", "2025.1")
        self.assertIn("cannot be read as the JSON file of 2025.1", host.start("nova-api"))
        self.done(host.task("nova-api", "convert", "convert.py"))
        host.point("nova-api", "2024.1")
        self.assertIn("cannot be read as the INI file of 2024.1", host.start("nova-api"))

    def test_keystone_refuses_a_database_of_another_schema_in_both_directions(self):
        host = self.host("ctrl-1", ["keystone"], {"database": "primary"})
        self.done(host.task("keystone", "convert", "convert.py"))
        host.install("keystone", "2025.1")
        self.assertIn("its data cannot be read", host.start("keystone"))
        self.done(host.task("keystone", "sync-db", "sync_db.py"))
        self.assertEqual(host.start("keystone"), "")
        host.stop("keystone")
        host.point("keystone", "2024.1")
        self.done(host.task("keystone", "convert", "convert.py", "rollback"))
        self.assertIn("its data cannot be read", host.start("keystone"))

    def test_a_service_refuses_data_of_another_schema(self):
        host = self.host("ctrl-1", ["nova-api"])
        host.write("var/lib/nova-api/flavors.csv", "#schema 21\nid;name;vcpus;ram_mb\n")
        self.assertIn("has #schema 21, expected '#schema 20'", host.start("nova-api"))

    def test_doing_a_task_twice_changes_nothing_more_and_counts_both(self):
        host = self.host("ctrl-1", ["keystone"])
        before = host.snapshot()
        self.done(host.task("keystone", "convert", "convert.py"))
        after = host.snapshot()
        self.assertIn("is JSON already", self.done(host.task("keystone", "convert", "convert.py")))
        self.assertEqual(host.snapshot(), after)
        for _ in range(2):
            self.done(host.task("keystone", "convert", "convert.py", "rollback"))
            self.assertEqual(host.snapshot(), before)
        self.assertEqual(host.executions("keystone", "convert"),
                         ["ctrl-1_convert_keystone run attempt 1"] * 2
                         + ["ctrl-1_convert_keystone rollback attempt 1"] * 2)

    def test_a_convert_that_died_between_data_and_configuration_goes_on(self):
        host = self.host("ctrl-1", ["nova-api"])
        before = host.snapshot()
        self.done(host.task("nova-api", "convert", "convert.py"))
        after = host.snapshot()
        host.write("etc/nova-api/nova-api.conf", before["etc/nova-api/nova-api.conf"][1].decode())
        self.done(host.task("nova-api", "convert", "convert.py"))
        self.assertEqual(host.snapshot(), after)
        self.done(host.task("nova-api", "convert", "convert.py", "rollback"))
        self.assertEqual(host.snapshot(), before)

    def test_garbage_fails_with_file_and_line_and_writes_nothing(self):
        host = self.host("cn-2", ["nova-compute"])
        host.write("etc/nova-compute/nova-compute.conf", "not a configuration\n")
        before = host.snapshot()
        code, said = host.task("nova-compute", "convert", "convert.py")
        self.assertEqual(code, 1)
        self.assertIn("nova-compute on cn-2: etc/nova-compute/nova-compute.conf is not the INI file"
                      " of 2024.1", said)
        self.assertIn("line: 1", said)
        self.assertEqual(host.snapshot(), before)

    def test_garbage_in_the_data_or_an_unknown_setting_fails_and_writes_nothing(self):
        for name, text, message in [
                ("var/lib/keystone/users.csv", "#schema 7\nid;name;domain;enabled\n1;a;b;maybe\n",
                 "users.csv line 3: 'maybe' is neither yes nor no"),
                ("var/lib/keystone/users.csv", "#schema 7\nid;name;domain;enabled\n1;a;b\n",
                 "users.csv line 3: 3 values, expected 4"),
                ("etc/keystone/keystone.conf", "[token]\nexpiry = 5\n",
                 "no name in 2025.1 for: token.expiry; missing: DEFAULT.bind_host")]:
            with self.subTest(message):
                host = self.host("ctrl-%d" % len(self.hosts), ["keystone"])
                host.write(name, text)
                before = host.snapshot()
                code, said = host.task("keystone", "convert", "convert.py")
                self.assertEqual(code, 1)
                self.assertIn(message, said)
                self.assertEqual(host.snapshot(), before)

    def test_rollback_gives_back_the_file_that_the_last_try_converted(self):
        host = self.host("ctrl-1", ["keystone"])
        self.done(host.task("keystone", "convert", "convert.py"))
        self.done(host.task("keystone", "convert", "convert.py", "rollback"))
        text = host.snapshot()["etc/keystone/keystone.conf"][1].decode().replace("3600", "7200")
        host.write("etc/keystone/keystone.conf", text)
        before = host.snapshot()
        self.done(host.task("keystone", "convert", "convert.py", "rollback"))
        self.assertEqual(host.snapshot(), before, "an edit after the rollback is nobody's to undo")
        self.done(host.task("keystone", "convert", "convert.py"))
        self.done(host.task("keystone", "convert", "convert.py", "rollback"))
        self.assertEqual(host.snapshot(), before)

    def test_a_backup_can_be_taken_twice_and_leaves_nothing_when_it_is_removed(self):
        host = self.host("ctrl-1", ["keystone"])
        before = host.snapshot()
        for _ in range(2):
            self.done(host.task("keystone", "backup", "backup.py"))
        after = host.snapshot()
        self.assertEqual(after["var/lib/keystone/backup-2024.1/users.csv"],
                         before["var/lib/keystone/users.csv"])
        for _ in range(2):
            self.done(host.task("keystone", "backup", "backup.py", "rollback"))
            self.assertEqual(host.snapshot(), before)

    def test_a_host_without_the_database_has_nothing_to_sync(self):
        host = self.host("ctrl-2", ["keystone"])
        self.done(host.task("keystone", "convert", "convert.py"))
        before = host.snapshot()
        self.assertIn("nothing to do", self.done(host.task("keystone", "sync-db", "sync_db.py")))
        self.done(host.task("keystone", "sync-db", "sync_db.py", "rollback"))
        self.assertEqual(host.snapshot(), before)

    def test_a_drained_compute_takes_no_work_until_it_is_undrained(self):
        host = self.host("cn-1", ["nova-compute"])
        before = host.snapshot()
        host.start("nova-compute")
        self.assertIs(host.ask("nova-compute", "/")["accepting"], True)
        self.done(host.task("nova-compute", "drain", "drain.py"))
        self.assertIs(host.ask("nova-compute", "/")["accepting"], False)
        self.done(host.task("nova-compute", "undrain", "undrain.py"))
        self.assertIs(host.ask("nova-compute", "/")["accepting"], True)
        self.done(host.task("nova-compute", "undrain", "undrain.py", "rollback"))
        self.assertIs(host.ask("nova-compute", "/")["accepting"], False)
        self.done(host.task("nova-compute", "drain", "drain.py", "rollback"))
        self.assertEqual(host.snapshot(), before)

    def test_a_compute_that_somebody_else_drained_stays_drained(self):
        host = self.host("cn-1", ["nova-compute"])
        host.write("var/lib/nova-compute/drained", "fan is broken\n")
        before = host.snapshot()
        for action, script, direction in [
                ("drain", "drain.py", "run"), ("undrain", "undrain.py", "run"),
                ("undrain", "undrain.py", "rollback"), ("drain", "drain.py", "rollback")]:
            self.done(host.task("nova-compute", action, script, direction))
            self.assertEqual(host.snapshot(), before)

    def test_taking_back_an_undrain_that_found_nothing_drains_nothing(self):
        host = self.host("cn-1", ["nova-compute"])
        before = host.snapshot()
        self.done(host.task("nova-compute", "undrain", "undrain.py"))
        self.done(host.task("nova-compute", "undrain", "undrain.py", "rollback"))
        self.assertEqual(host.snapshot(), before)

    def test_verify_tells_an_old_service_from_a_new_one(self):
        host = self.host("cn-1", ["hostos"], versions="r8")
        host.start("hostos")
        code, said = host.task("hostos", "verify", "verify.py", to="r9")
        self.assertEqual((code, "answers version r8, expected r9" in said), (1, True), said)
        host.stop("hostos")
        code, said = host.task("hostos", "verify", "verify.py", to="r9")
        self.assertEqual((code, "does not answer" in said), (1, True), said)
        host.install("hostos", "r9")
        host.start("hostos")
        self.done(host.task("hostos", "verify", "verify.py", to="r9"))

    def test_hosts_that_are_provisioned_at_the_same_time_get_ports_of_their_own(self):
        script = "import sys; sys.path.insert(0, %r); from sandbox import Host; sys.exit(Host(%r, sys.argv[1], [], %r).provision().returncode)"
        components = dict({component: "2024.1" for component in ALL}, hostos="r8")
        script = script % (os.path.dirname(os.path.abspath(__file__)), self.folder, components)
        names = ["cn-%d" % number for number in range(1, 5)]
        running = [subprocess.Popen([sys.executable, "-Bc", script, name]) for name in names]
        self.assertEqual([process.wait() for process in running], [0] * 4)
        urls = [Host(self.folder, name, [], {}).definition(component)["url"]
                for name in names for component in components]
        self.assertEqual(len(set(urls)), 28)

    def test_an_instance_that_the_sample_does_not_know_is_refused_before_anything_is_written(self):
        host = Host(self.folder, "cn-1", [], {"nova-compute": "2024.1", "mariadb": "10.6"})
        refused = host.provision()
        self.assertEqual(refused.returncode, 1)
        self.assertIn("cannot install on cn-1: mariadb 10.6", refused.stderr)
        self.assertEqual(host.snapshot(), {})


if __name__ == "__main__":
    unittest.main()
