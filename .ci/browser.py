"""Chromium without a screen, driven by the DevTools protocol over two pipes."""

import json
import os
import subprocess
import time

PATIENCE = 120

TEXT = """
[document, ...[...document.querySelectorAll('iframe')].map(frame => frame.contentDocument)]
  .map(page => page && page.body ? page.body.innerText : '').join('\\n')
"""


class Browser:
    """One page. Close it: it is a process with children."""

    def __init__(self, profile):
        to_chromium, self.orders = os.pipe()
        self.answers, from_chromium = os.pipe()
        chromium = [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1600,4000",
            "--remote-debugging-pipe", "--user-data-dir=" + str(profile), "about:blank",
        ]
        self.process = subprocess.Popen(
            ["bash", "-c", 'exec "$@" 3<&%d 4>&%d' % (to_chromium, from_chromium), "bash", *chromium],
            pass_fds=(to_chromium, from_chromium), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_chromium)
        os.close(from_chromium)
        self.calls = 0
        self.received = b""
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]

    def call(self, method, **params):
        self.calls += 1
        order = {"id": self.calls, "method": method, "params": params}
        if self.session:
            order["sessionId"] = self.session
        os.write(self.orders, json.dumps(order).encode() + b"\0")
        while True:
            answer = self.next()
            if answer.get("id") == self.calls:
                if "error" in answer:
                    raise AssertionError("%s: %s" % (method, answer["error"]))
                return answer["result"]

    def next(self):
        while b"\0" not in self.received:
            more = os.read(self.answers, 1 << 16)
            if not more:
                raise AssertionError("chromium has ended")
            self.received += more
        message, self.received = self.received.split(b"\0", 1)
        return json.loads(message)

    def evaluate(self, script):
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def address(self):
        return self.evaluate("location.href")

    def text(self):
        """What a reader sees, also in frames; it may be between two pages."""
        return self.evaluate(TEXT) or ""

    def read(self, url, *wanted):
        """Opens a page and returns its text once all that is wanted can be read on it."""
        self.call("Page.navigate", url=url)
        return self.wait(url, *wanted)

    def wait(self, where, *wanted):
        end = time.monotonic() + PATIENCE
        while True:
            text = self.text()
            missing = [words for words in wanted if words not in text]
            if not missing:
                return text
            if time.monotonic() > end:
                raise AssertionError("%s does not show %r but:\n%s" % (where, missing, text))
            time.sleep(0.2)

    def close(self):
        os.close(self.orders)
        os.close(self.answers)
        self.process.terminate()
        self.process.wait(PATIENCE)
