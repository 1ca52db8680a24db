//===-- Settings.cpp - what the user asked for
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Settings.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

using namespace llvm;

namespace ftidy::command {

static Error wrong(const Twine &Sentence) {
  return createStringError(inconvertibleErrorCode(), Sentence);
}

const std::vector<std::string> &Settings::allChecks() {
  static const std::vector<std::string> Names = {
#define CHECK(CLASS, NAME, SINCE) NAME,
#include "checks/Checks.def"
#undef CHECK
  };
  return Names;
}

Expected<std::string> Settings::checkName(StringRef Given) {
  constexpr StringRef Prefix = "freethreading-";
  const std::string Full =
      Given.starts_with(Prefix) ? Given.str() : (Prefix + Given).str();
  if (is_contained(allChecks(), Full))
    return Full;
  std::string Nearest;
  unsigned Distance = Full.size();
  for (const std::string &Name : allChecks())
    if (const unsigned D = StringRef(Name).edit_distance(Full); D < Distance)
      Distance = D, Nearest = Name;
  return wrong("there is no check '" + Given + "'" +
               (Nearest.empty() ? "" : "; did you mean '" + Nearest + "'?"));
}

std::string Settings::checkGlobs() const {
  std::string Globs;
  if (!Checks.empty())
    Globs = "-*," + join(Checks, ",");
  for (const std::string &Name : Disabled)
    Globs += (Globs.empty() ? "-" : ",-") + Name;
  return Globs;
}

namespace {

// Reads one table; every mistake is one sentence that names file and key.
class Table {
public:
  Table(const toml::table &T, std::string Where)
      : T(T), Where(std::move(Where)) {}

  Error text(StringRef Key, std::string &Into, bool Open) {
    const toml::node *N = take(Key);
    if (!N)
      return Error::success();
    const auto *S = N->as_string();
    if (!S)
      return bad(Key, "a string");
    if (Open)
      Into = S->get();
    return Error::success();
  }

  Error texts(StringRef Key, std::vector<std::string> &Into) {
    const toml::node *N = take(Key);
    if (!N)
      return Error::success();
    const auto *A = N->as_array();
    if (!A)
      return bad(Key, "a list of strings");
    for (const toml::node &Item : *A) {
      const auto *S = Item.as_string();
      if (!S)
        return bad(Key, "a list of strings");
      Into.push_back(S->get());
    }
    return Error::success();
  }

  Error options(std::vector<std::pair<std::string, std::string>> &Into) {
    const toml::node *N = take("options");
    if (!N)
      return Error::success();
    const toml::table *Options = N->as_table();
    if (!Options)
      return bad("options", "a table");
    for (const auto &[Key, Value] : *Options) {
      std::string Text;
      if (const auto *S = Value.as_string())
        Text = S->get();
      else if (const auto *B = Value.as_boolean())
        Text = B->get() ? "true" : "false";
      else if (const auto *I = Value.as_integer())
        Text = std::to_string(I->get());
      else
        return bad("options." + std::string(Key.str()), "a string");
      const std::string Name(Key.str());
      if (none_of(Into, [&](const auto &O) { return O.first == Name; }))
        Into.emplace_back(Name, Text);
    }
    return Error::success();
  }

  // After all others: a key that nobody asked for is a mistake.
  Error rest() const {
    for (const auto &[Key, Value] : T)
      if (!is_contained(Taken, std::string(Key.str())))
        return wrong(Where + ": [tool.ftidy] has no key '" +
                     std::string(Key.str()) + "'");
    return Error::success();
  }

  Error bad(StringRef Key, StringRef Wanted) const {
    return wrong(Where + ": '" + Key + "' of [tool.ftidy] must be " + Wanted);
  }

private:
  const toml::node *take(StringRef Key) {
    Taken.push_back(Key.str());
    return T.get(Key.str());
  }

  const toml::table &T;
  std::string Where;
  std::vector<std::string> Taken;
};

} // namespace

static Error readTable(const toml::table &Of, const std::string &File,
                       Settings &Into) {
  Table T(Of, File);
  const StringRef Folder = sys::path::parent_path(File);
  // A path is relative to the file that names it.
  const auto Beside = [&](std::string &Path, bool Open) {
    if (Open && !Path.empty() && sys::path::is_relative(Path))
      Path = (Folder + "/" + Path).str();
  };
  const bool Baseline = Into.Baseline.empty(), Database = Into.Database.empty();
  std::string Gil;
  std::vector<std::string> Disabled;
  if (Error E = T.text("python", Into.Python, Into.Python.empty()))
    return E;
  if (StringRef(Into.Python).contains('/'))
    Beside(Into.Python, true);
  if (Error E = T.text("baseline", Into.Baseline, Baseline))
    return E;
  Beside(Into.Baseline, Baseline);
  if (Error E = T.text("compile-commands", Into.Database, Database))
    return E;
  Beside(Into.Database, Database);
  if (Error E = T.text("gil-mode", Gil, true))
    return E;
  if (!Gil.empty() && Gil != "both" && Gil != "free" && Gil != "gil")
    return T.bad("gil-mode", "'both', 'free' or 'gil'");
  if (Into.Gil == GilMode::Both && !Gil.empty())
    Into.Gil = Gil == "free"  ? GilMode::Free
               : Gil == "gil" ? GilMode::Gil
                              : GilMode::Both;
  std::vector<std::string> Exclude;
  if (Error E = T.texts("exclude", Exclude))
    return E;
  for (std::string &Pattern : Exclude) {
    Beside(Pattern, StringRef(Pattern).contains('/'));
    Into.Exclude.push_back(std::move(Pattern));
  }
  if (Error E = T.texts("extra-args", Into.ExtraArgs))
    return E;
  if (Error E = T.texts("disable", Disabled))
    return E;
  for (const std::string &Given : Disabled) {
    Expected<std::string> Name = Settings::checkName(Given);
    if (!Name)
      return wrong(File + ": " + toString(Name.takeError()));
    Into.Disabled.push_back(*Name);
  }
  if (Error E = T.options(Into.Options))
    return E;
  for (auto &[Key, Value] : Into.Options)
    if (Key == "FactsFile")
      Beside(Value, true);
  return T.rest();
}

Error Settings::readProject(StringRef Folder) {
  for (; !Folder.empty(); Folder = sys::path::parent_path(Folder)) {
    SmallString<256> File(Folder);
    sys::path::append(File, "pyproject.toml");
    ErrorOr<std::unique_ptr<MemoryBuffer>> B = MemoryBuffer::getFile(File);
    if (!B)
      continue;
    const toml::parse_result R =
        toml::parse(std::string_view((*B)->getBuffer()), std::string(File));
    if (!R)
      return wrong(
          File + ":" + Twine(R.error().source().begin.line) +
          ": this is no TOML: " + std::string(R.error().description()));
    const toml::table *Ours = R.table()["tool"]["ftidy"].as_table();
    if (Ours)
      return readTable(*Ours, std::string(File), *this);
    if (R.table()["tool"]["ftidy"])
      return wrong(File + ": tool.ftidy must be a table");
    return Error::success();
  }
  return Error::success();
}

} // namespace ftidy::command
