"""A small tree that keeps every house rule, and trees that break each rule.

A broken tree is KEPT with some files replaced. Texts that the rules would find
in this very file are put together from halves.
"""

SPDX = "// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception\n"

_PAGE = """# freethreading-lost-sock

Flags socks.

| default | fix | needs | since |
|---|---|---|---|
| on | safe | nothing | 0.1 |

## Why it is a hazard

## Example

## When it stays silent

## Fix safety

`no fix: the sock is gone`

## Known limits

## Options

## References
"""

KEPT = {
    "checks/Checks.def": SPDX + 'CHECK(LostSock, "freethreading-lost-sock", "0.1")\n',
    "checks/LostSock.cpp": SPDX + 'const char *Text = "\'%0\' loses a sock";\n',
    "checks/Check.cpp": SPDX + 'auto D = diag(L, "%0") << FixItHint();\n',
    "docs/checks/lost-sock.md": _PAGE,
    "test/checks/lost-sock/a.c": "a(); // warn: sock\nb(); // warn: sock // no fix: the sock is gone\n",
    "test/checks/lost-sock/a.fixed.c": "c(); // warn: sock\nb(); // warn: sock // no fix: the sock is gone\n",
    "test/checks/lost-sock/ok_b.c": "d();\n",
    "lib/FixIt/Reasons.def": SPDX + 'REASON(Gone, "the sock is gone")\n',
    "lib/FixIt/EditPlan.cpp": SPDX + '#include "CApi/Fact.h"\nauto T = Lexer::text(L);\n',
    "lib/CApi/CApi.def": SPDX + 'FACT("PyA_Get", 1)\nFACT("PyA_GetB", 1)\nFACT("Py_A", 1)\n',
    "lib/CApi/Fact.h": SPDX + "struct Fact;\n",
    "README.md": "The plugin is in lib/libftidy.so.\n",
}

BROKEN = {
    "list_of_checks": [
        {"checks/Checks.def": KEPT["checks/Checks.def"] * 2},
        {"checks/Checks.def": 'CHECK(LostSock, "freethreading-lost-sock", "0.1")\n'
                              'CHECK(BadSock, "freethreading-bad-sock", "0.1")\n'},
        {"checks/Checks.def": 'CHECK(Sock, "freethreading-lost-sock", "0.1")\n'},
        {"checks/Checks.def": 'CHECK(LostSock, "ft-lost-sock", "0.1")\n'},
    ],
    "checks_are_whole": [
        {"checks/Checks.def": 'CHECK(OtherSock, "freethreading-other-sock", "0.1")\n'},
        {"test/checks/lost-sock/a.c": "b(); // warn: sock\n", "test/checks/lost-sock/a.fixed.c": ""},
        {"test/checks/lost-sock/a.c": "b();\n", "test/checks/lost-sock/a.fixed.c": ""},
    ],
    "no_orphans": [
        {"checks/Stray.cpp": SPDX},
        {"docs/checks/stray.md": _PAGE},
        {"test/checks/stray/a.c": "a(); // warn: sock\n"},
        {"test/checks/lost-sock/b.review.c": "a();\n"},
    ],
    "pages_have_headings": [
        {"docs/checks/lost-sock.md": _PAGE.replace("## Example\n", "")},
        {"docs/checks/lost-sock.md": _PAGE.replace("## Options", "## Choices")},
        {"docs/checks/lost-sock.md": _PAGE.replace("freethreading-lost", "lost")},
        {"docs/checks/lost-sock.md": _PAGE.replace("| default |", "| state |")},
    ],
    "messages_keep_the_convention": [
        {"checks/LostSock.cpp": SPDX + 'const char *Text = "Loses a sock";\n'},
        {"checks/LostSock.cpp": SPDX + 'const char *Text = "loses "\n                   "a sock.";\n'},
        {"checks/LostSock.cpp": SPDX + 'const char *Text = "loses `the` sock";\n'},
        {"lib/FixIt/Reasons.def": SPDX + 'REASON(Gone, "The sock is gone")\n'},
    ],
    "api_names_are_facts": [
        {"checks/LostSock.cpp": SPDX + 'if (Name == "PySock_Get") return;\n'},
        {"lib/CApi/Use.cpp": SPDX + 'auto M = callExpr(callee(functionDecl(hasName("f"))));\n'},
    ],
    "rooms_keep_their_work": [
        {"checks/LostSock.cpp": SPDX + "auto T = Lexer::getSourceText(R, SM, LO);\n"},
        {"checks/LostSock.cpp": SPDX + "auto H = FixItHint::CreateRemoval(R);\n"},
        {"checks/LostSock.cpp": SPDX + 'diag(L, "loses a sock");\n'},
        {"lib/Roles/Roles.cpp": SPDX + "llvm::errs() << 1;\n"},
        {"lib/Roles/Roles.cpp": SPDX + "auto P = Context.getParents(*S);\n"},
    ],
    "rooms_ask_downwards": [
        {"lib/CApi/Fact.h": SPDX + '#include "Ownership/Ownership.h"\n'},
        {"lib/Roles/Roles.cpp": SPDX + '#include "checks/Check.h"\n'},
        {"lib/Session.cpp": SPDX + '#include "Check.h"\n'},
    ],
    "files_are_small": [
        {"checks/LostSock.cpp": SPDX + "int A;\n" * 250},
        {"lib/CApi/Fact.h": SPDX + "int A;\n" * 500},
    ],
    "facts_are_sorted": [
        {"lib/CApi/CApi.def": 'FACT("Py_A", 1)\nFACT("PyA_Get", 1)\n'},
        {"lib/CApi/CApi.def": 'FACT("PyA_Get", 1)\nFACT("PyA_Get", 1)\n'},
        {"lib/CApi/CApi.def": "\n"},
    ],
    "reasons_are_documented": [
        {"lib/FixIt/Reasons.def": 'REASON(Gone, "the sock was eaten")\n'},
        {"lib/FixIt/Reasons.def": "\n"},
    ],
    "reasons_are_tested": [
        {"lib/FixIt/Reasons.def": 'REASON(Gone, "the sock was eaten")\n'},
    ],
    "nothing_of_this_machine": [
        {"README.md": "See /ro" + "ot/sock.txt.\n"},
        {"README.md": "In `/ho" + "me/ann/src`.\n"},
        {"README.md": "From https://py" + "pi.org/project/sock.\n"},
    ],
    "text_is_tidy": [
        {"README.md": "A sock. \n"},
        {"README.md": "A sock."},
        {"README.md": "A sock.\n\n"},
        {"checks/LostSock.cpp": SPDX + "\tint A;\n"},
    ],
    "files_say_their_licence": [
        {"checks/LostSock.cpp": "int A;\n"},
        {"lib/CApi/Fact.h": "int A;\n"},
    ],
    "nouns_have_a_room": [
        {"lib/CApi/Utils.cpp": SPDX},
        {"lib/CApi/Fact.h": SPDX + "class FactManager {};\n"},
    ],
}
