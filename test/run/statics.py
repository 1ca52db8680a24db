"""Fixed statics under threads.

Each module of statics/ is built before and after the fixes (FixLevel=review) and
called by eight threads in every interpreter: one object survives, the right
number of references is left, no count and no text is lost. The original has to
fail: it keeps one object for each thread that came in time, or hangs (a static
local of C++ whose initialiser lets go of the GIL). threads.c does the same in plain C under ThreadSanitizer.
"""

import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import interpreters
from harness.headers import library_headers
from harness.tidy import run_tidy

HERE = Path(__file__).resolve().parent
CHECKS = "freethreading-lazy-init,freethreading-shared-static"
COMPAT = HERE / "compat"
MAX_RUNS = 12  # one fix of a file inserts the include, and the others wait for it
WATCHDOG = 6  # seconds, at least; what does not hang takes less than one


def directive(source, name):
    found = re.search(rf"^// {name}: (.*)$", source.read_text(), re.M)
    return found[1] if found else ""


def fixed(tidy, source, scratch, flags):
    """(the fixed text, what was wrong)."""
    checks = directive(source, "check") or CHECKS
    by_hand = source.with_suffix(f".after{source.suffix}")
    if by_hand.is_file():
        run, after = (run_tidy(tidy, checks, one, flags, {}) for one in (source, by_hand))
        silent = [] if run.findings else ["nothing was found"]
        return by_hand.read_bytes(), silent + [f"in the text by hand: {f}" for f in after.findings]
    scratch.mkdir(parents=True, exist_ok=True)
    copy = scratch / source.name
    shutil.copy2(source, copy)
    for _ in range(MAX_RUNS):
        before = copy.read_bytes()
        run = run_tidy(tidy, checks, copy, flags, {"FixLevel": "review", "Compat": "pythoncapi_compat"}, fix=True)
        if run.errors or run.status < 0:
            return before, [str(run.errors[0]) if run.errors else run.output]
        if copy.read_bytes() == before:
            return before, [f"not fixed: {f}" for f in run.findings if f.level == "warning"]
    return copy.read_bytes(), ["the fixes do not end"]


def build(source, built, flags):
    compiler = ["g++", "-std=c++17"] if source.suffix == ".cpp" else ["gcc", "-std=gnu11"]
    done = subprocess.run([*compiler, "-O1", "-g", "-w", *flags, source, "-o", built], capture_output=True, text=True)
    return done.stderr if done.returncode else ""


def in_interpreter(source, text, scratch, interpreter, flags, patience=60):
    scratch.mkdir(parents=True, exist_ok=True)
    copy, built = scratch / source.name, scratch / (source.stem + ".so")
    copy.write_bytes(text)
    if problem := build(copy, built, ["-fPIC", "-shared", "-pthread", *flags]):
        return f"does not compile:\n{problem}"
    try:
        done = subprocess.run([interpreter.path, HERE / "statics_child.py", source.stem, built], capture_output=True,
                              text=True, timeout=patience, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    except subprocess.TimeoutExpired:
        return f"hangs: no answer in {patience:.0f} seconds"
    if done.returncode:
        return f"exit code {done.returncode}:\n{done.stdout[-500:]}{done.stderr[-1500:]}"
    return json.loads(done.stdout.splitlines()[-1])


def problems_of(told):
    if isinstance(told, str):
        return [told]
    found = []
    for name, value in told.items():
        if isinstance(value, dict) and (value["seen"] != 1 or value["alive"] != 1):
            found.append(f"{name}: {value['seen']} objects seen, {value['alive']} alive")
        elif not isinstance(value, dict) and name != "gil" and value:
            found.append(f"{value} {name}")
    return found


def run_interpreters(tidy, scratch, report):
    found = [i for i in interpreters.interpreters() if i.version >= (3, 8)]
    for source in sorted((HERE / "statics").glob("*.c*")):
        if source.stem.startswith("threads") or source.stem.endswith(".after"):
            continue
        wants = directive(source, "requires")
        library = library_headers("pybind11") if wants.startswith("pybind11") else None
        if wants.startswith("pybind11") and not (library and (library / wants).is_file()):
            report.skip(f"statics {source.stem}", f"there is no {wants}")
            continue
        fitting = [i for i in found if i.free_threaded or wants != "free-threaded"]
        if found and not fitting:
            report.skip(f"statics {source.stem}", "no free-threaded Python with its headers")
        texts = {}
        for interpreter in fitting:
            place = scratch / source.stem / interpreter.name
            flags = [f"-I{interpreter.include}", f"-I{COMPAT}", *([f"-I{library}"] if library else [])]
            text, wrong = fixed(tidy, source, place / "fixed", flags)
            started = time.monotonic()
            after = in_interpreter(source, text, place / "after", interpreter, flags)
            # On a busy machine, what only takes its time must not count as hanging.
            patience = min(60, max(WATCHDOG, 3 * (time.monotonic() - started)))
            before = in_interpreter(source, source.read_bytes(), place / "before", interpreter, flags, patience)
            problems = wrong + problems_of(after)
            if not problems_of(before) and not directive(source, "before"):
                problems.append(f"the original shows nothing: {before}")
            if isinstance(after, dict):
                references = {n: v["references"] for n, v in after.items() if isinstance(v, dict)}
                texts[interpreter.name] = references
                if len(set(r for n, r in references.items() if n != "hoisted")) > 1:
                    problems.append(f"the functions leave different numbers of references: {references}")
            report.add(f"statics {source.stem}, {interpreter.name}", problems)
            print(f"{'FAIL' if problems else 'PASS'}: statics {source.stem}, {interpreter.name}: before "
                  f"{'; '.join(problems_of(before)) or before}; after {after}", flush=True)
    if not found:
        report.skip("statics under threads", "no Python with its headers")


def run_sanitizer(tidy, scratch, report):
    source = HERE / "statics" / "threads.c"
    double = HERE / "statics" / "double"
    text, wrong = fixed(tidy, source, scratch / "threads" / "fixed", ["-I", str(double)])
    outcomes = {}
    for variant, content in (("before", source.read_bytes()), ("after", text)):
        folder = scratch / "threads" / variant
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "threads.c").write_bytes(content)
        done = subprocess.run(["gcc", "-std=gnu11", "-g", "-O1", "-w", "-fsanitize=thread", f"-I{double}",
                               folder / "threads.c", HERE / "statics" / "threads_main.c", "-o", folder / "threads",
                               "-pthread"], capture_output=True, text=True)
        if done.returncode:
            report.skip("statics under ThreadSanitizer", "gcc has no libtsan")
            return
        # The sanitizer wants its own layout of memory.
        done = subprocess.run(["setarch", "-R", folder / "threads"] if shutil.which("setarch") else
                              [folder / "threads"], capture_output=True, text=True, timeout=120)
        outcomes[variant] = done.returncode, done.stderr.count("WARNING: ThreadSanitizer: data race"), done.stdout
        if "FATAL: ThreadSanitizer" in done.stderr:
            report.skip("statics under ThreadSanitizer", "it does not run here")
            return
    problems = list(wrong)
    if outcomes["after"][:2] != (0, 0):
        problems.append(f"after the fixes: {outcomes['after']}")
    if outcomes["before"][1] == 0:
        problems.append("the original has no race")
    report.add("statics under ThreadSanitizer", problems)
    print(f"{'FAIL' if problems else 'PASS'}: statics under ThreadSanitizer: {outcomes}", flush=True)


def run(tidy, scratch, report):
    run_interpreters(tidy, scratch, report)
    run_sanitizer(tidy, scratch, report)
