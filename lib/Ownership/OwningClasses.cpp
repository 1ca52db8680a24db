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

using namespace clang;

namespace ftidy::own {

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
    for (const Stmt *S : Of.function(*F).statements()) {
      const auto *Call = dyn_cast<CallExpr>(S);
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      if (Callee && (Result = releases(Callee, Depth - 1)))
        break;
    }
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
