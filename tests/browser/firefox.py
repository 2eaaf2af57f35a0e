"""Firefox as Debian has it, driven by the protocol that it speaks itself (WebDriver BiDi)."""

import json
import re
import shutil
import subprocess
import tempfile
from contextlib import ExitStack
from itertools import count

from websockets.sync.client import connect

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
LISTENS = re.compile(r"BiDi listening on (ws://\S+)")
LARGEST = 2**26


class Firefox:
    """A browser with nobody at the screen; pages are made with :meth:`page`."""

    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="firefox-")
        words = [
            "--headless",
            "--remote-debugging-port=0",
            "--profile",
            self.profile,
            "about:blank",
        ]
        self.process = subprocess.Popen(
            [FIREFOX, *words], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        address = next(found[1] for line in self.process.stderr if (found := LISTENS.search(line)))
        self.open = ExitStack()
        self.socket = self.open.enter_context(connect(f"{address}/session", max_size=LARGEST))
        self.numbers = count(1)
        self.pages = {}
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["network.beforeRequestSent", "log.entryAdded"])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.open.close()
        self.process.terminate()
        self.process.wait(30)
        self.process.stderr.close()
        shutil.rmtree(self.profile, ignore_errors=True)

    def send(self, method, **parameters):
        """The result of a command; events that come in between are noted at their pages."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            told = json.loads(self.socket.recv(timeout=180))
            if told.get("id") == number:
                assert told["type"] == "success", told
                return told["result"]
            if told["type"] == "event":
                self.note(told["method"], told["params"])

    def note(self, method, told):
        """Keep what a page asked for, and what it complained of."""
        page = self.pages.get(told.get("context") or told.get("source", {}).get("context"))
        if page is not None and method == "network.beforeRequestSent":
            page.asked.append(told["request"]["url"])
        elif page is not None:
            page.complaints.append(told["text"])

    def page(self, width=1366, height=900):
        """A page of a size."""
        context = self.send("browsingContext.create", type="tab")["context"]
        size = {"width": width, "height": height}
        self.send("browsingContext.setViewport", context=context, viewport=size)
        self.pages[context] = Page(self, context)
        return self.pages[context]


class Page:
    """A page, as far as the tests ask something of it."""

    def __init__(self, browser, context):
        self.browser, self.context = browser, context
        self.asked, self.complaints = [], []

    def goto(self, url):
        """Open an address and wait until it is loaded."""
        self.browser.send(
            "browsingContext.navigate", context=self.context, url=url, wait="complete"
        )

    def evaluate(self, expression, argument=None):
        """What an expression of the page comes to; a function is called with the argument."""
        made = (
            f"async (given) => {{ const found = ({expression});"
            " const value = typeof found === 'function' ? await found(JSON.parse(given))"
            " : await found; return JSON.stringify(value) ?? 'null'; }"
        )
        found = self.browser.send(
            "script.callFunction",
            functionDeclaration=made,
            arguments=[{"type": "string", "value": json.dumps(argument)}],
            awaitPromise=True,
            target={"context": self.context},
        )
        assert found["type"] == "success", found
        return json.loads(found["result"]["value"])

    def press(self, *keys):
        """Press keys, one after the other, at what has the focus."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.browser.send(
            "input.performActions",
            context=self.context,
            actions=[{"type": "key", "id": "keys", "actions": strokes}],
        )

    def close(self):
        """Close the page."""
        del self.browser.pages[self.context]
        self.browser.send("browsingContext.close", context=self.context)
