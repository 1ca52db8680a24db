"""A small LSP client: enough to open a file in clangd and take its quick fixes.

Positions are asked for in UTF-8, so that a character is a byte of the line.
"""

import itertools
import json
import queue
import subprocess
import threading

TIMEOUT_SECONDS = 60

_CAPABILITIES = {
    "general": {"positionEncodings": ["utf-8"]},
    "offsetEncoding": ["utf-8"],  # the same, before LSP had a word for it
    "textDocument": {
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "refactor"]}}},
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True},
    },
}


class LanguageServerError(Exception):
    pass


class Client:
    """One clangd process and one open document."""

    def __init__(self, clangd, folder, *options):
        self._ids = itertools.count(1)
        self._messages = queue.Queue()
        self._log = open(folder / "clangd.log", "w+")
        self._process = subprocess.Popen([clangd, "--background-index=false", *options], cwd=folder,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log)
        threading.Thread(target=self._read_all, daemon=True).start()
        server = self.request("initialize", processId=None, rootUri=folder.as_uri(), capabilities=_CAPABILITIES)
        if "utf-8" not in (server["capabilities"].get("positionEncoding"), server.get("offsetEncoding")):
            raise LanguageServerError("clangd does not count in UTF-8")
        self._notify("initialized")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self.request("shutdown")
            self._notify("exit")
            self._process.wait(TIMEOUT_SECONDS)
        self._log.close()

    def open(self, path):
        """Opens the document and returns its diagnostics."""
        self.uri, self.version, self.text = path.as_uri(), 1, path.read_bytes()
        language = "c" if path.suffix == ".c" else "cpp"
        self._notify("textDocument/didOpen", textDocument={
            "uri": self.uri, "languageId": language, "version": 1, "text": self.text.decode()})
        return self._diagnostics()

    def actions(self, where, kind, diagnostics=()):
        """The code actions of one kind (and its sub-kinds) in a range."""
        offered = self.request("textDocument/codeAction", textDocument={"uri": self.uri}, range=where,
                               context={"diagnostics": list(diagnostics), "only": [kind]})
        return [a for a in offered if a.get("kind", "").split(".")[0] == kind]

    def quick_fixes(self, diagnostic):
        """The quick fixes that clangd offers for one diagnostic."""
        return [a for a in self.actions(diagnostic["range"], "quickfix", [diagnostic]) if "edit" in a]

    def apply(self, action):
        """Applies a quick fix as an editor does; returns the new diagnostics."""
        edits = _edits_of(action, self.uri)
        for edit in sorted(edits, key=lambda e: self._offset(e["range"]["start"]), reverse=True):
            start, end = (self._offset(edit["range"][end]) for end in ("start", "end"))
            self.text = self.text[:start] + edit["newText"].encode() + self.text[end:]
        self.version += 1
        self._notify("textDocument/didChange", textDocument={"uri": self.uri, "version": self.version},
                     contentChanges=[{"text": self.text.decode()}])
        return self._diagnostics()

    def _offset(self, position):
        lines = self.text.split(b"\n")
        return sum(len(line) + 1 for line in lines[:position["line"]]) + position["character"]

    def _diagnostics(self):
        """The diagnostics of the document's present version."""
        def ours(message):
            parameters = message.get("params", {})
            return (message.get("method") == "textDocument/publishDiagnostics"
                    and parameters["uri"] == self.uri and parameters.get("version") == self.version)
        return self._wait(ours)["params"]["diagnostics"]

    def request(self, method, **parameters):
        number = next(self._ids)
        self._send({"id": number, "method": method, "params": parameters or None})
        reply = self._wait(lambda message: message.get("id") == number and "method" not in message)
        if "error" in reply:
            raise LanguageServerError(f"{method}: {reply['error']}")
        return reply["result"]

    def _notify(self, method, **parameters):
        self._send({"method": method, "params": parameters})

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **{k: v for k, v in message.items() if v is not None}}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _wait(self, wanted):
        while True:
            try:
                message = self._messages.get(timeout=TIMEOUT_SECONDS)
            except queue.Empty:
                raise LanguageServerError(f"no answer within {TIMEOUT_SECONDS} s\n{self._tail()}") from None
            if message is None:
                raise LanguageServerError(f"clangd ended\n{self._tail()}")
            if wanted(message):
                return message

    def _tail(self):
        self._log.seek(0)
        return self._log.read()[-3000:]

    def _read_all(self):
        stream = self._process.stdout
        while True:
            length = 0
            while line := stream.readline().strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not length:
                self._messages.put(None)
                return
            self._messages.put(json.loads(stream.read(length)))


def _edits_of(action, uri):
    """All edits of an action; they must be in the document."""
    edit = action["edit"]
    changes = dict(edit.get("changes", {}))
    for change in edit.get("documentChanges", []):
        changes.setdefault(change["textDocument"]["uri"], []).extend(change["edits"])
    if set(changes) != {uri}:
        raise LanguageServerError(f"the quick fix edits {sorted(changes)}")
    return changes[uri]
