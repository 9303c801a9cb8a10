"""Runs the commands of the docs, as a reader would: one shell a page, every command must succeed.

A command is a line of a `console` block that begins with `$ ` (with its continuation lines). One
that ends with `# exit N` must end with N. `./upg up` is started beside the others, until `ready`.

All pages share one sample cloud, in place of /tmp/upg-sample, so each comes with what brings the
cloud to where the page begins.
"""

import os
import re
import signal
import subprocess
import tempfile
import time
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
        self.bash.stdin.write("kill $(jobs -p) 2> /dev/null\n")
        self.bash.stdin.close()
        self.bash.wait(60)
        self.bash.stdout.close()


# In this order: page, and the commands before it.
DATA_BACK = "./upg rollback sample --phase data -o json > /dev/null"
AGENTS = [command for command, _ in commands("docs/howto-unknown.md")[1:6]]
EDGE_BACK = AGENTS + [
    "./upg rollback edge --all -o json > /dev/null",
    "kill $one $two; wait",
]
PAGES = [
    ("docs/howto-task-failed.md", []),
    ("docs/howto-bad-data.md", []),
    ("docs/howto-one-host-back.md", []),
    ("docs/howto-stop.md", [DATA_BACK]),
    ("docs/howto-host-died.md", []),
    ("docs/howto-unknown.md", EDGE_BACK),
    ("docs/howto-write-a-release.md", []),
    ("examples/sample-cloud/README.md", [DATA_BACK]),
]


class DocsTest(unittest.TestCase):
    def test_every_command_of_the_pages(self):
        with tempfile.TemporaryDirectory(prefix="upg-docs-") as folder:
            up = self.start_cloud(folder)
            try:
                for page, before in PAGES:
                    self.try_page(folder, page, before)
            finally:
                up.send_signal(signal.SIGTERM)
                up.wait(120)
                up.stdout.close()

    def test_no_how_to_is_left_out(self):
        there = {"docs/" + path.name for path in (ROOT / "docs").glob("howto-*.md")}
        self.assertEqual(set(), there - {page for page, _ in PAGES})

    def try_page(self, folder, page, before):
        print("\n=== %s" % page)
        begun = time.monotonic()
        shell = Shell(folder)
        try:
            for command in ["export UPG_HOME=" + FOLDER] + before:
                self.try_command(folder, shell, page, command, 0)
            for command, expected in commands(page):
                if "./upg up" not in command:
                    self.try_command(folder, shell, page, command, expected)
        finally:
            shell.close()
        print("--- %s: %.0f s" % (page, time.monotonic() - begun))

    def try_command(self, folder, shell, page, command, expected):
        code, output = shell.run(command.replace(FOLDER, folder))
        print("$ %s\n%s" % (command, output), flush=True)
        self.assertEqual(expected, code, "%s: %s\n%s" % (page, command, output))

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
