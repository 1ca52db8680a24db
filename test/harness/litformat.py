"""lit's view of test/checks: each source file there is one test, no RUN line."""

from pathlib import Path

import lit.formats
import lit.Test

from .buildtree import BuildTree
from .case import Case, is_golden
from .headers import real_headers


class CheckFormat(lit.formats.FileBasedTest):
    def __init__(self, build, long):
        self.build, self.long = build, long

    def getTestsForPath(self, testSuite, path_in_suite, litConfig, localConfig):
        if not is_golden(Path(path_in_suite[-1])):
            yield from super().getTestsForPath(testSuite, path_in_suite, litConfig, localConfig)

    def execute(self, test, litConfig):
        source = Path(test.getSourcePath())
        outcome = Case(BuildTree(self.build), source, self.long).run()
        if outcome.skipped:
            return lit.Test.Result(lit.Test.UNSUPPORTED, outcome.skipped)
        code = lit.Test.FAIL if outcome.problems else lit.Test.PASS
        result = lit.Test.Result(code, "\n".join(outcome.problems + outcome.notes))
        for name in ("findings", "fixed", "combinations"):
            result.addMetric(name, lit.Test.IntMetricValue(getattr(outcome, name)))
        without = bool(outcome.combinations and not real_headers())
        result.addMetric("not_compiled_with_real_headers", lit.Test.IntMetricValue(int(without)))
        return result
