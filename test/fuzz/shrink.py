"""Makes a failing function smaller while it still fails in the same way."""

import copy
import subprocess

from batch import Batch, put_together
from program import smaller

AT_ONCE = 40
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


def _compiles(function, tools, scratch):
    """True for C without the warnings that mean a function is wrong."""
    path = scratch / "candidate.c"
    path.write_text(put_together({function.name: function.text()}))
    flags = tools.syntax_sets()[0][2]
    return subprocess.run([tools.clang, "-fsyntax-only", "-Wno-everything", "-Werror=uninitialized", "-Werror=return-type",
                           "-Werror=conditional-uninitialized", *flags, path], capture_output=True).returncode == 0


def shrink(function, failure, tools, scratch, policy):
    """(the smallest function found, its failure)."""
    for _ in range(ROUNDS):
        group = []
        better = None
        candidates = _candidates(function)
        while better is None:
            group = []
            for one in candidates:
                if _compiles(one, tools, scratch):
                    group.append(one)
                if len(group) == AT_ONCE:
                    break
            if not group:
                return function, failure
            better = _failing(group, failure, tools, scratch, policy)
        function, failure = better
    return function, failure


def _failing(group, failure, tools, scratch, policy):
    """The smallest of the group that fails as `failure` does."""
    try:
        outcome = Batch(tools, group, scratch / "shrink", policy, failure).run()
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
