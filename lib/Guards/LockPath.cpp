//===-- LockPath.cpp - which lock is this?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/LockPath.h"
#include "CApi/Use.h"
#include "Roles/Callees.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace ftidy::guards {

static bool isField(const LockPath &P) { return !P.Fields.empty(); }

bool LockPath::isSameAs(const LockPath &O) const {
  if (!Root || !O.Root || isField(*this) != isField(O))
    return false;
  if (isField(*this))
    return Fields.back()->getCanonicalDecl() ==
           O.Fields.back()->getCanonicalDecl();
  return Root->getCanonicalDecl() == O.Root->getCanonicalDecl();
}

bool LockPath::isGlobal() const {
  const auto *V = dyn_cast_or_null<VarDecl>(Root);
  return V && V->hasGlobalStorage() && !Indexed &&
         llvm::none_of(Fields, [](const FieldDecl *F) {
           return F->getType()->isPointerType();
         });
}

LockPath lockPath(const Expr *E) {
  LockPath Result;
  bool Indexed = false;
  for (unsigned Steps = 0; E && Steps < 64; ++Steps) {
    E = capi::strip(E);
    if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      if (Unary->getOpcode() != UO_AddrOf && Unary->getOpcode() != UO_Deref)
        return {};
      E = Unary->getSubExpr();
    } else if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
      if (!Field) {
        Result.Root = Member->getMemberDecl(); // a static member
        break;
      }
      Result.Fields.insert(Result.Fields.begin(), Field);
      E = Member->getBase();
    } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
      Indexed = true;
      E = Subscript->getBase();
    } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E)) {
      // *p, p->, locks[i]
      Indexed |= Operator->getOperator() == OO_Subscript;
      E = Operator->getArg(0);
    } else if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(E)) {
      E = Bound->getSubExpr();
    } else if (const auto *Call = dyn_cast<CallExpr>(E)) {
      const FunctionDecl *F = Call->getDirectCallee();
      const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F);
      if (F && (Method ? Method->getParent()->isInStdNamespace()
                       : roles::isInStd(*F))) { // p.get(), std::ref(m)
        if (const auto *On = dyn_cast<CXXMemberCallExpr>(Call)) {
          E = On->getImplicitObjectArgument();
          continue;
        }
        if (Call->getNumArgs() == 1) {
          E = Call->getArg(0);
          continue;
        }
      }
      Indexed = true;
      Result.Root = F ? F->getCanonicalDecl() : nullptr;
      break;
    } else if (const auto *This = dyn_cast<CXXThisExpr>(E)) {
      Result.Root = This->getType()->getPointeeCXXRecordDecl();
      break;
    } else if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
      // A pointer or reference to the lock stands for what it was made with.
      if (V && V->hasLocalStorage() && !isa<ParmVarDecl>(V) && V->getInit() &&
          (V->getType()->isPointerType() || V->getType()->isReferenceType())) {
        E = V->getInit();
        continue;
      }
      Result.Root = V;
      break;
    } else {
      return {};
    }
  }
  Result.Indexed = Indexed;
  return Result;
}

std::string lastNameOf(const LockPath &Path) {
  if (!Path.Fields.empty())
    return Path.Fields.back()->getNameAsString();
  const auto *Named = dyn_cast_or_null<NamedDecl>(Path.Root);
  return Named ? Named->getNameAsString() : std::string();
}

} // namespace ftidy::guards
