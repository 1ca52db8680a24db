//===-- Availability.cpp - may fixed code use this name?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/Availability.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace ftidy::fix {

namespace {

class IncludeRecorder : public PPCallbacks {
public:
  IncludeRecorder(Includes &Into, const SourceManager &SM)
      : Into(Into), SM(SM) {}

  void InclusionDirective(SourceLocation Hash, const Token &, StringRef Name,
                          bool, CharSourceRange Range, OptionalFileEntryRef,
                          StringRef, StringRef, const clang::Module *, bool,
                          SrcMgr::CharacteristicKind) override {
    if (Name != "Python.h" || SM.getFileID(Hash) != SM.getMainFileID())
      return;
    const FileID Main = SM.getMainFileID();
    const llvm::StringRef Text = SM.getBufferData(Main);
    const size_t End = Text.find('\n', SM.getFileOffset(Range.getEnd()));
    if (End == llvm::StringRef::npos)
      return;
    Into.AfterPython = SM.getLocForStartOfFile(Main).getLocWithOffset(End + 1);
    if (auto Entry = SM.getFileEntryRefForID(Main)) {
      llvm::SmallString<128> Beside(
          llvm::sys::path::parent_path(Entry->getName()));
      llvm::sys::path::append(Beside, "pythoncapi_compat.h");
      Into.CompatBeside = llvm::sys::fs::exists(Beside);
    }
  }

private:
  Includes &Into;
  const SourceManager &SM;
};

// The value of a macro that is one number, or 0.
capi::Version macroVersion(Preprocessor &PP, StringRef Name) {
  const MacroInfo *M = PP.getMacroInfo(PP.getIdentifierInfo(Name));
  if (!M || M->getNumTokens() != 1)
    return 0;
  std::string Text = PP.getSpelling(M->getReplacementToken(0));
  StringRef Number(Text);
  uint64_t Value = 0;
  Number = Number.rtrim("uUlL");
  return Number.getAsInteger(0, Value) ? 0 : capi::Version(Value);
}

// CPython's PY_VERSION_HEX is an expression of two numbers.
capi::Version headersVersion(Preprocessor &PP) {
  if (const capi::Version Whole = macroVersion(PP, "PY_VERSION_HEX"))
    return Whole & 0xFFFF0000;
  return capi::version(macroVersion(PP, "PY_MAJOR_VERSION"),
                       macroVersion(PP, "PY_MINOR_VERSION"));
}

} // namespace

std::unique_ptr<PPCallbacks> Includes::callbacks(const SourceManager &SM) {
  return std::make_unique<IncludeRecorder>(*this, SM);
}

Availability::Availability(const Options &O, const Includes &I,
                           Preprocessor &PP)
    : I(I), CompatHeader(O.CompatHeader) {
  Oldest = O.MinPython ? O.MinPython : headersVersion(PP);
  if (PP.isMacroDefined("Py_LIMITED_API"))
    Limited = std::max(macroVersion(PP, "Py_LIMITED_API") & 0xFFFF0000,
                       capi::version(3, 2));
  HasCompat = PP.isMacroDefined("PYTHONCAPI_COMPAT");
}

Availability::Answer Availability::of(const capi::Fact &F) const {
  // The shims of pythoncapi_compat.h use more than the limited API.
  if (Limited)
    return F.LimitedSince && F.LimitedSince <= Limited ? Answer::Yes
                                                       : Answer::No;
  if (F.Since <= Oldest)
    return Answer::Yes;
  if (!F.InCompat || CompatHeader == Compat::None)
    return Answer::No;
  if (HasCompat)
    return Answer::Yes;
  const bool MayInsert =
      CompatHeader == Compat::PythoncapiCompat || I.CompatBeside;
  return MayInsert && I.AfterPython.isValid() ? Answer::WithInclude
                                              : Answer::No;
}

} // namespace ftidy::fix
