"""Counts tests and prints the closing line `N passed, N failed`, after `N skipped` where something was."""

import re

_CLOSING = re.compile(r"(?:^(\d+) skipped\n)?^(\d+) passed, (\d+) failed$", re.M)


class Report:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def add(self, name, problems):
        """One test; without problems it passed."""
        if problems:
            self.failed += 1
            print(f"FAIL: {name}")
            for problem in problems:
                print("  " + problem.rstrip("\n").replace("\n", "\n  "))
        else:
            self.passed += 1

    def skip(self, name, reason):
        self.skipped += 1
        print(f"SKIP: {name}: {reason}")

    def merge(self, name, output, status, show=False):
        """The counts of a test program: its closing line, or its exit code.
        Its output is printed when there is something to say, or asked for."""
        closing = _CLOSING.findall(output)
        if closing:
            skipped, passed, failed = (int(n or 0) for n in closing[-1])
        else:
            passed, failed, skipped = int(status == 0), int(status != 0), 0
        if status != 0 and not failed:
            failed = 1
        if failed or skipped or show:
            print(f"{name}:")
            print("  " + _CLOSING.sub("", output).rstrip("\n").replace("\n", "\n  "))
        self.passed += passed
        self.failed += failed
        self.skipped += skipped

    def close(self):
        """Prints the closing line; returns the exit code."""
        if self.skipped:
            print(f"{self.skipped} skipped")
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not (self.passed or self.skipped) else 0
