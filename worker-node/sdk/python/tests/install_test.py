"""Installs the package into an environment of its own, as a script's author does. It fetches
setuptools, so it is apart from the tests that need nothing (.ci/run runs it)."""
import os
import shutil
import subprocess
import sys
import unittest

from host import HEAD, SDK, TAIL, HostTest


class InstallTest(HostTest):
    def test_pip_installs_it_with_its_types_and_a_script_runs_with_it(self):
        source, venv = os.path.join(self.folder, "source"), os.path.join(self.folder, "venv")
        shutil.copytree(SDK, source, ignore=shutil.ignore_patterns("__pycache__"))
        subprocess.check_call([sys.executable, "-m", "venv", venv])
        python = os.path.join(venv, "bin", "python")
        subprocess.check_call([python, "-m", "pip", "install", "-q", source])
        installed = subprocess.check_output(
            [python, "-c", "import upg; print(upg.__path__[0])"], cwd=self.work,
            env={"PATH": os.environ["PATH"]}, universal_newlines=True).strip()
        self.assertTrue(installed.startswith(os.path.realpath(venv)), installed)
        wanted = sorted(os.listdir(os.path.join(SDK, "upg")))
        self.assertEqual([name for name in wanted if name != "__pycache__"],
                         sorted(n for n in os.listdir(installed) if n != "__pycache__"))
        script = HEAD + "@task\ndef convert(ctx):\n    return upg.__file__" + TAIL
        end = self.ended(self.start("import upg\n" + script, raw=True, python=python,
                                    env={"PYTHONPATH": ""}))
        self.assertEqual(os.path.join(installed, "__init__.py"), end.last)


if __name__ == "__main__":
    unittest.main()
