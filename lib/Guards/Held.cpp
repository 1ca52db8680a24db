//===-- Held.cpp - is a lock held around this place?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/Held.h"
#include "CApi/LockWords.h"
#include "CApi/Use.h"
#include "Roles/Roles.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringSet.h"
#include <map>

using namespace clang;

namespace ftidy::guards {

namespace {

class EventFinder {
public:
  struct Event {
    SourceLocation At;
    std::string Lock;
    bool Takes;
  };
  std::vector<Event> Events;
  std::vector<SourceRange> Guarded;
  llvm::StringSet<> Locals;

  EventFinder(const ASTContext &Context) : Context(Context) {}

  void look(const Stmt *Root) {
    syntax::forEachStmt(Root, [&](const Stmt *S) {
      if (const auto *Block = dyn_cast<CompoundStmt>(S)) {
        lookInto(*Block);
        return false;
      }
      if (const auto *Declares = dyn_cast<DeclStmt>(S)) {
        for (const Decl *D : Declares->decls())
          if (const auto *V = dyn_cast<VarDecl>(D))
            lookAt(*V);
      } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
        lookAt(*Call);
      }
      return true;
    });
  }

  void lookAt(const VarDecl &V) {
    if (V.isLocalVarDeclOrParm() && !V.isStaticLocal() && V.getIdentifier())
      Locals.insert(V.getName());
    const CXXRecordDecl *R = V.getType()->getAsCXXRecordDecl();
    if (R && R->getIdentifier() && BlockEnd.isValid() &&
        (capi::isGuardType(R->getName()) || givesBack(*R)))
      Guarded.push_back({V.getLocation(), BlockEnd});
  }

private:
  void lookInto(const CompoundStmt &Block) {
    const SourceLocation Outer = BlockEnd;
    BlockEnd = Block.getRBracLoc();
    for (const Stmt *S : Block.body())
      look(S);
    BlockEnd = Outer;
  }

  // A class of the project whose destructor gives a lock back.
  static bool givesBack(const CXXRecordDecl &R) {
    const FunctionDecl *End =
        R.hasDefinition() && !R.isInStdNamespace() ? R.getDestructor() : nullptr;
    if (!End || !End->getDefinition())
      return false;
    bool Gives = false;
    syntax::forEachStmt(End->getDefinition()->getBody(), [&](const Stmt *S) {
      const auto *Call = dyn_cast<CallExpr>(S);
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      if (Callee && Callee->getIdentifier() &&
          !Callee->getName().starts_with("PyGIL") &&
          !Callee->getName().contains("Recursive"))
        Gives |= capi::lockWord(Callee->getName()) == capi::LockWord::Give;
      return true;
    });
    return Gives;
  }

  void lookAt(const CallExpr &Call) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (!Callee || !Callee->getIdentifier())
      return;
    const auto Does = capi::lockWord(Callee->getName());
    if (!Does)
      return;
    const Expr *On = Call.getNumArgs() ? Call.getArg(0) : nullptr;
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call))
      On = Member->getImplicitObjectArgument();
    std::string Lock;
    if (On)
      Lock = capi::written(capi::strip(On), Context).ltrim('&').str();
    Events.push_back({Call.getBeginLoc(), Lock, *Does == capi::LockWord::Take});
  }

  const ASTContext &Context;
  SourceLocation BlockEnd;
};

} // namespace

const Held::Stretches &Held::stretchesOf(const FunctionDecl &F) {
  const auto [It, New] = Cache.try_emplace(&F);
  if (!New || !F.getBody())
    return It->second;
  const SourceManager &SM = Context.getSourceManager();
  EventFinder Found(Context);
  for (const ParmVarDecl *P : F.parameters())
    Found.lookAt(*P);
  Found.look(F.getBody());
  const SourceRange Body(SM.getFileLoc(F.getBody()->getBeginLoc()),
                         SM.getFileLoc(F.getBody()->getEndLoc()));
  const auto IsInBody = [&](SourceLocation L) {
    return SM.isBeforeInTranslationUnit(Body.getBegin(), L) &&
           SM.isBeforeInTranslationUnit(L, Body.getEnd());
  };
  for (const capi::LockMacro &M : Macros.locks())
    if (IsInBody(M.At))
      Found.Events.push_back({M.At, M.Lock, M.Takes});
  std::map<std::string, SourceRange> ByLock;
  Stretches Result;
  for (const auto &E : Found.Events) {
    SourceRange &R = ByLock[E.Lock];
    const SourceLocation At = SM.getFileLoc(E.At);
    if (E.Takes ? R.getBegin().isInvalid() ||
                      SM.isBeforeInTranslationUnit(At, R.getBegin())
                : R.getEnd().isInvalid() ||
                      SM.isBeforeInTranslationUnit(R.getEnd(), At))
      E.Takes ? R.setBegin(At) : R.setEnd(At);
  }
  for (const auto &[Lock, R] : ByLock)
    if (R.isValid())
      Result.push_back(R);
  for (const SourceRange R : Found.Guarded)
    Result.push_back({SM.getFileLoc(R.getBegin()), SM.getFileLoc(R.getEnd())});
  for (const capi::ScopeMacro &S : Macros.scopes()) {
    if (S.Kind != capi::ScopeKind::CriticalSection || !IsInBody(S.Begin) ||
        S.End.isInvalid())
      continue;
    const bool IsLocal = llvm::all_of(S.Args, [&](const std::string &Locked) {
      const StringRef Text = StringRef(Locked).trim("&() ");
      return Found.Locals.contains(
          Text.take_while([](char C) { return isalnum(C) || C == '_'; }));
    });
    if (!IsLocal)
      Result.push_back({S.Begin, S.End});
  }
  return Cache[&F] = std::move(Result);
}

bool Held::at(SourceLocation L, const FunctionDecl &F, unsigned Depth) {
  const SourceManager &SM = Context.getSourceManager();
  L = SM.getFileLoc(L);
  for (const SourceRange R : stretchesOf(F))
    if (!SM.isBeforeInTranslationUnit(L, R.getBegin()) &&
        SM.isBeforeInTranslationUnit(L, R.getEnd()))
      return true;
  return Depth < MaxDepth && onEntry(F, Depth);
}

bool Held::onEntry(const FunctionDecl &F, unsigned Depth) {
  // A function that calls itself proves nothing by it.
  const auto [It, New] = Entries.try_emplace(&F, false);
  if (!New)
    return It->second;
  const auto Callers = Known.callersOf(&F);
  const bool All = Callers && !Callers->empty() &&
                   llvm::all_of(*Callers, [&](const roles::Caller &C) {
                     return at(C.Call->getBeginLoc(), *C.Function, Depth + 1);
                   });
  return Entries[&F] = All;
}

} // namespace ftidy::guards
