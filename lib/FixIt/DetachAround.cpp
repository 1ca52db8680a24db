//===-- DetachAround.cpp - wait while detached
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/DetachAround.h"
#include "CApi/MacroLog.h"
#include "CApi/Use.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include "Guards/Effects.h"
#include "Guards/Guards.h"
#include "Guards/Locks.h"
#include "Guards/Sections.h"
#include "Roles/Bindings.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

namespace {

class Detaching {
public:
  Detaching(Function &F, Session &S, const Stmt *At, bool ThrowsNothing)
      : F(F), S(S), At(At), ThrowsNothing(ThrowsNothing),
        Text(S.context(), S.context().getSourceManager().getFileLoc(
                              At->getBeginLoc())),
        Tree(F.decl().getBody()) {}

  EditPlan plan() {
    if (!Text.isWritable())
      return EditPlan::refuse(Reason::ReadOnly);
    if (Text.isHeader(S.origins()))
      return EditPlan::refuse(Reason::InHeader);
    if (At->getBeginLoc().isMacroID() || At->getEndLoc().isMacroID())
      return EditPlan::refuse(Reason::HiddenByMacro);
    if (isInside())
      return EditPlan::refuse(Reason::HoldsLock);
    const Stmt *Statement = Tree.statementOf(At);
    if (!Statement || !Tree.standsInCompound(Statement))
      return EditPlan::refuse(Reason::Unbraced);
    const auto Where = Text.statement(Statement);
    if (!Where)
      return EditPlan::refuse(Reason::HiddenByMacro);
    if (Text.hasConditional(*Where))
      return EditPlan::refuse(Reason::Conditional);
    if (const auto *Made = dyn_cast<CXXConstructExpr>(At))
      return guard(*Made, *Statement, *Where);
    const bool IsLoop = isa<WhileStmt, DoStmt, ForStmt>(At);
    if (IsLoop ? Statement != At : !isAlone(Statement))
      return EditPlan::refuse(Reason::PartOfMore);
    if (!ThrowsNothing && mayThrow())
      return EditPlan::refuse(Reason::MayThrow);
    if (touchesPython(Statement))
      return EditPlan::refuse(Reason::TouchesPython);
    return around(*Where, "");
  }

private:
  // Another lock or a critical section would be held while this thread waits to
  // be attached again.
  bool isInside() {
    return takesSeveral() || !S.locks().heldAt(F.decl(), At).empty() ||
           llvm::any_of(S.macros().scopes(), [&](const capi::ScopeMacro &M) {
             return M.Kind == capi::ScopeKind::CriticalSection &&
                    S.guards().inside(M, At->getBeginLoc());
           });
  }

  // std::lock(a, b): one is held where the other is waited for.
  bool takesSeveral() {
    const auto *Call = dyn_cast<CallExpr>(At);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    const guards::Native N =
        Callee ? S.effects().natives().of(*Callee) : guards::Native();
    return N.Op == guards::NativeOp::Acquire && N.Arg < 0 &&
           Call->getNumArgs() > 1;
  }

  // The call and at most an assignment of its result to a local variable.
  bool isAlone(const Stmt *Statement) {
    const auto *E = dyn_cast<Expr>(Statement);
    E = E ? capi::strip(E) : nullptr;
    if (const auto *Assign = dyn_cast_or_null<BinaryOperator>(E);
        Assign && Assign->getOpcode() == BO_Assign) {
      const auto *Ref =
          dyn_cast<DeclRefExpr>(capi::strip(Assign->getLHS()));
      const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      if (!V || !V->hasLocalStorage())
        return false;
      E = capi::strip(Assign->getRHS());
    }
    return E == At;
  }

  // An exception would leave the thread detached. A lock throws only when it is
  // not used as a lock.
  bool mayThrow() {
    const auto *Call = dyn_cast<CallExpr>(At);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (!S.context().getLangOpts().CPlusPlus || !Callee ||
        Callee->isExternC())
      return false;
    return S.effects().natives().of(*Callee).Op != guards::NativeOp::Acquire;
  }

  // Apart from the address of a lock in an object that the caller owns.
  bool touchesPython(const Stmt *Statement) {
    for (const capi::Use &U : F.uses().all())
      if (Tree.contains(Statement, U.Node) && !isAt(U.Node) &&
          capi::needsAttached(*U.F))
        return true;
    // A loop that only waits calls nothing but what reads memory or rests.
    for (const roles::Callee &C : F.callees())
      if (isa<Expr>(At) && C.At && C.At != At && Tree.contains(Statement, C.At))
        return true;
    return false;
  }

  bool isAt(const Stmt *Node) const {
    const auto *E = dyn_cast<Expr>(Node);
    return Node == At || (E && capi::strip(E) == At);
  }

  EditPlan guard(const CXXConstructExpr &Made, const Stmt &Statement,
                 Stretch Where) {
    const auto *Declares = dyn_cast<DeclStmt>(&Statement);
    const auto *V = Declares && Declares->isSingleDecl()
                        ? dyn_cast<VarDecl>(Declares->getSingleDecl())
                        : nullptr;
    const CXXRecordDecl *Class = Made.getConstructor()->getParent();
    if (!V || V->getType().isConstQualified() || !Class->isInStdNamespace() || Made.getNumArgs() != 1)
      return EditPlan::refuse(Reason::GuardType);
    const StringRef Written = Text.text(Where);
    const StringRef Name = Class->getName();
    const size_t Type = Written.find(Name);
    const auto Argument = Text.of(Made.getArg(0));
    if (Type == StringRef::npos || !Argument ||
        (Name != "lock_guard" && Name != "unique_lock"))
      return EditPlan::refuse(Reason::GuardType);
    const bool Qualified = Written.take_front(Type).ends_with("std::");
    if (!Qualified)
      return EditPlan::refuse(Reason::GuardType);
    EditPlan Result = around(
        Where, V->getName().str() + ".lock();",
        {{Where.Begin + unsigned(Type), unsigned(Name.size()), "unique_lock"},
         {Argument->End, 0, ", std::defer_lock"}});
    return Result;
  }

  // Instead of the statement itself, what is detached may be another one that
  // follows it.
  EditPlan around(Stretch Where, std::string Instead,
                  std::vector<Edit> Edits = {}) {
    const unsigned End = Text.afterTrailingComment(Where.End);
    if (!Text.startsLine(Where.Begin))
      return EditPlan::refuse(Reason::PartOfMore);
    const std::string Indent = Text.indentation(Where.Begin).str();
    if (Instead.empty())
      Edits.push_back(
          {Where.Begin, 0, "Py_BEGIN_ALLOW_THREADS\n" + Indent});
    else
      Instead = "\n" + Indent + "Py_BEGIN_ALLOW_THREADS\n" + Indent + Instead;
    Edits.push_back(
        {End, 0, Instead + "\n" + Indent + "Py_END_ALLOW_THREADS"});
    llvm::sort(Edits);
    EditPlan Result = EditPlan::of(std::move(Edits));
    Result.lowerToReview("other threads run while this one waits");
    return Result;
  }

  Function &F;
  Session &S;
  const Stmt *At;
  const bool ThrowsNothing;
  SourceText Text;
  Structure Tree;
};

} // namespace

EditPlan allOf(llvm::ArrayRef<EditPlan> Plans) {
  std::vector<Edit> Edits;
  for (const EditPlan &P : Plans) {
    if (P.level() == Level::None)
      return P;
    Edits.insert(Edits.end(), P.edits().begin(), P.edits().end());
  }
  llvm::sort(Edits);
  EditPlan Result = EditPlan::of(std::move(Edits));
  Result.lowerToReview("other threads run while this one waits");
  return Result;
}

// A function of C++ that is bound, and that other files may call as what it is:
// nothing about it says that its callers are attached.
static bool mayBeCalledDetached(const FunctionDecl &F, Session &S) {
  return S.roles().bindings().of(F) && F.isExternallyVisible() &&
         !guards::Effects::touchesPython(F.getType());
}

EditPlan detachAround(Function &F, Session &S, const Stmt *At,
                      bool ThrowsNothing) {
  if (mayBeCalledDetached(F.decl(), S))
    return EditPlan::refuse(Reason::UnknownState);
  return Detaching(F, S, At, ThrowsNothing).plan();
}

} // namespace ftidy::fix
