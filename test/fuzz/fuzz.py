#!/usr/bin/env python3
"""Fuzzes the fixes of freethreading-borrowed-reference.

    fuzz.py BUILD [--long | --count N] [--seed S] [--jobs J] [--keep DIR]
    fuzz.py BUILD --again SEED... --setting NUMBER

Makes N functions in C and in C++, has the real binary fix them, and requires of each fixed
function: it compiles without a new warning, a further run changes nothing, and
in a debug interpreter it gives the same results, exceptions and effects as the
original, moves no reference count, and survives when everybody else gives up
the objects that it holds. Failures are shrunk and printed with their seed.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from batch import Batch, Outcome, Setting
from generator import generate
from shrink import shrink
from tools import Tools

LARGEST_BATCH = 150
SLICE, LONG = 400, 20000
SETTINGS = (Setting(), Setting(other_built=True), Setting("propagate"), Setting(other_seen=True),
            Setting(other_seen=True, other_built=True), Setting("propagate", other_built=True),
            Setting(cxx=True), Setting("propagate", cxx=True))


class Totals:
    def __init__(self):
        self.findings, self.functions, self.failed = Counter(), Counter(), {}
        self.invalid, self.calls, self.undefined, self.passed = [], 0, 0, 0

    def add(self, outcome, count):
        self.findings += outcome.findings
        self.functions += outcome.functions
        self.calls += outcome.calls
        self.undefined += outcome.undefined
        self.invalid += outcome.invalid
        bad = {f.function for f in outcome.failures} | {name for name, _ in outcome.invalid}
        self.passed += count - len(bad)

    @staticmethod
    def share(counter):
        total = sum(counter.values()) or 1
        return [f"  {n:7d}  {100 * n / total:5.1f} %  {what}" for what, n in counter.most_common()]

    def table(self):
        return "\n".join(["functions:", *self.share(self.functions), "findings (FixLevel=review):",
                          *self.share(self.findings), f"calls compared: {self.calls}",
                          f"inputs that an original is not defined for, left out: {self.undefined}"])


def report(failure, seed, setting, function, tools, scratch):
    print(f"FAIL: --again {seed}, {failure.level}, {setting}: {failure.kind}\n{failure.detail}")
    small, last = shrink(function, failure, tools, scratch, setting)
    print(f"--- original, shrunk\n{small.text()}--- fixed\n{last.fixed}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("build", help="the build tree")
    parser.add_argument("--count", type=int, help=f"default: {SLICE}, with --long {LONG}")
    parser.add_argument("--long", action="store_true", help="many more functions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="batches at once")
    parser.add_argument("--again", nargs="+", type=int, metavar="SEED", help="only these functions, as printed")
    parser.add_argument("--setting", type=int, help="the setting, by its number; default: all in turn")
    parser.add_argument("--keep", help="keep the working files in this directory")
    parser.add_argument("--max-failures", type=int, default=5, help="shrink and print at most this many")
    arguments = parser.parse_args()
    arguments.count = arguments.count or (LONG if arguments.long else SLICE)
    with tempfile.TemporaryDirectory() as made:
        scratch = Path(arguments.keep or made)
        return fuzz(arguments, Tools(arguments.build, scratch), scratch)


@dataclass
class Work:
    """One batch: its functions, and what came of them."""
    number: int  # of the setting
    functions: dict
    outcome: Outcome


def work(arguments, tools, scratch):
    """The batches, done by some threads, in order; each setting takes its turn."""
    seeds = arguments.again or [arguments.seed * 1000000 + i for i in range(arguments.count)]
    size = max(1, min(LARGEST_BATCH, -(-len(seeds) // len(SETTINGS))))

    def one(number):
        chosen = (number if arguments.setting is None else arguments.setting) % len(SETTINGS)
        setting = SETTINGS[chosen]
        functions = {f"f_{seed}": generate(seed, f"f_{seed}", setting.cxx)
                     for seed in seeds[number * size:(number + 1) * size]}
        outcome = Batch(tools, functions.values(), scratch / f"batch{number}", setting).run()
        if not outcome.failures and not arguments.keep:
            shutil.rmtree(scratch / f"batch{number}")
        return Work(chosen, functions, outcome)

    with ThreadPoolExecutor(arguments.jobs) as pool:
        yield from pool.map(one, range(-(-len(seeds) // size)))


def fuzz(arguments, tools, scratch):
    tools.syntax_sets()
    for sentence in tools.missing:
        print(f"SKIP: {sentence}")
    totals, printed, started, done = Totals(), set(), time.time(), 0
    for batch in work(arguments, tools, scratch):
        setting, outcome, functions = SETTINGS[batch.number], batch.outcome, batch.functions
        totals.add(outcome, len(functions))
        for name, why in outcome.invalid:
            print(f"FAIL: the generator's own function {name} is wrong: {why}\n{functions[name].text()}", flush=True)
        for failure in outcome.failures:
            key = failure.function, failure.kind
            totals.failed.setdefault(failure.function, failure)
            if key not in printed and len(printed) < arguments.max_failures:
                printed.add(key)
                report(failure, f"{failure.function[2:]} --setting {batch.number}", setting,
                       functions[failure.function], tools, scratch)
            elif key not in printed:
                print(f"FAIL: --again {failure.function[2:]} --setting {batch.number}, {failure.level}: {failure.kind}")
        done += len(functions)
        if arguments.count > 4 * SLICE:
            print(f"{done} functions, {time.time() - started:.0f} s, {len(totals.failed)} failed", flush=True)
    print(totals.table())
    failed = set(totals.failed) | {name for name, _ in totals.invalid}
    skipped = f", {len(tools.missing)} skipped" if tools.missing else ""
    print(f"{totals.passed} passed, {len(failed)} failed{skipped}")
    return 1 if failed or not totals.passed else 0


if __name__ == "__main__":
    sys.exit(main())
