#!/usr/bin/env python3
"""Checks the reports of one project: JSON, SARIF, GitLab and HTML.

    forms.py PROJECT JSON SARIF GITLAB HTML

SARIF is validated against the schema of 2.1.0 where FTIDY_SARIF_SCHEMA names
it and jsonschema can be imported; what consumers rely on is checked always.
"""

import json
import os
import sys
from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "link", "br", "hr", "img", "input"}


def apply_sarif(project, fix):
    """The text after the fix, by lines and columns that count code points."""
    change, = fix["artifactChanges"]
    path = project / change["artifactLocation"]["uri"].replace("%20", " ").replace("%2C", ",").replace("%25", "%")
    lines = path.read_text().splitlines(keepends=True)

    def offset(line, column):
        return sum(map(len, lines[: line - 1])) + column - 1

    text = "".join(lines)
    for edit in sorted(change["replacements"], key=lambda e: -e["deletedRegion"]["startLine"] * 10000
                       - e["deletedRegion"]["startColumn"]):
        region = edit["deletedRegion"]
        begin = offset(region["startLine"], region["startColumn"])
        end = offset(region["endLine"], region["endColumn"])
        text = text[:begin] + edit.get("insertedContent", {}).get("text", "") + text[end:]
    return text


def check_sarif(project, log):
    schema = os.environ.get("FTIDY_SARIF_SCHEMA")
    if schema:
        import jsonschema
        jsonschema.validate(log, json.loads(Path(schema).read_text()))
    run, = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    result, = run["results"]
    rule = rules[result["ruleIndex"]]
    assert log["version"] == "2.1.0" and rule["id"] == result["ruleId"]
    assert "## Why it is a hazard" in rule["help"]["markdown"] and rule["shortDescription"]["text"]
    assert len(result["partialFingerprints"]["ftidy/v1"]) == 32
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "src/first%2C%20100%25.c", place
    assert (place["region"]["startLine"], place["region"]["startColumn"]) == (4, 20), place
    fixed = apply_sarif(project, result["fixes"][0])
    assert "PyList_GetItemRef(list, 0)" in fixed and "INCREF" not in fixed, fixed
    invocation, = run["invocations"]
    assert invocation["executionSuccessful"] is False and invocation["exitCode"] == 2
    said, = invocation["toolExecutionNotifications"]
    assert "not_there.h" in said["message"]["text"]


class Page(HTMLParser):
    """Open and closed elements, ids, and what would be fetched."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.targets, self.fetched = [], [], [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [attrs["id"]] if "id" in attrs else []
        if attrs.get("href", "").startswith("#"):
            self.targets.append(attrs["href"][1:])
        self.fetched += [v for k, v in attrs.items() if k in ("src", "href") and not v.startswith("#")]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag


def check_html(text):
    page = Page()
    page.feed(text)
    assert not page.open and not page.fetched, (page.open, page.fetched)
    assert len(set(page.ids)) == len(page.ids) and set(page.targets) <= set(page.ids)
    assert "prefers-color-scheme: dark" in text and "<script" not in text
    assert "/* ümlaut &lt;&amp;&gt; */" in text
    assert "<details open" in text and "not_there.h" in text


def main():
    project, *files = map(Path, sys.argv[1:])
    report, sarif, gitlab = (json.loads(f.read_text()) for f in files[:3])
    finding, = report["findings"]
    assert report["summary"]["notAnalysed"] == 1 and report["summary"]["safe"] == 1, report["summary"]
    assert finding["file"] == "src/first, 100%.c" and finding["fix"] == "safe" and finding["edits"]
    assert report["notAnalysed"][0]["file"] == "src/broken.c"
    check_sarif(project, sarif)
    assert sarif["runs"][0]["results"][0]["partialFingerprints"]["ftidy/v1"] == finding["fingerprint"]
    first, failed = gitlab
    assert first["fingerprint"] == finding["fingerprint"] and first["severity"] == "major"
    assert first["location"] == {"path": "src/first, 100%.c", "lines": {"begin": 4}}
    assert failed["check_name"] == "not-analysed"
    check_html(files[3].read_text())


if __name__ == "__main__":
    main()
