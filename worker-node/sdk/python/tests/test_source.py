"""What holds for the package's source itself."""
import ast
import os
import sys
import unittest

from host import SDK

PACKAGE = os.path.join(SDK, "upg")


def sources():
    for name in sorted(os.listdir(PACKAGE)):
        if name.endswith(".py"):
            with open(os.path.join(PACKAGE, name), encoding="utf-8") as file:
                yield name, file.read()


class SourceTest(unittest.TestCase):
    @unittest.skipIf(sys.version_info < (3, 8), "this Python's own parser is the test")
    def test_the_syntax_is_that_of_python_3_6(self):
        for name, text in sources():
            ast.parse(text, name, feature_version=(3, 6))

    def test_only_the_standard_library_of_3_6_is_imported(self):
        allowed = set("""atexit collections contextlib difflib errno hashlib http inspect io json os
            re shlex shutil signal stat subprocess sys threading time traceback typing upg urllib
            """.split())
        for name, text in sources():
            for node in ast.walk(ast.parse(text)):
                names = [node.module] if isinstance(node, ast.ImportFrom) else [
                    alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                for module in names:
                    self.assertIn(module.split(".")[0], allowed, name)

    def test_every_public_function_says_what_it_does_and_has_types(self):
        for name, text in sources():
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef) and not name == "__init__.py":
                    self.assertIsNotNone(node.returns, "%s: %s" % (name, node.name))
                    for argument in node.args.args:
                        if argument.arg not in ("self", "cls"):
                            self.assertIsNotNone(
                                argument.annotation, "%s: %s" % (name, node.name))


if __name__ == "__main__":
    unittest.main()
