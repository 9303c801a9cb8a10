"""Reports what the host's operating system is: hostinfod.py --config FILE.

The configuration is the same in r8 and r9: `host=` and `port=` lines.
"""
import json
import os
import sys

sys.dont_write_bytecode = True  # the package's folder stays as it was installed
from webservice import refuse, serve


def main():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "about.json")) as file:
        about = json.load(file)
    path = sys.argv[2]
    try:
        with open(path) as file:
            settings = dict(line.strip().split("=", 1) for line in file if line.strip())
        host, port = settings["host"], int(settings["port"])
    except (OSError, ValueError, KeyError) as error:
        refuse("hostos: %s does not give host= and port=: %r" % (path, error))
    version = {"component": "hostos", "version": about["version"]}
    pages = {"/version": lambda: version, "/": lambda: about}
    serve("hostos " + about["version"], host, port, pages)


main()
