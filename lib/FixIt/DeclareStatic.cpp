//===-- DeclareStatic.cpp - another type for a static
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/DeclareStatic.h"
#include "CApi/Fact.h"
#include "CApi/Origin.h"
#include "CApi/Use.h"
#include "FixIt/NewInclude.h"
#include "FixIt/StaticText.h"
#include "Roles/Accesses.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "Sharing/Owners.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/ParentMap.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace ftidy::fix {

using roles::Access;
using roles::AccessKind;

static bool names(const Stmt *S, const VarDecl &V) {
  llvm::SmallVector<const Stmt *, 8> Work{S};
  while (!Work.empty()) {
    const Stmt *Top = Work.pop_back_val();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Top))
      if (Ref->getDecl()->getCanonicalDecl() == V.getCanonicalDecl())
        return true;
    for (const Stmt *Child : Top->children())
      if (Child)
        Work.push_back(Child);
  }
  return false;
}

// `if (++depth > MAX) ...; depth--;`: with a lock of the interpreter, the calls in
// each other. The sum of those of all threads is something else.
static bool countsNesting(const VarDecl &V, Session &S) {
  llvm::SmallPtrSet<const FunctionDecl *, 8> Raised, Lowered, Decides;
  for (const Access &A : S.accesses().of(&V)) {
    const auto *Op = dyn_cast_or_null<BinaryOperator>(A.By);
    const auto *Step = dyn_cast_or_null<UnaryOperator>(A.By);
    if (!A.In || (!Op && !Step))
      continue;
    if (Step ? Step->isIncrementOp() : Op->getOpcode() == BO_AddAssign)
      Raised.insert(A.In);
    else if (Step ? Step->isDecrementOp() : Op->getOpcode() == BO_SubAssign)
      Lowered.insert(A.In);
    if (isa_and_nonnull<Expr, IfStmt, ReturnStmt>(
            S.function(*A.In).parents().getParentIgnoreParenImpCasts(
                const_cast<Stmt *>(A.By))))
      Decides.insert(A.In);
  }
  return llvm::any_of(Raised, [&](const FunctionDecl *F) {
    return Lowered.contains(F) && Decides.contains(F);
  });
}

// Changes what others see, or may: all that a mark is set for has to bear being done
// twice, and being seen half done.
static bool changesMore(const Stmt *Node, const VarDecl &V, Function &F,
                        Session &S) {
  const auto IsOther = [&](const Expr *E) {
    return E && !sharing::localOf(E) && !names(E, V);
  };
  const auto *Op = dyn_cast<BinaryOperator>(Node);
  const auto *Step = dyn_cast<UnaryOperator>(Node);
  if (Op || Step)
    return Op ? Op->isAssignmentOp() && IsOther(Op->getLHS())
              : Step->isIncrementDecrementOp() && IsOther(Step->getSubExpr());
  if (const capi::Use *U = F.uses().at(Node)) {
    for (unsigned I = 0; I < U->Args.size(); ++I)
      if (U->effect(I) == '-' && IsOther(U->Args[I]))
        return true;
    return false;
  }
  const auto *Call = dyn_cast<CallExpr>(Node);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Call && (!Callee || S.origins().of(Callee->getLocation()) ==
                                 capi::Origin::User);
}

// `if (!warned) { warned = 1; PyErr_WarnEx(...); }` and nothing else.
static bool isOnlyMarked(const VarDecl &V, Session &S) {
  for (const Access &A : S.accesses().of(&V)) {
    if (A.Kind == AccessKind::Read || !A.In || !A.In->getBody())
      continue;
    Function &F = S.function(*A.In);
    const Stmt *Scope = A.By;
    for (const Stmt *Up = Scope; Up; Up = F.parents().getParent(Up))
      if (const auto *If = dyn_cast<IfStmt>(Up); If && names(If->getCond(), V))
        Scope = If->getThen();
    if (Scope == A.By) // tested elsewhere
      Scope = A.In->getBody();
    bool More = false;
    syntax::forEachStmt(Scope, [&](const Stmt *Node) {
      More |= changesMore(Node, V, F, S);
      return !More;
    });
    if (More)
      return false;
  }
  return true;
}

// Every access stays what it is when the variable is atomic.
static Reason fitsAtomic(const VarDecl &V, Session &S) {
  const bool IsCxx = S.context().getLangOpts().CPlusPlus;
  llvm::SmallPtrSet<const FunctionDecl *, 8> Readers, Writers;
  bool Marks = true; // only ever set to constants: to mark that something was
  for (const Access &A : S.accesses().of(&V)) {
    if (A.Kind == AccessKind::Address || A.Of != roles::Extent::Whole)
      return Reason::AddressTaken;
    if (A.Kind == AccessKind::Read) {
      Readers.insert(A.In);
      continue;
    }
    Writers.insert(A.In);
    // std::atomic counts numbers only.
    if (IsCxx && A.Kind == AccessKind::ReadWrite &&
        (V.getType()->isBooleanType() || V.getType()->isEnumeralType()))
      return Reason::AtomicType;
    const auto *Op = dyn_cast_or_null<BinaryOperator>(A.By);
    const auto *Step = dyn_cast_or_null<UnaryOperator>(A.By);
    if (!Op && !Step)
      return Reason::TestedAndSet;
    if (Op && names(Op->getRHS(), V))
      return Reason::TestedAndSet;
    if (IsCxx && Op && Op->isCompoundAssignmentOp() &&
        Op->getOpcode() != BO_AddAssign && Op->getOpcode() != BO_SubAssign &&
        Op->getOpcode() != BO_OrAssign && Op->getOpcode() != BO_AndAssign)
      return Reason::TestedAndSet;
    Expr::EvalResult Value;
    Marks = Marks && Op && Op->getOpcode() == BO_Assign &&
            Op->getRHS()->EvaluateAsInt(Value, S.context());
  }
  if (!allowsAtomic(V, S))
    return Reason::AtomicType;
  if (countsNesting(V, S))
    return Reason::CountsNesting;
  // `column = n; qsort(rows, count, size, compare);`: what compare reads belongs to
  // this one call.
  const auto HandsOver = [&](const CallExpr *Call) {
    return llvm::any_of(roles::functionsPassedTo(*Call),
                        [&](const FunctionDecl *Passed) {
                          const FunctionDecl *Body = Passed->getDefinition();
                          return Body && Readers.contains(Body);
                        });
  };
  if (llvm::any_of(Writers, [&](const FunctionDecl *F) {
        return F && F->getBody() && llvm::any_of(S.function(*F).calls(), HandsOver);
      }))
    return Reason::NeedsLockOrState;
  // A function that reads it in one step and changes it in another: the value that
  // it decides by, or that it hands out, may be that of another thread.
  const bool Both = llvm::any_of(Readers, [&](const FunctionDecl *F) {
    return Writers.contains(F);
  });
  return Both && !(Marks && isOnlyMarked(V, S)) ? Reason::TestedAndSet
                                                 : Reason::None;
}

EditPlan declareAtomic(const VarDecl &V, Session &S) {
  const SourceText Text(S.context(), V.getLocation());
  Reason Why = Reason::None;
  if (!hasAtomics(S))
    return EditPlan::refuse(Reason::NoAtomics);
  const auto Declared = StaticText::of(V, Text, S, Why);
  if (!Declared)
    return EditPlan::refuse(Why);
  if (const Reason Misfit = fitsAtomic(V, S); Misfit != Reason::None)
    return EditPlan::refuse(Misfit);
  const StringRef Type = Text.text(Declared->Type).rtrim();
  std::vector<Edit> Edits;
  if (S.context().getLangOpts().CPlusPlus) {
    if (const Reason Taken = includeAtomics(&V, Text, S, Edits);
        Taken != Reason::None)
      return EditPlan::refuse(Taken);
    const StringRef Init =
        Text.text({Declared->Name.End, Declared->Declarator.End}).trim();
    StringRef Value = Init;
    if (Value.consume_front("="))
      Value = Value.trim();
    else if (!Init.empty())
      return EditPlan::refuse(Reason::SharedDeclaration);
    Edits.push_back({Declared->Type.Begin, Declared->Type.End - Declared->Type.Begin,
                     "std::atomic<" + Type.str() + "> "});
    Edits.push_back({Declared->Name.End,
                     Declared->Declarator.End - Declared->Name.End,
                     "{" + (Value.empty() ? "0" : Value).str() + "}"});
  } else {
    Edits.push_back({Declared->Type.Begin, 0, "_Atomic "});
  }
  llvm::sort(Edits);
  EditPlan Plan = EditPlan::of(std::move(Edits));
  Plan.lowerToReview("'" + V.getNameAsString() + "' becomes atomic");
  return Plan;
}

// `const char *`: functions of the C API copy what they get that way.
static bool isTextType(QualType T) {
  const QualType To = T->getPointeeType();
  return !To.isNull() && To.isConstQualified() && To->isCharType();
}

// A place that leaves no pointer to the array behind: one of its elements, or an
// argument of a function that is known to look at text or memory.
static bool isScratch(const Access &A) {
  const CallExpr *Call = A.passedTo();
  if (!Call)
    return A.Kind != AccessKind::Address;
  const FunctionDecl *Callee = Call->getDirectCallee();
  if (!Callee || !Callee->getIdentifier())
    return false;
  // memcpy and the like give the pointer back.
  if (Callee->getBuiltinID() || Callee->hasAttr<FormatAttr>())
    return !Callee->getReturnType()->isPointerType();
  if (!capi::findFact(Callee->getName()))
    return false;
  return A.Argument >= Callee->getNumParams() ||
         isTextType(Callee->getParamDecl(A.Argument)->getType());
}

EditPlan declarePerThread(const VarDecl &V, Session &S) {
  const SourceText Text(S.context(), V.getLocation());
  Reason Why = Reason::None;
  if (!hasAtomics(S))
    return EditPlan::refuse(Reason::NoAtomics);
  const auto Declared = StaticText::of(V, Text, S, Why);
  if (!Declared)
    return EditPlan::refuse(Why);
  const auto Places = S.accesses().of(&V);
  if (!V.isStaticLocal() || Places.empty() ||
      Places.front().Kind == AccessKind::Read)
    return EditPlan::refuse(Reason::NeedsLockOrState);
  // It ends with its thread: nobody may keep a pointer to it.
  if (!llvm::all_of(Places, isScratch))
    return EditPlan::refuse(Reason::AddressTaken);
  EditPlan Plan = EditPlan::of(
      {{Declared->Type.Begin, 0,
        S.context().getLangOpts().CPlusPlus ? "thread_local " : "_Thread_local "}});
  Plan.lowerToReview("each thread has a '" + V.getNameAsString() +
                     "' of its own");
  return Plan;
}

EditPlan declareOtherwise(const VarDecl &V, Session &S) {
  const QualType T = V.getType();
  if (T->isIntegralOrEnumerationType())
    return declareAtomic(V, S);
  if (T->isConstantArrayType() &&
      S.context().getBaseElementType(T)->isArithmeticType())
    return declarePerThread(V, S);
  return EditPlan::refuse(Reason::NeedsLockOrState);
}

} // namespace ftidy::fix
