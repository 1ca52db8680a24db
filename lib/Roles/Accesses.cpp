//===-- Accesses.cpp - who touches this variable or field?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Roles/Accesses.h"
#include "CApi/Fact.h"
#include "Roles/Roles.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace ftidy::roles {

const ValueDecl *firstOf(const ValueDecl *D) {
  if (const auto *V = dyn_cast<VarDecl>(D))
    if (const VarDecl *Pattern = V->getInstantiatedFromStaticDataMember())
      D = Pattern;
  return cast<ValueDecl>(D->getCanonicalDecl());
}

// Whether what this parameter points or refers to cannot be changed through it.
static bool isReadOnly(QualType Parameter) {
  const QualType To = Parameter->getPointeeType();
  return !To.isNull() && To.isConstQualified();
}

llvm::ArrayRef<Access> Accesses::of(const ValueDecl *D) const {
  const auto It = Index.find(firstOf(D));
  if (It == Index.end() || It->second == Ignored)
    return {};
  return Places[It->second];
}

// Whether a function fills what its variable arguments point to: parsers do, and
// what prints does not.
static bool fillsVariable(const FunctionDecl &F, unsigned I) {
  const IdentifierInfo *Name = F.getIdentifier();
  if (const capi::Fact *Row = Name ? capi::findFact(Name->getName()) : nullptr)
    return Row->fills(I);
  const auto *Format = F.getAttr<FormatAttr>();
  return !Format || !Format->getType()->getName().contains("printf");
}

bool Accesses::fills(const FunctionDecl &F, unsigned I) const {
  return fills(F, I, [](const Access &) { return true; }, Filled);
}

bool Accesses::fills(const FunctionDecl &F, unsigned I,
                     llvm::function_ref<bool(const Access &)> Counts) const {
  Answers Known;
  return fills(F, I, Counts, Known);
}

bool Accesses::fills(const FunctionDecl &F, unsigned I,
                     llvm::function_ref<bool(const Access &)> Counts,
                     Answers &Known) const {
  if (I >= F.getNumParams())
    return fillsVariable(F, I);
  const FunctionDecl *Defined = F.getDefinition();
  if (!Defined)
    return !isReadOnly(F.getParamDecl(I)->getType());
  const ParmVarDecl *P = Defined->getParamDecl(I);
  // A function that calls itself adds nothing.
  const auto [It, New] = Known.try_emplace(P, false);
  if (!New)
    return It->second;
  const auto Changes = [&](const Access &A) {
    const bool IsThere =
        A.Of == Extent::Behind || P->getType()->isReferenceType();
    const CallExpr *Call = A.passedTo();
    // The pointer itself, or the address of what is there.
    if (Call && (A.Kind == AccessKind::Address ? IsThere
                                               : A.Of == Extent::Whole))
      return Counts(A) &&
             (!Call->getDirectCallee() ||
              fills(*Call->getDirectCallee(), A.Argument, Counts, Known));
    return IsThere && A.Kind != AccessKind::Read && Counts(A);
  };
  const bool Result = llvm::any_of(of(P), Changes);
  return Known[P] = Result;
}

bool Accesses::mayChange(const Access &A) const {
  if (A.Kind != AccessKind::Address)
    return A.writes();
  if (A.Of == Extent::Behind)
    return false;
  const CallExpr *Call = A.passedTo();
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return !Callee || fills(*Callee, A.Argument);
}

bool Accesses::changedOnlyIn(
    const ValueDecl *D,
    llvm::function_ref<bool(const FunctionDecl &)> Allowed) const {
  return llvm::all_of(of(D), [&](const Access &A) {
    return !A.In || !mayChange(A) || Allowed(*A.In);
  });
}

static bool namesLocals(const Stmt *S) {
  const auto *Ref = dyn_cast<DeclRefExpr>(S);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return (V && !V->hasGlobalStorage()) ||
         llvm::any_of(S->children(), [](const Stmt *Child) {
           return Child && namesLocals(Child);
         });
}

bool isSetUp(const Access &A, const Roles &Known) {
  const auto *Store = dyn_cast_or_null<BinaryOperator>(A.By);
  return Store && Store->getOpcode() == BO_Assign && A.Of == Extent::Whole &&
         A.In->isExternallyVisible() && !isa<CXXMethodDecl>(A.In) &&
         Known.of(A.In).empty() && !Known.isCalledLater(A.In) &&
         !Store->getRHS()->isEvaluatable(A.In->getASTContext()) &&
         !namesLocals(Store->getRHS());
}

// What its author wants a signal handler to set while others look.
static bool isForSignals(QualType T) {
  while (const auto *Named = T->getAs<TypedefType>()) {
    if (Named->getDecl()->getName() == "sig_atomic_t")
      return true;
    T = Named->desugar();
  }
  return false;
}

Storage storageOf(const ValueDecl &D) {
  const auto *V = dyn_cast<VarDecl>(&D);
  if (V && V->getTLSKind() != VarDecl::TLS_None)
    return Storage::PerThread;
  QualType T = D.getType().getNonReferenceType();
  const ASTContext &Context = D.getASTContext();
  if (Context.getBaseElementType(T).isConstQualified())
    return Storage::Constant;
  T = Context.getBaseElementType(T);
  if (T->isAtomicType() || isForSignals(T))
    return Storage::Atomic;
  if (const CXXRecordDecl *R = T->getAsCXXRecordDecl())
    if (R->getIdentifier() &&
        (R->getName() == "atomic" || R->getName() == "atomic_flag" ||
         R->getName() == "__atomic_base") &&
        R->isInStdNamespace())
      return Storage::Atomic;
  return Storage::Plain;
}

} // namespace ftidy::roles
