//===-- LockObject.cpp - can this object be locked? -------------------------===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The part of LockRegion that judges the object: a section locks what is there, and
// the same thing from its begin to its end.
//
//===----------------------------------------------------------------------===//

#include "FixIt/LockRegion.h"
#include "Flow/Graph.h"
#include "Guards/FieldRaces.h"
#include "Roles/Accesses.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "Sharing/Owners.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

namespace {

template <class Visitor> void each(const Stmt *Root, Visitor Visit) {
  llvm::SmallVector<const Stmt *, 32> Work{Root};
  while (!Work.empty()) {
    const Stmt *Node = Work.pop_back_val();
    if (isa<LambdaExpr>(Node))
      continue;
    Visit(Node);
    for (const Stmt *Child : Node->children())
      if (Child)
        Work.push_back(Child);
  }
}

// The variable at the bottom of `a->b->c`; null when there is more to it.
const VarDecl *rootOf(const Expr *E) {
  for (E = capi::strip(E); E;) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return dyn_cast<VarDecl>(Ref->getDecl());
    const auto *Member = dyn_cast<MemberExpr>(E);
    E = Member ? capi::strip(Member->getBase()) : nullptr;
  }
  return nullptr;
}

// `o == NULL`, `!o`, `o &&`: who asks has to ask before the lock is taken.
template <class Namer> bool testsForNull(const Stmt *E, Namer Names) {
  if (const auto *If = dyn_cast<IfStmt>(E))
    return Names(If->getCond());
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E))
    return Names(Choice->getCond());
  if (const auto *Cast = dyn_cast<CastExpr>(E))
    return Cast->getCastKind() == CK_PointerToBoolean &&
           Names(Cast->getSubExpr());
  if (const auto *Not = dyn_cast<UnaryOperator>(E))
    return Not->getOpcode() == UO_LNot && Names(Not->getSubExpr());
  const auto *Op = dyn_cast<BinaryOperator>(E);
  if (!Op || !(Op->isEqualityOp() || Op->isLogicalOp()))
    return false;
  if (Op->isLogicalOp())
    return Names(Op->getLHS()) || Names(Op->getRHS());
  return (Names(Op->getLHS()) && flow::isNullConstant(Op->getRHS())) ||
         (Names(Op->getRHS()) && flow::isNullConstant(Op->getLHS()));
}

} // namespace

// Variables and fields only; the variable stays what it is.
static const VarDecl *staticOf(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(capi::strip(E));
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasGlobalStorage() ? V : nullptr;
}

// What a static refers to is let go by a function that runs at any time.
bool LockRegion::isReleased(const VarDecl &Static) {
  return llvm::any_of(S.accesses().of(&Static), [&](const roles::Access &A) {
    if (!A.In || !A.In->hasBody() || S.initOnly(*A.In) ||
        S.roles().of(A.In).has(roles::Role::ModuleEnd))
      return false;
    return llvm::any_of(
        S.function(*A.In).uses().all(), [&](const capi::Use &U) {
          for (unsigned I = 0; I < U.Args.size(); ++I)
            if (U.effect(I) == '-' && U.Args[I] &&
                staticOf(U.Args[I]) == &Static)
              return true;
          return false;
        });
  });
}

bool isSetLater(const FieldDecl &Field, Session &S) {
  return llvm::any_of(S.accesses().of(&Field), [&](const roles::Access &A) {
    if (!A.In || !A.writes() || S.initOnly(*A.In))
      return false;
    const roles::RoleSet Roles = S.roles().of(A.In);
    return llvm::none_of(
        std::initializer_list<roles::Role>{roles::Role::New, roles::Role::Init,
                                           roles::Role::Clear,
                                           roles::Role::Dealloc},
        [&](roles::Role R) { return Roles.only(R); });
  });
}

bool LockRegion::checkObject(const Region &R, const Expr *Locked) {
  const VarDecl *Root = rootOf(Locked);
  const StringRef Object = Locked ? capi::written(Locked, S.context()) : "";
  if (!Root || Object.empty())
    return refuse(Reason::NoPlainObject);
  const auto Names = [&](const Expr *E) {
    E = E ? capi::strip(E) : nullptr;
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
    return (Ref && Ref->getDecl() == Root) ||
           (E && capi::written(E, S.context()) == Object);
  };
  // Another function may replace what is in the field, under another lock.
  const VarDecl *Copy = sharing::localOf(Locked);
  const Expr *From = Copy ? sharing::onlyValueOf(*Copy, F.statements()) : nullptr;
  const auto *Member = dyn_cast<MemberExpr>(From ? From : capi::strip(Locked));
  const auto *Field =
      Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  const VarDecl *Static = staticOf(From ? From : Locked);
  if ((Field && (S.fieldRaces().isReplaced(Field) || isSetLater(*Field, S))) ||
      (Static && isReleased(*Static)))
    return refuse(Reason::ObjectChanges);
  for (const Stmt *Each : R.Statements)
    for (const Stmt *Jump : Tree.exits(Each, nullptr))
      findReleases(Jump, Names);
  bool Changed = false, MayBeNull = false, Declared = false;
  for (const Stmt *Each : R.Statements)
    each(Each, [&](const Stmt *Node) {
      if (const auto *Declaration = dyn_cast<DeclStmt>(Node))
        Declared |= llvm::is_contained(Declaration->decls(), Root);
      MayBeNull |= testsForNull(Node, Names);
      if (const auto *Binary = dyn_cast<BinaryOperator>(Node))
        Changed |= Binary->isAssignmentOp() && Names(Binary->getLHS());
      else if (const auto *Unary = dyn_cast<UnaryOperator>(Node))
        Changed |= (Unary->isIncrementDecrementOp() ||
                    Unary->getOpcode() == UO_AddrOf) &&
                   Names(Unary->getSubExpr());
      if (const capi::Use *U = F.uses().at(Node))
        for (unsigned I = 0; I < U->Args.size(); ++I)
          if (U->effect(I) == '-' || U->effect(I) == 'S' || U->effect(I) == 's')
            Changed |= Names(U->arg(I)) && !Moved.contains(Tree.statementOf(Node));
    });
  if (Declared)
    return refuse(Reason::NoPlainObject);
  if (MayBeNull || isOptional(*Root, *R.Statements.front()))
    return refuse(Reason::MayBeNull);
  return Changed ? refuse(Reason::ObjectChanges) : true;
}

// `PyObject *o = NULL; PyArg_ParseTuple(args, "|O", &o)`, and no `if (!o) return`
// in front of the region.
bool LockRegion::isOptional(const VarDecl &Object, const Stmt &First) const {
  // A caller of the file gives none.
  if (const auto *P = dyn_cast<ParmVarDecl>(&Object)) {
    const auto Callers = S.roles().callersOf(&F.decl());
    return Callers && llvm::any_of(*Callers, [&](const roles::Caller &C) {
             const unsigned I = P->getFunctionScopeIndex();
             return C.Call && I < C.Call->getNumArgs() &&
                    flow::isNullConstant(capi::strip(C.Call->getArg(I)));
           });
  }
  if (!Object.getInit() || !flow::isNullConstant(Object.getInit()))
    return false;
  const bool Parsed = llvm::any_of(F.calls(), [&](const CallExpr *Call) {
    const auto IsObject = [&](const Expr *A) {
      const auto *Address = dyn_cast<UnaryOperator>(capi::strip(A));
      return Address && Address->getOpcode() == UO_AddrOf &&
             sharing::localOf(Address->getSubExpr()) == &Object;
    };
    const auto IsFormat = [](const Expr *A) {
      const auto *Text = dyn_cast<StringLiteral>(capi::strip(A));
      return Text && Text->getCharByteWidth() == 1 &&
             Text->getString().contains('|');
    };
    const FunctionDecl *Callee = Call->getDirectCallee();
    const bool Unpacks = Callee && Callee->getIdentifier() &&
                         Callee->getName() == "PyArg_UnpackTuple";
    return llvm::any_of(Call->arguments(), IsObject) &&
           (Unpacks || llvm::any_of(Call->arguments(), IsFormat));
  });
  const SourceManager &SM = S.context().getSourceManager();
  return Parsed && llvm::none_of(F.statements(), [&](const Stmt *Node) {
           const auto *If = dyn_cast<IfStmt>(Node);
           const auto Test = If ? flow::nullTest(If->getCond()) : std::nullopt;
           const bool Asks =
               Test && sharing::localOf(Test->Subject) == &Object;
           return Asks &&
                  ((Test->NullWhen && !mayEnd(If->getThen()) &&
                    SM.isBeforeInTranslationUnit(If->getBeginLoc(),
                                                 First.getBeginLoc())) ||
                   (!Test->NullWhen && Tree.contains(If->getThen(), &First)));
         });
}

} // namespace ftidy::fix
