//===-- MacroLog.cpp - what the preprocessor saw
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi/MacroLog.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/MacroArgs.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include <optional>

using namespace clang;
using namespace ftidy::capi;

namespace {

struct ScopeName {
  ScopeKind Kind;
  bool Begins;
};

// The public macros, their private and NO_BRACKETS forms and the wrappers of
// projects all keep these words in their names.
std::optional<ScopeName> scopeName(llvm::StringRef Name) {
  if (Name.contains("BEGIN_CRITICAL_SECTION"))
    return ScopeName{ScopeKind::CriticalSection, true};
  if (Name.contains("END_CRITICAL_SECTION"))
    return ScopeName{ScopeKind::CriticalSection, false};
  if (Name.contains("BEGIN_ALLOW_THREADS") || Name == "Py_UNBLOCK_THREADS")
    return ScopeName{ScopeKind::AllowThreads, true};
  if (Name.contains("END_ALLOW_THREADS") || Name == "Py_BLOCK_THREADS")
    return ScopeName{ScopeKind::AllowThreads, false};
  return std::nullopt;
}

} // namespace

class MacroLog::Recorder : public PPCallbacks {
public:
  Recorder(MacroLog &Log, const SourceManager &SM, Preprocessor &PP)
      : Log(Log), SM(SM), PP(PP) {}

  void MacroExpands(const Token &NameToken, const MacroDefinition &,
                    SourceRange, const MacroArgs *Args) override {
    const IdentifierInfo *Name = NameToken.getIdentifierInfo();
    if (const Fact *F = Log.Facts.lookup(Name))
      Log.Expanded[NameToken.getLocation().getRawEncoding()] = F;
    auto [It, New] = Scopes.try_emplace(Name);
    if (New)
      It->second = scopeName(Name->getName());
    if (It->second)
      noteScope(*It->second, Name->getName(), NameToken.getLocation(), Args);
  }

private:
  // A wrapper macro and the macro it expands to both arrive here. The
  // outermost one is written in the file and is the one that counts.
  void noteScope(ScopeName Scope, llvm::StringRef Name, SourceLocation L,
                 const MacroArgs *Args) {
    if (L.isMacroID() || SM.isInSystemHeader(L))
      return;
    if (!Scope.Begins) {
      for (size_t I = Log.OpenScopes.size(); I-- > 0;) {
        ScopeMacro &Open = Log.Scopes[Log.OpenScopes[I]];
        if (Open.Kind != Scope.Kind)
          continue;
        Open.End = L;
        Log.OpenScopes.erase(Log.OpenScopes.begin() + I);
        break;
      }
      return;
    }
    ScopeMacro Begun{Scope.Kind, Name, L, SourceLocation(), {}};
    for (unsigned I = 0, N = Args ? Args->getNumMacroArguments() : 0; I < N;
         ++I) {
      std::string Text;
      for (const Token *T = Args->getUnexpArgument(I); T->isNot(tok::eof);
           ++T) {
        if (T->hasLeadingSpace() && !Text.empty())
          Text += ' ';
        Text += PP.getSpelling(*T);
      }
      Begun.Args.push_back(std::move(Text));
    }
    Log.OpenScopes.push_back(Log.Scopes.size());
    Log.Scopes.push_back(std::move(Begun));
  }

  MacroLog &Log;
  const SourceManager &SM;
  Preprocessor &PP;
  llvm::DenseMap<const IdentifierInfo *, std::optional<ScopeName>> Scopes;
};

std::unique_ptr<PPCallbacks> MacroLog::callbacks(const SourceManager &SM,
                                                 Preprocessor &PP) {
  return std::make_unique<Recorder>(*this, SM, PP);
}
