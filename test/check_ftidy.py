#!/usr/bin/env python3
"""Proves test files of test/checks/ one by one, as lit does for all of them.

    check_ftidy.py BUILD SOURCE...             judge
    check_ftidy.py BUILD --bless SOURCE...     rewrite the goldens, print the difference

How a file says what it expects: harness/expectations.py. What is proved:
harness/case.py.
"""

import argparse
import sys
from pathlib import Path

from harness.buildtree import BuildTree
from harness.case import Case, is_golden


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build", help="the build tree")
    parser.add_argument("sources", nargs="+", type=Path, metavar="SOURCE")
    parser.add_argument("--bless", action="store_true", help="rewrite the goldens")
    parser.add_argument("--long", action="store_true", help="with every real header set")
    arguments = parser.parse_args()
    tree = BuildTree(arguments.build)
    failed = 0
    for source in arguments.sources:
        source = source.resolve()
        if is_golden(source):
            continue
        case = Case(tree, source, arguments.long)
        if arguments.bless:
            case.bless()
            continue
        outcome = case.run()
        failed += bool(outcome.problems)
        verdict = "FAIL" if outcome.problems else f"SKIP ({outcome.skipped})" if outcome.skipped else "PASS"
        print(f"{verdict}: {source.name}: {outcome.findings} findings, {outcome.fixed} fixed, "
              f"compiled in {outcome.combinations} combinations")
        for line in outcome.problems + outcome.notes:
            print("  " + line.replace("\n", "\n  "))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
