//===-- DeclareStatic.cpp - another type for a static
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/DeclareStatic.h"
#include "FixIt/StaticText.h"
#include "Roles/Accesses.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
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

// Every access stays what it is when the variable is atomic.
static Reason fitsAtomic(const VarDecl &V, Session &S) {
  const bool IsCxx = S.context().getLangOpts().CPlusPlus;
  llvm::SmallPtrSet<const FunctionDecl *, 8> Readers;
  bool ReadBefore = false; // a function reads it, and changes it further down
  bool Marks = true; // only ever set to constants: to mark that something was
  for (const Access &A : S.accesses().of(&V)) {
    if (A.Kind == AccessKind::Address || A.Of != roles::Extent::Whole)
      return Reason::AddressTaken;
    if (A.Kind == AccessKind::Read) {
      Readers.insert(A.In);
      continue;
    }
    ReadBefore |= Readers.contains(A.In);
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
  return ReadBefore && !Marks ? Reason::TestedAndSet : Reason::None;
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
    if (!includeAtomics(V, Text, S, Edits))
      return EditPlan::refuse(Reason::OtherFix);
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
  EditPlan Plan = EditPlan::of(
      {{Declared->Type.Begin, 0,
        S.context().getLangOpts().CPlusPlus ? "thread_local " : "_Thread_local "}});
  Plan.lowerToReview("each thread has a '" + V.getNameAsString() +
                     "' of its own");
  return Plan;
}

} // namespace ftidy::fix
