#!/usr/bin/env python3
"""Kills `ftidy fix` at random moments and looks at what is left.

    killed.py FTIDY PROJECT INTERPRETER [--kills N] [--seed N]

The project's a.c is copied to some more files, so that several are written.
Half of the kills are aimed at the time in which files are written.
"""

import argparse
import os
import random
import signal
import subprocess
import time
from pathlib import Path

COPIES = 1


def processes_of(program):
    """The ids of the processes that run this program."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.readlink(entry / "exe") == program and b"--analyse-one-file" in (entry / "cmdline").read_bytes():
                    found.add(int(entry.name))
            except OSError:
                pass
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ftidy")
    parser.add_argument("project", type=Path)
    parser.add_argument("python")
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    project = arguments.project
    before = (project / "a.c").read_bytes()
    files = [project / f"{name}.c" for name in ["a", *(f"copy{i}" for i in range(COPIES))]]
    command = [arguments.ftidy, "fix", "--quiet", "--allow-dirty", "--no-cache", "-j2", "--python", arguments.python,
               str(project)]

    def reset():
        for file in files:
            file.write_bytes(before)

    reset()
    start = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL)
    whole = time.monotonic() - start
    after = files[0].read_bytes()
    assert after != before and all(f.read_bytes() == after for f in files)
    names = sorted(p.name for p in project.iterdir())
    states = {"before": 0, "after": 0, "between": 0}
    for number in range(arguments.kills):
        reset()
        started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        late = number % 2
        limit = time.monotonic() + (0 if late else chance.uniform(0, 1.1 * whole))
        while started.poll() is None:
            if late and files[0].read_bytes() != before or not late and time.monotonic() > limit:
                break
            time.sleep(0.0005)
        time.sleep(chance.uniform(0, 0.003) if late else 0)
        started.kill()
        started.wait()
        contents = [f.read_bytes() for f in files]
        damaged = [f.name for f, c in zip(files, contents) if c not in (before, after)]
        assert not damaged, damaged
        left = sorted(p.name for p in project.iterdir())
        assert set(left) - set(names) <= {n for n in left if n.startswith(".ftidy-")}, left
        for name in set(left) - set(names):  # named between two system calls
            (project / name).unlink()
        changed = sum(c == after for c in contents)
        states["before" if not changed else "after" if changed == len(files) else "between"] += 1
    for _ in range(2):
        reset()
        started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(chance.uniform(0.2, 0.6) * whole)
        os.killpg(started.pid, signal.SIGINT)
        started.wait()
    deadline = time.monotonic() + 5
    program = os.path.realpath(arguments.ftidy)
    mine = {started.pid}
    while (running := [p for p in processes_of(program) if group(p) in mine]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not running, running
    assert sorted(p.name for p in project.iterdir()) == names
    print(f"{arguments.kills} kills, {states}, 0 damaged files")


def group(process):
    try:
        return os.getpgid(process)
    except OSError:
        return None


if __name__ == "__main__":
    main()
