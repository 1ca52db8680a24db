#
# Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
"""The page docs/accuracy.md, from the stored findings and their verdicts."""

import math
from collections import Counter

HEAD = """# Accuracy

What ftidy finds in {projects} releases whose projects had not been ported to free
threading yet, and how much of it holds. `tools/corpus report` wrote this page
from `test/corpus/findings`; `tools/corpus diff` runs everything anew and shows
what a change of ftidy adds and removes.

A *verdict* is somebody's who read the finding in the source: **real**: Python code
that starts threads can bring the hazard about; **defensible**: nothing in the file
proves that it cannot happen, a reviewer would look at it; **false**: the file shows
that it cannot happen. *Precision* is the share that is not false, with its 95 %
interval (Wilson) for the findings that were read.
"""

KNOWN = """## What people found

Places that these projects changed for free threading in a later version. A place
counts as found when a finding or one of its notes is at most three lines away;
within 25 lines it is another place of the same function, most often.
"""


def wilson(good, all_):
    """The 95 % interval of a share, in per cent."""
    if not all_:
        return 0, 100
    z, p = 1.96, good / all_
    middle = p + z * z / (2 * all_)
    spread = z * math.sqrt(p * (1 - p) / all_ + z * z / (4 * all_ * all_))
    return tuple(100 * (middle + sign * spread) / (1 + z * z / all_) for sign in (-1, 1))


def precision(findings):
    """`93 % (88 to 96)`, of those that were read."""
    verdicts = Counter(f.verdict for f in findings if f.verdict)
    read = sum(verdicts.values())
    if not read:
        return "not read"
    good = read - verdicts["false"]
    low, high = wilson(good, read)
    return f"{100 * good / read:.0f} % ({low:.0f} to {high:.0f})"


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "| --- |" + " ---: |" * (len(heads) - 1)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def verdict_cells(findings):
    counts = Counter(f.verdict for f in findings)
    return counts["real"], counts["defensible"], counts["false"], precision(findings)


def cure_cells(findings):
    counts = Counter(f.cure for f in findings)
    return counts["safe"], counts["review"], counts["none"]


# The lines around a site that a reader of the finding sees.
NEAR, IN_SIGHT = 3, 25


def distance(site, findings):
    """How many lines the nearest finding is away from the site; nothing when the
    file has none."""
    lines = [int(line) for f in findings if f.file == site.file
             for line in [f.line, *filter(None, f.notes.split(","))]]
    return min((abs(line - int(site.line)) for line in lines), default=None)


def recall(projects, sites):
    tables = dict(projects)
    rows, missed = [], []
    for kind in sorted({site.kind for site in sites}):
        of = [site for site in sites if site.kind == kind and site.release in tables]
        far = {site: distance(site, tables[site.release].findings) for site in of}
        near = [site for site in of if far[site] is not None and far[site] <= NEAR]
        seen = [site for site in of if far[site] is not None and NEAR < far[site] <= IN_SIGHT]
        rows.append((kind, len(of), len(near), len(seen), len(of) - len(near) - len(seen)))
        missed += [site for site in of if site not in near and site not in seen]
    rows.append(("all", *(sum(row[i] for row in rows) for i in range(1, 5))))
    return rows, missed


def page(projects, sites):
    """projects: the name and the table of each release."""
    everything = [f for _, each in projects for f in each.findings]
    out = [HEAD.format(projects=len(projects)), "## By check\n"]
    heads = ["check", "findings", "real", "defensible", "false", "precision", "fixed", "at review", "by a person"]
    rows = []
    for check in sorted({f.check for f in everything}):
        of = [f for f in everything if f.check == check]
        rows.append((check, len(of), *verdict_cells(of), *cure_cells(of)))
    rows.append(("all", len(everything), *verdict_cells(everything), *cure_cells(everything)))
    out.append(table(heads, rows))

    out.append("## By release\n")
    rows = []
    for name, each in projects:
        density = 1000 * len(each.findings) / max(each.lines, 1)
        rows.append((name, each.files, each.not_analysed, each.lines, len(each.findings), f"{density:.2f}",
                     precision(each.findings)))
    out.append(table(["release", "files", "not analysed", "lines", "findings", "in 1,000 lines", "precision"], rows))

    out.append("## Why there is no fix\n")
    reasons = Counter(f.reason for f in everything if f.cure == "none" and f.reason)
    checks = {}
    for f in everything:
        if f.cure == "none" and f.reason:
            checks.setdefault(f.reason, set()).add(f.check)
    out.append(table(["reason", "findings", "checks"],
                     [(reason, n, ", ".join(sorted(checks[reason]))) for reason, n in reasons.most_common()]))

    if sites:
        out.append(KNOWN)
        rows, missed = recall(projects, sites)
        out.append(table(["kind", "sites", f"within {NEAR} lines", f"within {IN_SIGHT}", "missed"], rows))
        out.append("### Missed\n")
        out.append(table(["place", "function", "kind"],
                         [(f"{site.release}/{site.file}:{site.line}", f"`{site.function}`", site.kind)
                          for site in missed]))

    wrong = [(name, f) for name, each in projects for f in each.findings if f.verdict == "false"]
    out.append("## Known false alarms\n")
    out.append(table(["place", "check", "why"],
                     [(f"{name}/{f.file}:{f.line}", f.check, f.why) for name, f in wrong])
               if wrong else "None among those that were read.\n")
    return "\n".join(out)
