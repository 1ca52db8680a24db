//===-- LookedUp.cpp - what was found in the object before ----------------===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/LookedUp.h"
#include "CApi/Origin.h"
#include "CApi/Use.h"
#include "FixIt/Structure.h"
#include "Guards/FieldRaces.h"
#include "Session.h"
#include "Sharing/Fields.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

namespace {

class Finder {
public:
  Finder(Function &F, Session &S, const guards::FieldRace &Race)
      : F(F), Race(Race), Owners(S.fields().in(*Race.In)->owners()),
        Origins(S.origins()) {}

  // The variables that these statements work on as parts of the object.
  void findParts(llvm::ArrayRef<const Stmt *> Statements) {
    for (const Stmt *Each : Statements)
      syntax::forEachStmt(Each, [&](const Stmt *Node) {
        if (const auto *Member = dyn_cast<MemberExpr>(Node))
          addPart(Member->getBase());
        else if (const auto *Call = dyn_cast<CallExpr>(Node))
          if (handsOn(*Call))
            for (const Expr *Argument : Call->arguments())
              addPart(Argument);
        return true;
      });
  }

  // The call that gives such a variable its value, where it asks the object.
  const Stmt *lookUp(const Stmt &Node) const {
    if (const auto *Declared = dyn_cast<DeclStmt>(&Node)) {
      for (const Decl *D : Declared->decls())
        if (const auto *V = dyn_cast<VarDecl>(D);
            V && Parts.contains(V) && V->getInit() && asks(*V->getInit()))
          return V->getInit();
    } else if (const auto *Op = dyn_cast<BinaryOperator>(&Node)) {
      const VarDecl *V =
          Op->isAssignmentOp() ? sharing::localOf(Op->getLHS()) : nullptr;
      return V && Parts.contains(V) && asks(*Op->getRHS()) ? Op : nullptr;
    } else if (const auto *Call = dyn_cast<CallExpr>(&Node)) {
      return givesPart(*Call) && asks(*Call) ? Call : nullptr;
    }
    return nullptr;
  }

private:
  void addPart(const Expr *E) {
    const VarDecl *V = sharing::localOf(E);
    if (!V || Owners.of(E))
      return;
    // Through a cast, too: `(Node *)found`.
    const QualType T = E->IgnoreImpCasts()->getType();
    const RecordDecl *R = T->isPointerType()
                              ? T->getPointeeType()->getAsRecordDecl()
                              : nullptr;
    const RecordDecl *Whole = R ? R->getDefinition() : nullptr;
    if (Whole && !Origins.isForeign(Whole->getLocation()))
      Parts.insert(V);
  }

  bool handsOn(const CallExpr &Call) const {
    return llvm::any_of(Call.arguments(), [&](const Expr *Argument) {
      return Owners.of(Argument) == Race.Owner;
    });
  }

  // `lookup(self, key, &node)`.
  bool givesPart(const CallExpr &Call) const {
    return llvm::any_of(Call.arguments(), [&](const Expr *Argument) {
      const auto *Address = dyn_cast<UnaryOperator>(capi::strip(Argument));
      return Address && Address->getOpcode() == UO_AddrOf &&
             Parts.contains(sharing::localOf(Address->getSubExpr()));
    });
  }

  // A call that is given the object or what a field of it holds. One that makes
  // something new finds nothing, and a part that always is one needs no lock.
  bool asks(const Expr &Value) const {
    const auto *Call = dyn_cast<CallExpr>(capi::strip(&Value));
    const capi::Use *U = F.uses().at(&Value);
    if (!Call || (U && (U->F->Lends != capi::Lending::Unknown ||
                        U->F->hasQuirk(capi::Copies))))
      return false;
    return llvm::any_of(Call->arguments(), [&](const Expr *Argument) {
      const Expr *Of = capi::strip(Argument);
      if (const auto *Field = dyn_cast<MemberExpr>(Of))
        return Field->getType()->isPointerType() &&
               Owners.of(Field->getBase()) == Race.Owner;
      return Owners.of(Of) == Race.Owner;
    });
  }

  Function &F;
  const guards::FieldRace &Race;
  const sharing::Owners &Owners;
  capi::Origins &Origins;
  llvm::DenseSet<const VarDecl *> Parts;
};

} // namespace

llvm::SmallVector<const Stmt *, 4>
lookedUpBefore(Function &F, Session &S, const guards::FieldRace &Race,
               const Structure &Tree, llvm::ArrayRef<const Stmt *> Statements) {
  Finder Find(F, S, Race);
  Find.findParts(Statements);
  const SourceManager &SM = S.context().getSourceManager();
  llvm::SmallVector<const Stmt *, 4> Result;
  syntax::forEachStmt(F.decl().getBody(), [&](const Stmt *Node) {
    const Stmt *Found = Find.lookUp(*Node);
    if (Found && Tree.parent(Found) &&
        SM.isBeforeInTranslationUnit(
            SM.getExpansionLoc(Found->getBeginLoc()),
            SM.getExpansionLoc(Statements.front()->getBeginLoc())))
      Result.push_back(Found);
    return true;
  });
  return Result;
}

} // namespace ftidy::fix
