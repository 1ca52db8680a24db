//===-- DeallocOrder.cpp - freethreading-dealloc-order
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each tp_dealloc of the file's types: a test of the list of weak references
// before it is cleared, members that are released while the collector may still
// visit the object, and a count that is set to bring the object back.
//
//===----------------------------------------------------------------------===//

#include "CApi/Allocators.h"
#include "CApi/Origin.h"
#include "Check.h"
#include "FixIt/Destruction.h"
#include "Flow/Graph.h"
#include "Roles/Callees.h"
#include "Roles/Types.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy {

namespace {

class DeallocOrder : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override {
    llvm::SmallVector<const roles::DefinedType *, 2> Types;
    for (const roles::DefinedType *T :
         session().roles().types().withFunction(&F.decl())) {
      const FunctionDecl *Dealloc = T->function(roles::Part::Dealloc);
      if (Dealloc &&
          Dealloc->getCanonicalDecl() == F.decl().getCanonicalDecl())
        Types.push_back(T);
    }
    if (Types.empty())
      return;
    for (const Stmt *S : F.statements())
      if (const auto *If = dyn_cast<IfStmt>(S))
        weakrefs(F, *If);
    untrack(F, Types);
    for (const capi::Use &U : F.uses().all())
      if (capi::does(*U.F, capi::Allocation::SetCount) && isSelf(F, U.arg(0)) &&
          !isGilOnly(U.Loc))
        report({U.Loc,
                "the reference count is set by hand inside of a dealloc: "
                "another thread may count the object at the same time",
                {},
                fix::EditPlan::refuse(fix::Reason::Resurrection)});
  }

  bool isGilOnly(SourceLocation L) {
    const SourceManager &SM = session().context().getSourceManager();
    return session().macros().isGilOnly(SM.getFileLoc(L), SM);
  }

  // The parameter, or a variable that was made from it.
  static bool isSelf(Function &F, const Expr *E) {
    const auto *Ref = E ? dyn_cast<DeclRefExpr>(capi::strip(E)) : nullptr;
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (!V || !F.decl().getNumParams())
      return false;
    if (V == F.decl().getParamDecl(0))
      return true;
    const auto *From = V->getInit()
                           ? dyn_cast<DeclRefExpr>(capi::strip(V->getInit()))
                           : nullptr;
    return From && From->getDecl() == F.decl().getParamDecl(0);
  }

  // For a type without a weaklistoffset PyObject_ClearWeakRefs is an error.
  bool hasOffset(const ValueDecl *Field) {
    return session().roles().types().hasOffset(dyn_cast<FieldDecl>(Field));
  }

  // `if (self->weakreflist != NULL) PyObject_ClearWeakRefs(self);`
  void weakrefs(Function &F, const IfStmt &If) {
    const auto Test = flow::nullTest(If.getCond());
    const auto *Member = Test && !Test->NullWhen
                             ? dyn_cast<MemberExpr>(capi::strip(Test->Subject))
                             : nullptr;
    const Stmt *Then = If.getThen();
    if (const auto *Block = dyn_cast<CompoundStmt>(Then))
      Then = Block->body_empty() ? nullptr : Block->body_front();
    const capi::Use *U = Then ? F.uses().at(Then) : nullptr;
    if (!Member || !U ||
        !capi::does(*U->F, capi::Allocation::ClearWeakrefs) ||
        isGilOnly(U->Loc) || !hasOffset(Member->getMemberDecl()))
      return;
    report({If.getBeginLoc(),
            "'" + Member->getMemberDecl()->getNameAsString() +
                "' is tested before '" + U->F->Name.str() +
                "', but another thread may be changing the list of weak "
                "references; call it in any case",
            {},
            fix::dropTest(If, session())});
  }

  void untrack(Function &F, llvm::ArrayRef<const roles::DefinedType *> Types) {
    if (!llvm::all_of(Types, [](const roles::DefinedType *T) {
          return T->has(roles::TypeFlag::HaveGC);
        }))
      return;
    const capi::Use *First = nullptr, *Untrack = nullptr;
    for (const capi::Use &U : F.uses().all()) {
      if (!Untrack && capi::does(*U.F, capi::Allocation::Untrack))
        Untrack = &U;
      if (!First && !Untrack && U.F->Args.starts_with("-") && isMember(U.arg(0)))
        First = &U;
    }
    if (!First || First->InMacroBody || isGilOnly(First->Loc))
      return;
    // Somebody else may do it: the base's dealloc, a function, a macro.
    if (!Untrack && (hidesUntrack(F) || F.decl().getNumParams() != 1))
      return;
    Finding Result;
    Result.Loc = First->Loc;
    Result.Message = "'" + First->F->Name.str() +
                     "' takes the object apart while the collector may still "
                     "visit it; untrack it first";
    if (Untrack)
      Result.Notes.push_back({Untrack->Loc, "untracked here"});
    Result.Plan = fix::untrackFirst(F.decl(), *First->Node, Untrack, session());
    report(Result);
  }

  // A member of the object: an arrow or dot from a variable, or this.
  static bool isMember(const Expr *E) {
    const auto *Member = E ? dyn_cast<MemberExpr>(capi::strip(E)) : nullptr;
    return Member && isa<DeclRefExpr, CXXThisExpr>(capi::strip(Member->getBase()));
  }

  // A call of anything of the project, or through a pointer but tp_free.
  bool hidesUntrack(Function &F) {
    for (const Stmt *S : F.statements()) {
      const auto *Call = dyn_cast<CallExpr>(S);
      if (!Call)
        continue;
      const FunctionDecl *Callee = Call->getDirectCallee();
      if (Callee && !session().facts().lookup(Callee->getIdentifier()) &&
          session().origins().of(Callee->getLocation()) == capi::Origin::User)
        return true;
      if (Callee)
        continue;
      const auto *Member =
          dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParenCasts());
      const auto *Field =
          Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
      if (!Field || !isFree(*Field))
        return true;
    }
    return F.uses().all().empty();
  }

  bool isFree(const FieldDecl &Field) {
    return session().roles().types().partOf(Field) == roles::Part::Free;
  }

};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeDeallocOrder(StringRef Name, tidy::ClangTidyContext *Context,
                 SessionPool &Pool) {
  return std::make_unique<DeallocOrder>(Name, Context, Pool);
}

} // namespace ftidy
