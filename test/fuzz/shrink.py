"""Makes a failing function smaller while it still fails in the same way."""

import copy
import itertools
import re
import subprocess

from batch import Batch, function_at, write
from program import smaller

AT_ONCE = 60
ROUNDS = 25


def _candidates(function):
    """Functions with one thing less, each under a name of its own."""
    for number, body in enumerate(smaller(function.body)):
        one = copy.copy(function)
        one.body = body
        one.name = f"s_{number}"
        one.before = function.before.replace(f"get_{function.name}", f"get_{one.name}")
        one.body = _renamed(body, f"get_{function.name}", f"get_{one.name}")
        yield one


def _renamed(body, old, new):
    body = copy.deepcopy(body)
    work = list(body)
    while work:
        node = work.pop()
        for name, value in vars(node).items():
            if isinstance(value, str):
                setattr(node, name, value.replace(old, new))
            elif isinstance(value, list):
                work += [v for v in value if not isinstance(v, list)]
                work += [n for v in value if isinstance(v, list) for n in v[1]]
    return body


def _sound(group, tools, scratch, setting):
    """Those that are C without the warnings that mean a function is wrong."""
    path = scratch / f"candidates{setting.suffix}"
    flags = [*(["-std=c++17"] if setting.cxx else []), *tools.syntax_sets()[0][2]]
    while group:
        text = write(group)
        path.write_text(text)
        done = subprocess.run([tools.clang, "-fsyntax-only", "-ferror-limit=0", "-Wno-everything",
                               "-Werror=uninitialized", "-Werror=return-type", "-Werror=conditional-uninitialized",
                               *flags, path], capture_output=True, text=True, errors="replace")
        at = function_at(text)
        wrong = {at(int(number)) for number in re.findall(r"candidates\.\w+:(\d+):\d+: error", done.stderr)}
        if not wrong:  # with one plain error, clang does not look for what is uninitialised
            break
        group = [one for one in group if one.name not in wrong]
    return group


def shrink(function, failure, tools, scratch, setting):
    """(the smallest function found, its failure)."""
    for _ in range(ROUNDS):
        candidates = _candidates(function)
        better = None
        while better is None:
            group = list(itertools.islice(candidates, AT_ONCE))
            if not group:
                return function, failure
            sound = _sound(group, tools, scratch, setting)
            better = _failing(sound, failure, tools, scratch, setting) if sound else None
        function, failure = better
    return function, failure


def _failing(group, failure, tools, scratch, setting):
    """The smallest of the group that fails as `failure` does, with its failure."""
    try:
        outcome = Batch(tools, group, scratch / "shrink", setting, failure).run()
    except SystemExit:
        return None
    wrong = {name for name, _ in outcome.invalid}
    found = [f for f in outcome.failures if f.kind == failure.kind and f.level == failure.level and
             f.function not in wrong]
    by_name = {f.name: f for f in group}
    if not found:
        return None
    best = min(found, key=lambda f: len(by_name[f.function].text()))
    return by_name[best.function], best
