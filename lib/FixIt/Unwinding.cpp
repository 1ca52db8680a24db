//===-- Unwinding.cpp - ways out that no statement shows
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/Unwinding.h"
#include "CApi/Use.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace ftidy::fix {

// A function called through this pointer does not throw: a slot of a type, an
// entry of a table that C code declares, or by its type.
static bool isPointerOfC(const Expr *Callee) {
  const auto *Pointer = Callee->getType()->getAs<PointerType>();
  const auto *Type =
      Pointer ? Pointer->getPointeeType()->getAs<FunctionProtoType>() : nullptr;
  if (Type && Type->isNothrow())
    return true;
  const Expr *E = capi::strip(Callee);
  for (;;) {
    if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
      E = capi::strip(Subscript->getBase());
    else if (const auto *Unary = dyn_cast<UnaryOperator>(E))
      E = capi::strip(Unary->getSubExpr());
    else
      break;
  }
  const ValueDecl *D = nullptr;
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    D = Member->getMemberDecl();
  else if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    D = Ref->getDecl();
  return isa<CXXPseudoDestructorExpr>(E) ||
         (D && D->getDeclContext()->isExternCContext());
}

// The body of the function that this call runs for sure, where it is in sight.
static const Stmt *bodyOf(const FunctionDecl &Callee) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  const FunctionDecl *Definition = nullptr;
  return !(Method && Method->isVirtual()) && Callee.hasBody(Definition) &&
                 !isa<CXXConstructorDecl, CXXDestructorDecl>(Callee)
             ? Definition->getBody()
             : nullptr;
}

bool mayThrow(const Stmt *Root) {
  // Functions that it runs; those that run more are not followed.
  constexpr unsigned MaxFunctions = 64;
  llvm::SmallPtrSet<const Stmt *, 8> Bodies;
  size_t Followed = 0;
  llvm::SmallVector<const Stmt *, 32> Work{Root};
  while (!Work.empty()) {
    const Stmt *Node = Work.pop_back_val();
    const FunctionDecl *Callee = nullptr;
    if (const auto *Call = dyn_cast<CallExpr>(Node)) {
      Callee = Call->getDirectCallee();
      if (!Callee && !isPointerOfC(Call->getCallee()))
        return true;
    } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(Node)) {
      Callee = Construct->getConstructor();
    } else if (isa<CXXNewExpr, CXXThrowExpr, CXXDynamicCastExpr>(Node)) {
      return true;
    }
    if (Callee && !Callee->isExternC() && !Callee->isInExternCContext()) {
      const auto *Type = Callee->getType()->getAs<FunctionProtoType>();
      if (!Callee->isTrivial() && !(Type && Type->isNothrow())) {
        const Stmt *Body = bodyOf(*Callee);
        if (!Body || (Bodies.insert(Body).second && Bodies.size() > MaxFunctions))
          return true;
        if (Bodies.size() > Followed) {
          Followed = Bodies.size();
          Work.push_back(Body);
        }
      }
    }
    for (const Stmt *Child : Node->children())
      if (Child && !isa<LambdaExpr>(Child))
        Work.push_back(Child);
  }
  return false;
}

// A call of a function whose name ends like this.
static const Stmt *callOf(llvm::StringRef Suffix, const Stmt *Root) {
  llvm::SmallVector<const Stmt *, 32> Work{Root};
  while (!Work.empty()) {
    const Stmt *Node = Work.pop_back_val();
    const auto *Call = dyn_cast<CallExpr>(Node);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (Callee && Callee->getIdentifier() &&
        Callee->getName().ends_with(Suffix))
      return Call;
    for (const Stmt *Child : Node->children())
      if (Child && !isa<LambdaExpr>(Child))
        Work.push_back(Child);
  }
  return nullptr;
}

const Stmt *farJump(const Stmt *Root) { return callOf("jmp", Root); }

const Stmt *longJump(const Stmt *Root) { return callOf("longjmp", Root); }

} // namespace ftidy::fix
