//===-- MacroLog.cpp - what the preprocessor saw
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi/MacroLog.h"
#include "CApi/LockWords.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
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

  void FileChanged(SourceLocation, FileChangeReason,
                   SrcMgr::CharacteristicKind Kind, FileID) override {
    InSystemHeader = Kind != SrcMgr::C_User;
  }

  void MacroExpands(const Token &NameToken, const MacroDefinition &Macro,
                    SourceRange, const MacroArgs *Args) override {
    const IdentifierInfo *Name = NameToken.getIdentifierInfo();
    auto [It, New] = Meanings.try_emplace(Name);
    Meaning &Means = It->second;
    if (New)
      Means = {Log.Facts.lookup(Name), scopeName(Name->getName()),
               lockWord(Name->getName())};
    if (Means.F)
      Log.Expanded[NameToken.getLocation().getRawEncoding()] = {
          Means.F, Macro.getMacroInfo()};
    if (Means.Scope)
      noteScope(*Means.Scope, Name->getName(), NameToken.getLocation(),
                Macro.getMacroInfo(), Args);
    else if (Means.Lock)
      noteLock(*Means.Lock, Name->getName(), NameToken.getLocation(), Args);
  }

  void If(SourceLocation Loc, SourceRange Condition,
          ConditionValueKind) override {
    Conditionals.push_back({read(Condition), false, Loc, {}});
  }
  void Ifdef(SourceLocation Loc, const Token &Name,
             const MacroDefinition &) override {
    Conditionals.push_back(
        {{isGilDisabled(Name) ? Branch::Second : Branch::Neither, 0},
         false,
         Loc,
         {}});
  }
  void Ifndef(SourceLocation Loc, const Token &Name,
              const MacroDefinition &) override {
    Conditionals.push_back(
        {{isGilDisabled(Name) ? Branch::First : Branch::Neither, 0},
         false,
         Loc,
         {}});
  }
  void Else(SourceLocation Loc, SourceLocation) override {
    if (Conditionals.empty())
      return;
    end(Loc);
    Conditionals.back().InLast = true;
    Conditionals.back().Begin = Loc;
  }
  void Elif(SourceLocation Loc, SourceRange Condition, ConditionValueKind,
            SourceLocation) override {
    if (Conditionals.empty())
      return;
    end(Loc);
    // What the conditions before say of an #else holds for all that follows.
    Conditional &C = Conditionals.back();
    if (C.Says.Which == Branch::Second)
      C.Before.push_back(C.Says.Before);
    C.Says = read(Condition);
    C.Begin = Loc;
  }
  void Endif(SourceLocation Loc, SourceLocation) override {
    if (Conditionals.empty())
      return;
    end(Loc);
    Conditionals.pop_back();
  }

private:
  // Which branch of a conditional is for some Pythons only: those with a GIL, or
  // those before a version.
  enum class Branch : uint8_t { Neither, First, Second };
  struct Condition {
    Branch Which = Branch::Neither;
    Version Before = 0;
  };
  struct Conditional {
    Condition Says;
    bool InLast;
    SourceLocation Begin;
    llvm::SmallVector<Version, 2> Before; ///< of the branches that have passed
  };

  static bool isGilDisabled(const Token &Name) {
    const IdentifierInfo *I = Name.getIdentifierInfo();
    return I && I->getName() == "Py_GIL_DISABLED";
  }

  // Most conditions are of other headers and say nothing of Python.
  bool speaksOfPython(SourceRange Range) const {
    const auto [File, From] = SM.getDecomposedLoc(Range.getBegin());
    const auto [EndFile, To] = SM.getDecomposedLoc(Range.getEnd());
    if (!Range.getBegin().isFileID() || File != EndFile || To < From)
      return true;
    const llvm::StringRef Whole = SM.getBufferData(File);
    const llvm::StringRef Text = Whole.slice(From, Whole.find('\n', To));
    for (size_t At = Text.find('P'); At != llvm::StringRef::npos;
         At = Text.find('P', At + 1))
      if (Text.drop_front(At).starts_with_insensitive("PY_"))
        return true;
    return false;
  }

  Condition read(SourceRange Range) const {
    if (InSystemHeader || !speaksOfPython(Range))
      return {};
    std::string Text;
    for (char C : Lexer::getSourceText(CharSourceRange::getTokenRange(Range),
                                       SM, PP.getLangOpts()))
      if (!isspace(static_cast<unsigned char>(C)))
        Text += C;
    return whichBranch(std::move(Text));
  }

  // The condition comes without white space.
  static Condition whichBranch(std::string Text) {
    if (llvm::StringRef(Text).contains("||") ||
        llvm::StringRef(Text).contains("!("))
      return {};
    llvm::erase_if(Text, [](char C) { return C == '(' || C == ')'; });
    const llvm::StringRef Says = Text;
    auto number = [&](size_t At) -> Version {
      llvm::StringRef Number = Says.drop_front(At).ltrim('=');
      Version Value = 0;
      return Number.consumeInteger(0, Value) ? 0 : Value;
    };
    if (Says.contains("!definedPy_GIL_DISABLED"))
      return {Branch::First, 0};
    const size_t Less = Says.find("PY_VERSION_HEX<");
    if (Less != llvm::StringRef::npos)
      if (const Version V = number(Less + 15))
        return {Branch::First, V};
    constexpr llvm::StringLiteral Major = "PY_MAJOR_VERSION";
    for (const char *Two : {"<3", "<=2", "==2"})
      if (Says.contains((Major + Two).str()))
        return {Branch::First, version(3, 0)};
    if (Says.contains("&&"))
      return {};
    for (const char *Three : {">=3", ">2", "==3"})
      if (Says == (Major + Three).str())
        return {Branch::Second, version(3, 0)};
    if (Says == "definedPy_GIL_DISABLED" || Says == "Py_GIL_DISABLED")
      return {Branch::Second, 0};
    const size_t More = Says.find("PY_VERSION_HEX>");
    if (More != llvm::StringRef::npos)
      if (const Version V = number(More + 15))
        return {Branch::Second, V};
    return {};
  }

  void end(SourceLocation Loc) {
    const Conditional &C = Conditionals.back();
    if (InSystemHeader)
      return;
    const bool Limits =
        C.Says.Which == (C.InLast ? Branch::Second : Branch::First);
    if (!Limits && C.Before.empty())
      return;
    std::vector<Limited> &Here = Log.Branches[SM.getFileID(Loc)];
    const unsigned Begin = SM.getFileOffset(C.Begin), End = SM.getFileOffset(Loc);
    if (Limits)
      Here.push_back({Begin, End, C.Says.Before});
    for (Version Before : C.Before)
      Here.push_back({Begin, End, Before});
  }

  // A wrapper macro and the macro it expands to both arrive here. The
  // outermost one is written in the file and is the one that counts; where its
  // name says nothing, what is inside it speaks for it.
  void noteScope(ScopeName Scope, llvm::StringRef Name, SourceLocation L,
                 const MacroInfo *Macro, const MacroArgs *Args) {
    const SourceLocation Inside = L;
    while (L.isMacroID()) {
      L = SM.getImmediateExpansionRange(L).getBegin();
      if (L == Noted)
        return;
    }
    Noted = Inside;
    if (Inside.isMacroID())
      Name = llvm::StringRef(
          SM.getCharacterData(L),
          Lexer::MeasureTokenLength(L, SM, PP.getLangOpts()));
    if (SM.isInSystemHeader(L))
      return;
    if (!Scope.Begins) {
      for (size_t I = Log.OpenScopes.size(); I-- > 0;) {
        ScopeMacro &Open = Log.Scopes[Log.OpenScopes[I]];
        if (Open.Kind != Scope.Kind)
          continue;
        Open.End = L;
        // All in one macro: what lies in its arguments is inside.
        if (Open.Begin == L && Inside.isMacroID())
          Open.End = SM.getExpansionRange(Inside).getEnd();
        Log.OpenScopes.erase(Log.OpenScopes.begin() + I);
        break;
      }
      return;
    }
    ScopeMacro Begun{Scope.Kind, Name, L, SourceLocation(), {}, false};
    Begun.Opens = bracesOpenedBy(Macro) > 0;
    for (unsigned I = 0, N = Args ? Args->getNumMacroArguments() : 0; I < N;
         ++I)
      Begun.Args.push_back(textOf(*Args, I));
    Log.OpenScopes.push_back(Log.Scopes.size());
    Log.Scopes.push_back(std::move(Begun));
  }

  void noteLock(LockWord Word, llvm::StringRef Name, SourceLocation L,
                const MacroArgs *Args) {
    if (L.isMacroID() || SM.isInSystemHeader(L))
      return;
    std::string Lock;
    if (Args && Args->getNumMacroArguments())
      Lock = llvm::StringRef(textOf(*Args, 0)).ltrim('&').str();
    if (Lock.empty())
      Lock = withoutLockWord(Name);
    Log.Locks.push_back({L, std::move(Lock), Word == LockWord::Take});
  }

  // An argument as it was written.
  std::string textOf(const MacroArgs &Args, unsigned I) {
    std::string Text;
    for (const Token *T = Args.getUnexpArgument(I); T->isNot(tok::eof); ++T) {
      if (T->hasLeadingSpace() && !Text.empty())
        Text += ' ';
      Text += PP.getSpelling(*T);
    }
    return Text;
  }

  // How many braces more than it closes the body of a macro opens.
  int bracesOpenedBy(const MacroInfo *Macro, unsigned Depth = 0) const {
    constexpr unsigned MaxDepth = 4;
    int Result = 0;
    if (!Macro || Depth > MaxDepth)
      return 0;
    for (const Token &T : Macro->tokens()) {
      if (T.is(tok::l_brace))
        ++Result;
      else if (T.is(tok::r_brace))
        --Result;
      else if (const IdentifierInfo *Inner = T.getIdentifierInfo();
               Inner && Inner->hasMacroDefinition())
        Result += bracesOpenedBy(PP.getMacroInfo(Inner), Depth + 1);
    }
    return Result;
  }

  /// What the name of a macro says.
  struct Meaning {
    const Fact *F = nullptr;
    std::optional<ScopeName> Scope;
    std::optional<LockWord> Lock;
  };
  MacroLog &Log;
  const SourceManager &SM;
  Preprocessor &PP;
  /// Where the last scope macro was expanded.
  SourceLocation Noted;
  llvm::DenseMap<const IdentifierInfo *, Meaning> Meanings;
  llvm::SmallVector<Conditional, 8> Conditionals;
  bool InSystemHeader = false; ///< whether the file that is read is one
};

const Fact *MacroLog::withArgumentAt(SourceLocation L,
                                     const SourceManager &SM) const {
  while (L.isMacroID()) {
    if (SM.isMacroArgExpansion(L)) {
      // From the place of the parameter in the body to the macro itself.
      SourceLocation Body = SM.getImmediateExpansionRange(L).getBegin();
      while (Body.isMacroID()) {
        Body = SM.isMacroArgExpansion(Body)
                   ? SM.getImmediateSpellingLoc(Body)
                   : SM.getImmediateExpansionRange(Body).getBegin();
        if (const Fact *F = expandedAt(Body))
          return F;
      }
      L = SM.getImmediateSpellingLoc(L);
    } else {
      L = SM.getImmediateExpansionRange(L).getBegin();
    }
  }
  return nullptr;
}

// Versions before 3.13 have no build without the GIL.
bool MacroLog::isGilOnly(SourceLocation L, const SourceManager &SM) const {
  return isOlderThan(version(3, 13), L, SM);
}

bool MacroLog::isOlderThan(Version V, SourceLocation L,
                           const SourceManager &SM) const {
  const auto [File, Offset] = SM.getDecomposedLoc(SM.getFileLoc(L));
  const auto Here = Branches.find(File);
  return Here != Branches.end() &&
         llvm::any_of(Here->second, [&, At = Offset](const Limited &B) {
           return B.Before <= V + 0xFF && B.Begin < At && At < B.End;
         });
}

bool MacroLog::isNeverFor(Version Oldest, SourceLocation L,
                          const SourceManager &SM) const {
  const auto [File, Offset] = SM.getDecomposedLoc(SM.getFileLoc(L));
  const auto Here = Branches.find(File);
  return Here != Branches.end() &&
         llvm::any_of(Here->second, [&, At = Offset](const Limited &B) {
           return B.Before && B.Before <= Oldest && B.Begin < At && At < B.End;
         });
}

std::unique_ptr<PPCallbacks> MacroLog::callbacks(const SourceManager &SM,
                                                 Preprocessor &PP) {
  return std::make_unique<Recorder>(*this, SM, PP);
}
