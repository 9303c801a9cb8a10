"""Runs the commands of the docs, as a reader would: one shell a page, every command must succeed.

A command is a line of a `console` block that begins with `$ ` (with its continuation lines). One
that ends with `# exit N` must end with N. `./upg up` is started beside the others, until `ready`.
Every page gets a sample cloud of its own in place of /tmp/upg-sample.
"""

import os
import re
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "/tmp/upg-sample"
UP = (
    "./upg up --dir /tmp/upg-sample --sandbox examples/sample-cloud/inventory.yaml "
    "--provision examples/sample-cloud/provision.py"
)


def commands(page):
    """The commands of a page in order: (text, expected exit code)."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", (ROOT / page).read_text(), re.S):
        text = block.replace("\\\n", " ")
        for line in re.findall(r"^\$ (.*)$", text, re.M):
            expected = re.search(r"# exit (\d)", line)
            found.append((line, int(expected.group(1)) if expected else 0))
    return found


class Shell:
    """A bash that keeps its variables from command to command."""

    def __init__(self, folder):
        self.folder = folder
        self.bash = subprocess.Popen(
            ["bash"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )

    def run(self, command):
        self.bash.stdin.write(command + "\necho \"<end $?>\"\n")
        self.bash.stdin.flush()
        output = ""
        for line in self.bash.stdout:
            output += line
            end = re.search(r"<end (\d+)>$", line.strip())
            if end:
                return int(end.group(1)), output
        raise AssertionError("bash ended in: %s\n%s" % (command, output))

    def close(self):
        self.bash.stdin.close()
        self.bash.wait(60)
        self.bash.stdout.close()


class DocsTest(unittest.TestCase):
    def test_sample_cloud(self):
        self.try_page("examples/sample-cloud/README.md")

    def test_a_task_failed(self):
        self.try_page("docs/howto-task-failed.md")

    def try_page(self, page):
        with tempfile.TemporaryDirectory(prefix="upg-docs-") as folder:
            up = self.start_cloud(folder)
            shell = Shell(folder)
            try:
                for command, expected in commands(page):
                    if "./upg up" in command:
                        continue
                    code, output = shell.run(command.replace(FOLDER, folder))
                    print("$ %s\n%s" % (command, output))
                    self.assertEqual(expected, code, "%s: %s\n%s" % (page, command, output))
            finally:
                shell.close()
                up.send_signal(signal.SIGTERM)
                up.wait(120)
                up.stdout.close()

    def start_cloud(self, folder):
        with open(os.path.join(folder, "up.log"), "w") as talk:
            up = subprocess.Popen(
                UP.replace(FOLDER, folder).split(), cwd=ROOT, stdout=subprocess.PIPE, stderr=talk,
                text=True,
            )
        line = up.stdout.readline()
        self.assertEqual("ready", line.strip(), Path(folder, "up.log").read_text())
        return up


if __name__ == "__main__":
    unittest.main()
