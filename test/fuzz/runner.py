"""Runs inside the debug interpreter: calls each function, original and fixed,
and writes what it saw.

    runner.py JOB RESULTS

A line is written before each function, so that the parent knows where a crash
was; lines of RESULTS are JSON.
"""

import gc
import json
import re
import signal
import sys

sys.setdlopenflags(0x102)  # RTLD_NOW | RTLD_GLOBAL: generated code uses the world

import inputs  # noqa: E402
import world  # noqa: E402

SELECTORS = (0, 1, 2)
FEW, MANY = 4, 30
# What the new functions are documented to do otherwise, and what the old did.
DOCUMENTED = {("raised", "TypeError", "expected a weakref"):
              ("raised", "SystemError", "bad argument to internal function")}


def call(address, job, profile, selector, before=None, held=None):
    """((what it came to, trace, out), the containers afterwards)."""
    given = inputs.make(profile, job["traits"])
    if before or held:
        world.hooks(before and before(given), held and held(given))
    result = world.call(address, job["kind"], given.given_d, given.given_l, given.k, given.w, given.out, selector)
    if before or held:
        world.hooks(None, None)
    if result[0] == "value":
        what = "value", inputs.seen(result[1])
    else:  # some messages say where in the interpreter they come from
        what = *result[:-1], re.sub(r"^\S+\.c:\d+: | at 0x[0-9a-f]+", "", result[-1])
    if what in DOCUMENTED:
        what = DOCUMENTED[what]
    saw = (what, world.trace(), inputs.seen(given.out)), (inputs.seen(given.d), inputs.seen(given.l))
    given.close()
    return saw


def silent_call(address, job, profile, selector):
    given = inputs.make(profile, job["traits"])
    world.call(address, job["kind"], given.given_d, given.given_l, given.k, given.w, given.out, selector)
    given.close()


def total_after(times, *arguments):
    for _ in range(times):
        silent_call(*arguments)
    return sys.gettotalrefcount()


def drift(*arguments):
    """References that each call leaves behind."""
    total_after(2, *arguments)
    before = total_after(1, *arguments)
    after = total_after(FEW, *arguments)
    if abs(after - before) < FEW - 1:
        return 0
    gc.collect()
    before = total_after(2, *arguments)
    after = total_after(MANY, *arguments)
    moved = after - before
    return round(moved / MANY) if abs(moved) >= MANY // 2 else 0


class Job:
    def __init__(self, job, results):
        self.job, self.results = job, results

    def note(self, **fields):
        signal.alarm(self.job["seconds"])  # kills this process; the parent goes on behind the function
        self.results.write(json.dumps({"name": self.job["name"], **fields}) + "\n")
        self.results.flush()

    def run(self):
        original = world.function(self.job["original"], self.job["name"])
        expected = {}
        for profile in inputs.profiles(self.job["traits"]):
            for selector in SELECTORS:
                if self.job["only"] not in (None, [profile, selector]):
                    continue
                self.note(at=["original", profile, selector, "call"])
                saw = call(original, self.job, profile, selector)
                if saw[0][0][0] == "broken":  # it is not defined for these
                    self.note(undefined=f"{profile} {selector}: {saw[0][0][1]}")
                else:
                    expected[profile, selector] = saw
        if not expected:
            self.note(invalid="the original is defined for no inputs")
        for variant in self.job["variants"]:
            fixed = world.function(variant["path"], self.job["name"])
            for (profile, selector), wanted in expected.items():
                self.compare(original, fixed, variant, profile, selector, wanted)
        self.note(done=True)

    def compare(self, original, fixed, variant, profile, selector, wanted):
        where = [variant["label"], profile, selector]
        self.note(at=[*where, "call"])
        got = call(fixed, self.job, profile, selector)
        relaxed = variant["relaxed"] and profile in inputs.SWALLOWED
        if got[0][0][0] == "broken":
            self.note(failure="broken", where=where, detail=got[0][0][1])
        elif got != wanted and not relaxed:
            self.note(failure="changed", where=where, detail=f"was {wanted}\nis  {got}")
        self.note(at=[*where, "count"])
        moved = drift(fixed, self.job, profile, selector)
        if moved:
            self.note(at=["original", profile, selector, "count"])
            was = drift(original, self.job, profile, selector)
            if was:
                self.note(invalid=f"{profile} {selector}: the original moves the total by {was}")
            elif moved:
                self.note(failure="leak" if moved > 0 else "overrelease", where=where,
                          detail=f"each call moves the total reference count by {moved}")
        if not variant["whole"]:
            return
        self.note(at=[*where, "race"])
        weak = self.job["traits"].get("weak_sites", 0) == 1
        raced = call(fixed, self.job, profile, selector, held=lambda given: lambda target: given.drop(weak and target))
        if raced[0] != got[0] and not self.job["traits"].get("several_sites") and not self.job["traits"].get("changes_value") and not self.job["traits"]["mutates"]:
            self.note(failure="raced", where=where, detail=f"was {got[0]}\nis  {raced[0]}")
        if variant["may_shrink"]:
            self.note(at=[*where, "shrink"])
            shrunk = call(fixed, self.job, profile, selector, before=lambda given: lambda _: given.shrink())
            if shrunk[0][0][0] == "broken":
                self.note(failure="broken when the list shrinks", where=where, detail=shrunk[0][0][1])


def main():
    gc.disable()
    with open(sys.argv[1]) as file:
        jobs = json.load(file)
    with open(sys.argv[2], "a") as results:
        for job in jobs:
            Job(job, results).run()


main()
