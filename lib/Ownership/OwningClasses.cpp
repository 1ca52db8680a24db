//===-- OwningClasses.cpp - C++ classes that hold a reference
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ownership/OwningClasses.h"
#include "CApi/Origin.h"
#include "CApi/Use.h"
#include "Roles/Callees.h"
#include "Session.h"
#include "Sharing/Fields.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace ftidy::own {

namespace {

// The functions that a body calls by name.
class Callees : public RecursiveASTVisitor<Callees> {
public:
  llvm::SmallVector<const FunctionDecl *, 8> Found;

  bool TraverseLambdaExpr(LambdaExpr *, DataRecursionQueue * = nullptr) {
    return true;
  }
  bool VisitCallExpr(CallExpr *Call) {
    if (const FunctionDecl *F = Call->getDirectCallee())
      Found.push_back(F);
    return true;
  }
};

} // namespace

bool OwningClasses::releases(const FunctionDecl *F, unsigned Depth) {
  F = F->getDefinition();
  if (!F || !F->getBody() || F->isDependentContext() || !Depth ||
      Of.origins().of(F->getLocation()) != capi::Origin::User ||
      !Running.insert(F).second)
    return false;
  bool Result = false;
  for (const capi::Use &U : Of.function(*F).uses().all())
    Result |= U.F->Args.contains('-');
  if (!Result) {
    Callees Calls;
    Calls.TraverseStmt(F->getBody());
    for (const FunctionDecl *Callee : Calls.Found)
      if ((Result = releases(Callee, Depth - 1)))
        break;
  }
  Running.erase(F);
  return Result;
}

bool OwningClasses::owns(QualType T) {
  const CXXRecordDecl *R = T.isNull() ? nullptr : T->getAsCXXRecordDecl();
  return R && owns(R);
}

bool OwningClasses::owns(const CXXRecordDecl *R) {
  R = R->getDefinition();
  if (!R || R->isDependentContext() || R->hasTrivialDestructor())
    return false;
  const auto [It, New] = Known.try_emplace(R, false);
  if (!New)
    return It->second;
  bool Result = false;
  if (const CXXDestructorDecl *Destructor = R->getDestructor())
    if (!Destructor->isDefaulted())
      Result = releases(Destructor, MaxDepth);
  for (const CXXBaseSpecifier &Base : R->bases())
    Result = Result || owns(Base.getType());
  for (const FieldDecl *F : R->fields())
    Result = Result || owns(F->getType());
  if (const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(R);
      Special && !Result && R->isInStdNamespace())
    for (const TemplateArgument &A : Special->getTemplateArgs().asArray()) {
      const CXXRecordDecl *Argument =
          A.getKind() == TemplateArgument::Type
              ? A.getAsType()->getAsCXXRecordDecl()
              : nullptr;
      if (!Argument || !Argument->getDefinition())
        continue;
      Result = Result || owns(Argument);
      // The deleter of a std::unique_ptr.
      for (const CXXMethodDecl *Method : Argument->getDefinition()->methods())
        if (!Result && Method->getOverloadedOperator() == OO_Call)
          Result = releases(Method, MaxDepth);
    }
  return Known[R] = Result;
}

} // namespace ftidy::own
