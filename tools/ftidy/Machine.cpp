//===-- Machine.cpp - findings for other programs
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// SARIF has what clang's own writer for it leaves out: fixes, the help of the
// rules, and fingerprints. Columns of SARIF count code points.
//
//===----------------------------------------------------------------------===//

#include "Pages.h"
#include "Show.h"
#include "llvm/Support/JSON.h"

using namespace llvm;

namespace ftidy::command {

static std::string utf8(StringRef Text) { return json::fixUTF8(Text); }

void showJson(const Report &R, Sources &From, raw_ostream &OS) {
  const std::vector<std::string> Names = identities(R, From);
  json::OStream J(OS, 1);
  const auto At = [&](const Place &P) {
    J.attribute("file", utf8(shown(P.File)));
    J.attribute("line", P.Line);
    J.attribute("column", P.Column);
  };
  J.object([&] {
    J.attribute("version", 1);
    J.attributeObject("summary", [&] {
      J.attribute("files", R.Files);
      J.attribute("notAnalysed", static_cast<int64_t>(R.NotAnalysed.size()));
      J.attribute("findings", static_cast<int64_t>(R.Findings.size()));
      J.attribute("safe", R.count(Cure::Safe));
      J.attribute("review", R.count(Cure::Review));
      J.attribute("person", R.count(Cure::Person));
      J.attribute("silenced", R.Silenced);
      J.attribute("inBaseline", R.InBaseline);
    });
    J.attributeArray("findings", [&] {
      for (size_t I = 0; I < R.Findings.size(); ++I) {
        const Finding &F = R.Findings[I];
        J.object([&] {
          J.attribute("check", F.Check);
          J.attribute("message", utf8(F.Message));
          At(F.At);
          J.attribute("fix", nameOf(F.C));
          if (!F.Reason.empty())
            J.attribute("reason", utf8(F.Reason));
          if (F.In != Builds::Any)
            J.attribute("build", nameOf(F.In));
          J.attribute("fingerprint", Names[I]);
          J.attributeArray("notes", [&] {
            for (const Note &N : F.Notes)
              J.object([&] {
                At(N.At.File.empty() ? F.At : N.At);
                J.attribute("message", utf8(N.Message));
              });
          });
          J.attributeArray("edits", [&] {
            for (const Edit &E : F.Edits)
              J.object([&] {
                J.attribute("offset", E.Offset);
                J.attribute("length", E.Length);
                J.attribute("text", utf8(E.Text));
              });
          });
        });
      }
    });
    J.attributeArray("notAnalysed", [&] {
      for (const Report::Failure &F : R.NotAnalysed)
        J.object([&] {
          J.attribute("file", utf8(shown(F.File)));
          J.attribute("why", utf8(F.Why));
        });
    });
    J.attributeArray("said", [&] {
      for (const std::string &Sentence : R.Said)
        J.value(utf8(Sentence));
    });
  });
  OS << "\n";
}

namespace {

// Writes one SARIF log.
class Sarif {
public:
  Sarif(const Report &R, Sources &From, raw_ostream &OS)
      : R(R), From(From), J(OS, 1) {}

  void write() {
    J.object([&] {
      J.attribute("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
      J.attribute("version", "2.1.0");
      J.attributeArray("runs", [&] { J.object([&] { run(); }); });
    });
  }

private:
  void run() {
    J.attributeObject("tool", [&] {
      J.attributeObject("driver", [&] {
        J.attribute("name", "ftidy");
        J.attribute("version", FTIDY_VERSION);
        J.attributeArray("rules", [&] {
          for (const std::string &Check : Settings::allChecks())
            rule(Check);
        });
      });
    });
    J.attribute("columnKind", "unicodeCodePoints");
    J.attributeArray("invocations", [&] {
      J.object([&] {
        J.attribute("executionSuccessful", R.NotAnalysed.empty());
        J.attribute("exitCode", R.exitCode());
        J.attributeArray("toolExecutionNotifications", [&] {
          for (const Report::Failure &F : R.NotAnalysed)
            J.object([&] {
              J.attribute("level", "error");
              text("message", "not analysed: " + F.Why);
              J.attributeArray("locations", [&] {
                J.object([&] {
                  J.attributeObject("physicalLocation",
                                    [&] { artifact(F.File); });
                });
              });
            });
        });
      });
    });
    const std::vector<std::string> Names = identities(R, From);
    J.attributeArray("results", [&] {
      for (size_t I = 0; I < R.Findings.size(); ++I)
        J.object([&] { result(R.Findings[I], Names[I]); });
    });
  }

  void text(StringRef Key, StringRef Text) {
    J.attributeObject(Key, [&] { J.attribute("text", utf8(Text)); });
  }

  void rule(const std::string &Check) {
    const Page P = Page::of(Check);
    J.object([&] {
      J.attribute("id", Check);
      const StringRef Summary = P.summary();
      text("shortDescription", Summary.empty() ? Check : Summary);
      if (const StringRef Why = P.section("Why it is a hazard"); !Why.empty())
        text("fullDescription", Why);
      J.attributeObject("help", [&] {
        J.attribute("text", utf8(P.Text.empty() ? Check : P.Text));
        J.attribute("markdown", utf8(P.Text.empty() ? Check : P.Text));
      });
      J.attributeObject("defaultConfiguration",
                        [&] { J.attribute("level", "warning"); });
      J.attributeObject("properties", [&] {
        J.attributeArray("tags", [&] { J.value("free-threading"); });
        J.attribute("precision", "high");
      });
    });
  }

  void artifact(StringRef File) {
    J.attributeObject("artifactLocation", [&] {
      std::string Uri;
      raw_string_ostream OS(Uri);
      const std::string Name = portable(File);
      if (StringRef(Name).starts_with("/"))
        OS << "file://";
      for (const char C : Name) {
        const unsigned char U = C;
        if (isalnum(U) || StringRef("/-._~").contains(C))
          OS << C;
        else
          OS << '%' << "0123456789ABCDEF"[U >> 4] << "0123456789ABCDEF"[U & 15];
      }
      OS.flush();
      J.attribute("uri", Uri);
    });
  }

  // Line and column of an offset, in code points.
  std::pair<unsigned, unsigned> at(StringRef File, unsigned Offset) {
    const StringRef Before = StringRef(From.text(File)).take_front(Offset);
    const StringRef Line = Before.drop_front(Before.rfind('\n') + 1);
    return {Before.count('\n') + 1,
            count_if(Line, [](char C) { return (C & 0xC0) != 0x80; }) + 1};
  }

  void region(StringRef Key, StringRef File, unsigned Begin, unsigned End) {
    J.attributeObject(Key, [&] {
      const auto [Line, Column] = at(File, Begin);
      J.attribute("startLine", Line);
      J.attribute("startColumn", Column);
      if (End != ~0u) {
        const auto [LastLine, LastColumn] = at(File, End);
        J.attribute("endLine", LastLine);
        J.attribute("endColumn", LastColumn);
      }
    });
  }

  void location(const Place &P, StringRef Message) {
    J.object([&] {
      J.attributeObject("physicalLocation", [&] {
        artifact(P.File);
        region("region", P.File, P.Offset, ~0u);
      });
      if (!Message.empty())
        text("message", Message);
    });
  }

  void result(const Finding &F, const std::string &Name) {
    J.attribute("ruleId", F.Check);
    J.attribute("ruleIndex",
                static_cast<int64_t>(find(Settings::allChecks(), F.Check) -
                                     Settings::allChecks().begin()));
    J.attribute("level", "warning");
    text("message", F.Message);
    J.attributeArray("locations", [&] { location(F.At, ""); });
    J.attributeObject("partialFingerprints",
                      [&] { J.attribute("ftidy/v1", Name); });
    J.attributeArray("relatedLocations", [&] {
      for (const Note &N : F.Notes)
        location(N.At.File.empty() ? F.At : N.At, N.Message);
    });
    if (!F.Edits.empty())
      J.attributeArray("fixes", [&] {
        J.object([&] {
          text("description", F.C == Cure::Safe ? "the fix that is proved"
                                                : "needs review: " + F.Reason);
          J.attributeArray("artifactChanges", [&] {
            J.object([&] {
              artifact(F.At.File);
              J.attributeArray("replacements", [&] {
                for (const Edit &E : F.Edits)
                  J.object([&] {
                    region("deletedRegion", F.At.File, E.Offset,
                           E.Offset + E.Length);
                    if (!E.Text.empty())
                      text("insertedContent", E.Text);
                  });
              });
            });
          });
        });
      });
    J.attributeObject("properties", [&] {
      J.attribute("fix", nameOf(F.C));
      if (!F.Reason.empty())
        J.attribute("reason", utf8(F.Reason));
      if (F.In != Builds::Any)
        J.attribute("build", nameOf(F.In));
    });
  }

  const Report &R;
  Sources &From;
  json::OStream J;
};

} // namespace

void showSarif(const Report &R, Sources &From, raw_ostream &OS) {
  Sarif(R, From, OS).write();
  OS << "\n";
}

// The workflow commands of GitHub have an escape of their own.
static std::string escaped(StringRef Text, bool Property) {
  std::string Out;
  for (const char C : Text)
    switch (C) {
    case '%':
      Out += "%25";
      break;
    case '\r':
      Out += "%0D";
      break;
    case '\n':
      Out += "%0A";
      break;
    case ':':
      Out += Property ? "%3A" : ":";
      break;
    case ',':
      Out += Property ? "%2C" : ",";
      break;
    default:
      Out += C;
    }
  return Out;
}

void showGithub(const Report &R, raw_ostream &OS) {
  for (const Finding &F : R.Findings) {
    std::string Text = F.Message;
    for (const Note &N : F.Notes)
      Text += "\nline " + std::to_string(N.At.Line) + ": " + N.Message;
    if (!F.Edits.empty())
      Text += F.C == Cure::Safe ? "\n'ftidy fix' rewrites this"
                                : "\n'ftidy fix --review' rewrites this";
    OS << "::warning file=" << escaped(portable(F.At.File), true)
       << ",line=" << F.At.Line << ",col=" << F.At.Column
       << ",title=" << escaped(F.Check, true) << "::" << escaped(Text, false)
       << "\n";
  }
  for (const Report::Failure &F : R.NotAnalysed)
    OS << "::error file=" << escaped(portable(F.File), true)
       << ",title=not analysed::" << escaped(F.Why, false) << "\n";
}

void showGitlab(const Report &R, Sources &From, raw_ostream &OS) {
  const std::vector<std::string> Names = identities(R, From);
  json::OStream J(OS, 1);
  const auto Entry = [&](StringRef Check, StringRef Text, StringRef Name,
                         StringRef Severity, StringRef File, unsigned Line) {
    J.object([&] {
      J.attribute("description", utf8(Text));
      J.attribute("check_name", Check);
      J.attribute("fingerprint", Name);
      J.attribute("severity", Severity);
      J.attributeObject("location", [&] {
        J.attribute("path", utf8(portable(File)));
        J.attributeObject("lines", [&] { J.attribute("begin", Line); });
      });
    });
  };
  J.array([&] {
    for (size_t I = 0; I < R.Findings.size(); ++I) {
      const Finding &F = R.Findings[I];
      Entry(F.Check, F.Message, Names[I], "major", F.At.File, F.At.Line);
    }
    for (const Report::Failure &F : R.NotAnalysed)
      Entry("not-analysed", F.Why, "not-analysed:" + portable(F.File),
            "critical", F.File, 1);
  });
  OS << "\n";
}

} // namespace ftidy::command
