"""A client of upg for foreign programs: commands go out as Temporal signals, everything else is
read with `upg … -o json`, which asks PostgreSQL and nothing else.

A signal is not answered. What became of a command is a row of `upg audit`, found by the command's
id; the same id sent twice acts once, so a command whose fate is unknown may simply be sent again.
"""

import asyncio
import getpass
import hashlib
import json
import os
import uuid
import urllib.request
from pathlib import Path

from temporalio.client import Client

PAUSE = 0.5
ANSWER_WITHIN = 60


class Refused(Exception):
    """A rule of upg said no; the text names the rule and what to do."""


class Portal:
    """One project, as a portal drives it.

    home: the folder of `upg up` (UPG_HOME), whose connection.json says where everything is
    upg: the launcher
    """

    def __init__(self, project, home, upg="upg", who=None):
        self.project = project
        self.home = Path(home)
        self.upg = upg
        self.who = who or getpass.getuser()
        self.connection = json.loads((self.home / "connection.json").read_text())
        self.workflow = None

    async def connect(self):
        client = await Client.connect(
            self.connection["temporal"], namespace=self.connection["namespace"]
        )
        self.workflow = client.get_workflow_handle("upg/" + self.project)
        return self

    async def command(self, signal, id=None, **payload):
        """Sends a command and waits until it is judged; returns its row of the audit.

        Raises Refused where a rule said no, TimeoutError where nobody judged it: then give it
        again with the same id.
        """
        id = id or "portal-%s" % uuid.uuid4()
        await self.workflow.signal(signal, {"id": id, "who": self.who, **payload})
        async with asyncio.timeout(ANSWER_WITHIN):
            while True:
                rows = [row for row in await self.ask("audit") if row["id"] == id]
                if rows and rows[0]["outcome"] != "accepted":
                    raise Refused("%s: %s" % (rows[0]["outcome"], rows[0]["message"]))
                if rows:
                    return rows[0]
                await asyncio.sleep(PAUSE)

    async def until_it_rests(self, say=print):
        """Watches the project until nothing of it runs; returns its status document."""
        told = None
        while True:
            status = await self.ask("status")
            now = (status["state"], status["phase"], status["batch"], status["counts"])
            if now != told:
                say("%s: phase %s, batch %s of %s, %s" % (
                    status["state"], status["phase"], status["batch"], status["batches"],
                    ", ".join("%d %s" % (n, state) for state, n in status["counts"].items())))
                told = now
            if status["state"] != "running":
                return status
            await asyncio.sleep(PAUSE)

    async def ask(self, command, *options):
        """The document of `upg COMMAND PROJECT … -o json`."""
        process = await asyncio.create_subprocess_exec(
            self.upg, command, self.project, *options, "-o", "json",
            env=dict(os.environ, UPG_HOME=str(self.home)),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
        document, talk = await process.communicate()
        if process.returncode != 0:
            raise RuntimeError("upg %s %s: %s" % (command, self.project, talk.decode().strip()))
        return json.loads(document)

    def put(self, file):
        """Puts a file where agents fetch it from; returns its SHA-256, which a patch names."""
        content = Path(file).read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        url = "%s/sha256/%s" % (self.connection["artifacts"].rstrip("/"), sha256)
        request = urllib.request.Request(url, data=content, method="PUT")
        with urllib.request.urlopen(request, timeout=60):
            return sha256
