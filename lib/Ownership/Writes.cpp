//===-- Writes.cpp - writes to objects that others can see
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ownership/Writes.h"
#include "CApi/ProjectFacts.h"
#include "Flow/Graph.h"
#include "Guards/Locks.h"
#include "Guards/Sections.h"
#include "Ownership/BorrowedSites.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "Sharing/Summaries.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include <optional>

using namespace clang;

namespace ftidy::own {

namespace {

constexpr llvm::StringLiteral Writers[] = {
    "PyList_SET_ITEM",         "PyTuple_SET_ITEM", "PyTuple_SetItem",
    "PyUnicode_InternInPlace", "PyUnicode_Resize", "_PyBytes_Resize",
    "_PyTuple_Resize"};

struct Keeper {
  llvm::StringLiteral Name;
  int Argument;
};
constexpr Keeper Keepers[] = {
#define KEEP(NAME, ARGUMENT) {NAME, ARGUMENT},
#include "Ownership/Keepers.def"
#undef KEEP
};

const VarDecl *variable(const Expr *E) {
  const auto *Ref = E ? dyn_cast_or_null<DeclRefExpr>(capi::strip(E)) : nullptr;
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

class WriteFinder {
public:
  WriteFinder(Function &F, Session &S)
      : F(F), S(S), SM(S.context().getSourceManager()) {}

  std::vector<Write> find() {
    std::vector<Write> Result;
    for (const capi::Use &U : F.uses().all()) {
      if (!llvm::is_contained(Writers, U.F->Name) || !U.arg(0) ||
          S.macros().isGilOnly(U.Loc, SM))
        continue;
      if (!F.graph() || !F.sharing() ||
          sharing::isPrivate(F.sharing()->ofArgument(U.Node, 0)))
        continue;
      const Expr *Object = capi::strip(U.arg(0));
      if (const auto *Address = dyn_cast<UnaryOperator>(Object);
          Address && Address->getOpcode() == UO_AddrOf)
        Object = capi::strip(Address->getSubExpr());
      if (const auto Why = shown(Object, U);
          Why && !F.sections().protecting(Object, U.Loc) &&
          S.locks().heldAt(F.decl(), U.Node).empty())
        Result.push_back({&U, Object, Why->first, Why->second});
    }
    return Result;
  }

private:
  using Reason = std::pair<Shown, SourceLocation>;

  std::optional<Reason> shown(const Expr *Object, const capi::Use &U) {
    if (const auto *Member = dyn_cast<MemberExpr>(Object)) {
      if (S.project().isImmutable(Member->getMemberDecl()) ||
          !isPublishedSelf(Member))
        return std::nullopt;
      return Reason{Shown::Field, U.Loc};
    }
    const VarDecl *V = variable(Object);
    if (!V)
      return std::nullopt;
    if (V->hasGlobalStorage())
      return V->isLocalVarDecl() || V->isFileVarDecl()
                 ? std::optional<Reason>(Reason{Shown::Global, U.Loc})
                 : std::nullopt;
    return ofLocal(*V, U);
  }

  // A field of the object that the interpreter calls a method of.
  bool isPublishedSelf(const MemberExpr *Member) {
    const VarDecl *Base = variable(Member->getBase());
    if (Base && !isa<ParmVarDecl>(Base))
      Base = variable(Base->getInit());
    const auto *P = dyn_cast_or_null<ParmVarDecl>(Base);
    if (!P || P->getFunctionScopeIndex() != 0)
      return false;
    const roles::RoleSet Roles = S.roles().of(&F.decl());
    using roles::Role;
    if (Roles.lifecycle() || Roles.has(Role::ModuleInit) ||
        Roles.has(Role::ModuleEnd))
      return false;
    return Roles.has(Role::Method) || Roles.has(Role::Getter) ||
           Roles.has(Role::Setter) || Roles.has(Role::Call) ||
           Roles.has(Role::Iternext) || Roles.has(Role::Slot);
  }

  // Given one value only: lent by a container, or made here and stored before.
  std::optional<Reason> ofLocal(const VarDecl &V, const capi::Use &U) {
    const Expr *Value = nullptr;
    unsigned Values = 0;
    std::optional<Reason> Stored;
    walk([&](const Stmt *Node) {
      const Expr *To = nullptr, *From = nullptr;
      if (const auto *Binary = dyn_cast<BinaryOperator>(Node);
          Binary && Binary->getOpcode() == BO_Assign) {
        To = Binary->getLHS();
        From = Binary->getRHS();
        const Expr *Place = capi::strip(To);
        if (variable(From) == &V && isBefore(Node, U) && isOnTheWay(Node, U) &&
            (isa<MemberExpr>(Place) ||
             (variable(To) && variable(To)->hasGlobalStorage())))
          Stored = Reason{Shown::Stored, SM.getFileLoc(Node->getBeginLoc())};
      } else if (const auto *Declared = dyn_cast<DeclStmt>(Node)) {
        for (const Decl *D : Declared->decls())
          if (D == &V && V.getInit()) {
            Value = V.getInit();
            ++Values;
          }
      }
      if (To && variable(To) == &V) {
        Value = From;
        ++Values;
      }
    });
    for (const capi::Use &Each : F.uses().all()) {
      const int Kept = keptArgument(*Each.F);
      if (Kept >= 0 && variable(Each.arg(Kept)) == &V &&
          isBefore(Each.Node, U) && isOnTheWay(Each.Node, U) &&
          isShared(Each.arg(0), Each))
        Stored = Reason{Shown::Stored, Each.Loc};
    }
    const capi::Use *Made = Value ? F.uses().at(capi::strip(Value)) : nullptr;
    if (Values != 1 || !Made)
      return std::nullopt;
    if (Made->F->Returns == capi::Result::Borrowed &&
        Made->F->hasHazard(capi::BorrowsFromMutable) && Made->F->From >= 0 &&
        !sharing::isPrivate(F.sharing()->ofArgument(Made->Node, Made->F->From)))
      return Reason{Shown::Lent, Made->Loc};
    if (Made->F->Lends != capi::Lending::Fresh)
      return std::nullopt;
    return Stored;
  }

  // A container that is a field, a global or an argument.
  bool isShared(const Expr *Container, const capi::Use &Of) {
    const VarDecl *V = variable(Container);
    return (!V || V->hasGlobalStorage() || isa<ParmVarDecl>(V)) &&
           !sharing::isPrivate(F.sharing()->ofArgument(Of.Node, 0));
  }

  bool isBefore(const Stmt *Node, const capi::Use &U) const {
    return SM.isBeforeInTranslationUnit(SM.getFileLoc(Node->getEndLoc()),
                                        U.Loc);
  }

  // The statement is not part of a branch that the write is no part of.
  bool isOnTheWay(const Stmt *Node, const capi::Use &U) {
    for (const Stmt *Up = Parents.lookup(Node); Up;
         Node = Up, Up = Parents.lookup(Up))
      if (isa<CompoundStmt>(Up)) {
        for (const Stmt *At = U.Node; At; At = Parents.lookup(At))
          if (At == Up)
            return true;
        return false;
      } else if (const auto *If = dyn_cast<IfStmt>(Up);
                 If ? If->getCond() != Node : !isa<Expr>(Up)) {
        return false;
      }
    return false;
  }

  template <class Visitor> void walk(Visitor Visit) {
    if (Order.empty()) {
      llvm::SmallVector<const Stmt *, 64> Work{F.decl().getBody()};
      while (!Work.empty()) {
        const Stmt *Node = Work.pop_back_val();
        Order.push_back(Node);
        for (const Stmt *Child : Node->children())
          if (Child && !isa<LambdaExpr>(Child) &&
              Parents.try_emplace(Child, Node).second)
            Work.push_back(Child);
      }
    }
    for (const Stmt *Node : Order)
      Visit(Node);
  }

  Function &F;
  Session &S;
  const SourceManager &SM;
  llvm::DenseMap<const Stmt *, const Stmt *> Parents;
  std::vector<const Stmt *> Order;
};

} // namespace

int keptArgument(const capi::Fact &F) {
  for (const Keeper &K : Keepers)
    if (K.Name == F.Name)
      return K.Argument;
  return -1;
}

std::vector<Write> findWrites(Function &F, Session &S) {
  if (S.initOnly(F.decl()) ||
      (F.decl().getIdentifier() && S.facts().lookup(F.decl().getIdentifier())))
    return {};
  return WriteFinder(F, S).find();
}

} // namespace ftidy::own
