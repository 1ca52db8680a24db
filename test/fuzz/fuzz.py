#!/usr/bin/env python3
"""Fuzzes the fixes of freethreading-borrowed-reference.

    fuzz.py BUILD [--count N] [--seed S] [--keep DIR]
    fuzz.py BUILD --again SEED...

Makes N C functions, has the real binary fix them, and requires of each fixed
function: it compiles without a new warning, a further run changes nothing, and
in a debug interpreter it gives the same results, exceptions and effects as the
original, moves no reference count, and survives when everybody else gives up
the objects that it holds. Failures are shrunk and printed with their seed.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from batch import Batch, Setting
from generator import generate
from shrink import shrink
from tools import Tools

BATCH = 150
SETTINGS = (Setting(), Setting(other_built=True), Setting("propagate"), Setting(other_seen=True),
            Setting(other_seen=True, other_built=True), Setting("propagate", other_built=True))


class Totals:
    def __init__(self):
        self.findings, self.functions, self.failed = Counter(), Counter(), {}
        self.invalid, self.calls, self.passed = [], 0, 0

    def add(self, outcome, count):
        self.findings += outcome.findings
        self.functions += outcome.functions
        self.calls += outcome.calls
        self.invalid += outcome.invalid
        bad = {f.function for f in outcome.failures} | {name for name, _ in outcome.invalid}
        self.passed += count - len(bad)

    @staticmethod
    def share(counter):
        total = sum(counter.values()) or 1
        return [f"  {n:7d}  {100 * n / total:5.1f} %  {what}" for what, n in counter.most_common()]

    def table(self):
        return "\n".join(["functions:", *self.share(self.functions), "findings (FixLevel=review):",
                          *self.share(self.findings), f"calls compared: {self.calls}"])


def report(failure, seed, setting, function, tools, scratch):
    print(f"FAIL: --again {seed}, {failure.level}, {setting}: {failure.kind}\n{failure.detail}")
    small, last = shrink(function, failure, tools, scratch, setting)
    print(f"--- original, shrunk\n{small.text()}--- fixed\n{last.fixed}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("build", help="the build tree")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", nargs="+", type=int, metavar="SEED", help="only these functions, as printed")
    parser.add_argument("--setting", type=int, help="the setting, by its number; default: all in turn")
    parser.add_argument("--keep", help="keep the working files in this directory")
    parser.add_argument("--max-failures", type=int, default=20, help="shrink and print at most this many")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        scratch = Path(arguments.keep or made)
        return fuzz(arguments, Tools(arguments.build, scratch), scratch)


def fuzz(arguments, tools, scratch):
    for sentence in tools.missing:
        print(f"SKIP: {sentence}")
    totals, printed, started = Totals(), set(), time.time()
    seeds = arguments.again or [arguments.seed * 1000000 + i for i in range(arguments.count)]
    for number, first in enumerate(range(0, len(seeds), BATCH)):
        some = seeds[first:first + BATCH]
        count = len(some)
        functions = {f"f_{seed}": generate(seed, f"f_{seed}") for seed in some}
        chosen = (number if arguments.setting is None else arguments.setting) % len(SETTINGS)
        setting = SETTINGS[chosen]
        outcome = Batch(tools, functions.values(), scratch / "batch", setting).run()
        totals.add(outcome, count)
        for name, why in outcome.invalid:
            print(f"FAIL: the generator's own function {name} is wrong: {why}\n{functions[name].text()}", flush=True)
        for failure in outcome.failures:
            key = failure.function, failure.kind
            totals.failed.setdefault(failure.function, failure)
            if key not in printed and len(printed) < arguments.max_failures:
                printed.add(key)
                report(failure, f"{failure.function[2:]} --setting {chosen}", setting, functions[failure.function], tools, scratch)
        if len(seeds) > 3 * BATCH:
            print(f"{first + count} functions, {time.time() - started:.0f} s, {len(totals.failed)} failed", flush=True)
    print(totals.table())
    failed = set(totals.failed) | {name for name, _ in totals.invalid}
    print(f"{totals.passed} passed, {len(failed)} failed")
    return 1 if failed or not totals.passed else 0


if __name__ == "__main__":
    sys.exit(main())
