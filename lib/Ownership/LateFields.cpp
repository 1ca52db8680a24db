//===-- LateFields.cpp - objects that are shown half made
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ownership/LateFields.h"
#include "CApi/MacroLog.h"
#include "CApi/Use.h"
#include "Flow/Graph.h"
#include "Guards/Effects.h"
#include "Guards/Held.h"
#include "Guards/Locks.h"
#include "Guards/Sections.h"
#include "Ownership/Writes.h"
#include "Session.h"
#include "Sharing/Fields.h"
#include "Sharing/Sharing.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/MapVector.h"
#include <optional>

using namespace clang;

namespace ftidy::own {

namespace {

const VarDecl *localOf(const Expr *E) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E ? capi::strip(E) : nullptr);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasLocalStorage() ? V : nullptr;
}

class LateFieldFinder {
public:
  LateFieldFinder(Function &F, Session &S)
      : F(F), S(S), SM(S.context().getSourceManager()) {}

  std::vector<LateField> find() {
    std::vector<LateField> Result;
    readValues();
    for (const auto &[V, Made] : Values)
      if (Made)
        if (auto Late = ofObject(*V, *Made))
          Result.push_back(std::move(*Late));
    llvm::sort(Result, [&](const LateField &A, const LateField &B) {
      return isBefore(A.At, B.At);
    });
    return Result;
  }

private:
  // Structs that are made here, and given to one variable alone.
  void readValues() {
    llvm::DenseSet<const VarDecl *> Given;
    const auto Give = [&](const VarDecl *V, const Expr *Value) {
      const capi::Use *Made = F.uses().at(capi::strip(Value));
      const bool IsNew = Made && Made->F->Returns == capi::Result::New &&
                         Made->F->Lends == capi::Lending::Fresh &&
                         sharing::isReference(V->getType()) &&
                         V->getType()->getPointeeType()->isRecordType();
      if (!Given.insert(V).second)
        Values[V] = nullptr;
      else if (IsNew)
        Values[V] = Made;
    };
    for (const Stmt *Node : F.statements()) {
      if (const auto *Declared = dyn_cast<DeclStmt>(Node)) {
        for (const Decl *D : Declared->decls())
          if (const auto *V = dyn_cast<VarDecl>(D);
              V && V->hasLocalStorage() && V->getInit() &&
              !flow::isNullConstant(capi::strip(V->getInit())))
            Give(V, V->getInit());
      } else if (const auto *Binary = dyn_cast<BinaryOperator>(Node);
                 Binary && Binary->getOpcode() == BO_Assign) {
        if (const VarDecl *V = localOf(Binary->getLHS()))
          Give(V, Binary->getRHS());
      }
    }
  }

  std::optional<LateField> ofObject(const VarDecl &V, const capi::Use &Made) {
    const Stmt *Shown = nullptr, *Tracked = nullptr;
    llvm::SmallVector<const FieldDecl *, 4> Set, Valid;
    for (const Stmt *Node : F.statements()) {
      if (!isBefore(Made.Node, Node))
        continue;
      const capi::Use *U = F.uses().at(Node);
      if (U && U->Node == Node && !Tracked && tellsCollector(*U) &&
          localOf(U->arg(0)) == &V && leavesMemory(Made))
        Tracked = Node;
      if (U && U->Node == Node && !Shown && isKept(*U, V))
        Shown = Node;
      const auto *Assign = dyn_cast<BinaryOperator>(Node);
      if (!Assign || Assign->getOpcode() != BO_Assign)
        continue;
      const auto *To = dyn_cast<MemberExpr>(capi::strip(Assign->getLHS()));
      const auto *Field = To ? dyn_cast<FieldDecl>(To->getMemberDecl()) : nullptr;
      if (!Field || localOf(To->getBase()) != &V) {
        if (!Shown && localOf(Assign->getRHS()) == &V &&
            isSeen(*Assign->getLHS()))
          Shown = Node;
        continue;
      }
      // The collector is content with NULL; others wait for the value.
      const bool WasValid = llvm::is_contained(Valid, Field),
                 WasSet = llvm::is_contained(Set, Field);
      Valid.push_back(Field);
      if (WasSet || isNothing(*Assign->getRHS()))
        continue;
      Set.push_back(Field);
      if (isGuarded(*Assign))
        continue;
      if (Shown && isOnTheWay(*Shown, *Assign))
        return LateField{&V, Field, Assign, Shown};
      if (Tracked && !WasValid && isOnTheWay(*Tracked, *Assign) &&
          collects(*Tracked, *Assign) &&
          sharing::isReference(Field->getType()))
        return LateField{&V, Field, Assign, Tracked, true};
    }
    return std::nullopt;
  }

  bool isNothing(const Expr &Value) const {
    const Expr *E = capi::strip(&Value);
    Expr::EvalResult Result;
    return flow::isNullConstant(E) ||
           (E->getType()->isIntegerType() && !E->isValueDependent() &&
            E->EvaluateAsInt(Result, S.context()) &&
            Result.Val.getInt().isZero());
  }

  static bool tellsCollector(const capi::Use &U) {
    return U.F->Name == "PyObject_GC_Track" || U.F->Name == "_PyObject_GC_TRACK";
  }

  // What is made without tp_alloc has anything in it.
  static bool leavesMemory(const capi::Use &Made) {
    return Made.F->Name.contains("GC_New");
  }

  // Kept by a container that others may have.
  bool isKept(const capi::Use &U, const VarDecl &V) {
    const int Kept = keptArgument(*U.F);
    return Kept >= 0 && localOf(U.arg(Kept)) == &V && F.sharing() &&
           !sharing::isPrivate(F.sharing()->ofArgument(U.Node, 0)) &&
           !isMadeHere(U.arg(0));
  }

  // What this function got from nowhere else may be its own.
  static bool isMadeHere(const Expr *E) {
    const VarDecl *V = localOf(E);
    return V && !isa<ParmVarDecl>(V);
  }

  // A global, or a field of what the function was given.
  bool isSeen(const Expr &Place) const {
    const Expr *E = capi::strip(&Place);
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const auto *To = dyn_cast<VarDecl>(Ref->getDecl());
      return To && To->hasGlobalStorage() &&
             To->getTLSKind() == VarDecl::TLS_None;
    }
    const auto *Field = dyn_cast<MemberExpr>(E);
    const VarDecl *Base = Field ? localOf(Field->getBase()) : nullptr;
    return Base && isa<ParmVarDecl>(Base) && S.fields().isShared(Base);
  }

  bool isGuarded(const BinaryOperator &At) {
    const SourceLocation L = SM.getFileLoc(At.getBeginLoc());
    return F.sections().around(L) || S.held().at(L, F.decl()) ||
           !S.locks().heldAt(F.decl(), &At).empty();
  }

  bool collects(const Stmt &From, const Stmt &To) {
    for (const guards::Event &E : S.effects().eventsOf(F.decl()))
      if (E.At && E.At != &From &&
          (E.Proved & (guards::Collects | guards::RunsPython)) &&
          isBefore(&From, E.At) &&
          SM.isBeforeInTranslationUnit(E.Loc, SM.getFileLoc(To.getEndLoc())))
        return true;
    return false;
  }

  bool isBefore(const Stmt *A, const Stmt *B) const {
    return SM.isBeforeInTranslationUnit(SM.getFileLoc(A->getBeginLoc()),
                                        SM.getFileLoc(B->getBeginLoc()));
  }

  // Whoever comes to To has passed From: what encloses From, but for the
  // condition of an `if`, encloses To, too.
  bool isOnTheWay(const Stmt &From, const Stmt &To) {
    const ParentMap &Parents = F.parents();
    const Stmt *Child = &From;
    for (const Stmt *Up = Parents.getParent(Child); Up;
         Child = Up, Up = Parents.getParent(Up)) {
      if (isa<CompoundStmt>(Up)) {
        for (const Stmt *At = &To; At; At = Parents.getParent(At))
          if (At == Up)
            return true;
        return false;
      }
      const auto *If = dyn_cast<IfStmt>(Up);
      if (If ? If->getCond() != Child : !isa<Expr, ReturnStmt>(Up))
        return false;
    }
    return false;
  }

  Function &F;
  Session &S;
  const SourceManager &SM;
  llvm::MapVector<const VarDecl *, const capi::Use *> Values;
};

} // namespace

std::vector<LateField> findLateFields(Function &F, Session &S) {
  const bool MakesObject = llvm::any_of(F.uses().all(), [](const capi::Use &U) {
    return U.F->Lends == capi::Lending::Fresh &&
           U.F->Returns == capi::Result::New;
  });
  if (!MakesObject || S.initOnly(F.decl()) || !F.graph())
    return {};
  return LateFieldFinder(F, S).find();
}

} // namespace ftidy::own
