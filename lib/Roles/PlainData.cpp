//===-- PlainData.cpp - whose lock does this data need?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Roles/PlainData.h"
#include "CApi/LockWords.h"
#include "CApi/Origin.h"
#include "Roles/Methods.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace ftidy::roles {

static bool isLock(QualType T) {
  return capi::isLockType(T.getUnqualifiedType().getAsString());
}

static bool isPythons(const RecordDecl *R, capi::Origins &Origins) {
  return R && Origins.of(R->getLocation()) == capi::Origin::Python;
}

bool needsNoLock(QualType T, const ASTContext &Context,
                 capi::Origins &Origins) {
  T = Context.getBaseElementType(T.getNonReferenceType());
  if (isLock(T) || isPythons(T->getAsRecordDecl(), Origins))
    return true;
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  R = R ? R->getDefinition() : nullptr;
  return R && (!holdsData(*R) || llvm::any_of(R->fields(), [](const FieldDecl *F) {
                 return isLock(F->getType());
               }));
}

bool isObject(QualType T, capi::Origins &Origins) {
  const RecordDecl *R = T->getAsRecordDecl();
  R = R ? R->getDefinition() : nullptr;
  if (!R)
    return false;
  if (isPythons(R, Origins))
    return true;
  if (const auto *Class = dyn_cast<CXXRecordDecl>(R))
    for (const CXXBaseSpecifier &Base : Class->bases())
      if (isObject(Base.getType(), Origins))
        return true;
  const auto First = R->field_begin();
  return First != R->field_end() && isObject(First->getType(), Origins);
}

bool pointsToPlainData(QualType T, capi::Origins &Origins) {
  const QualType To = T->isPointerType() ? T->getPointeeType() : QualType();
  if (To.isNull() || To.isConstQualified())
    return false;
  const RecordDecl *R = To->getAsRecordDecl();
  if (!R)
    return To->isArithmeticType();
  const auto *Class = dyn_cast<CXXRecordDecl>(R);
  return R->getDefinition() && !isObject(To, Origins) &&
         !(Class && !holdsData(*Class));
}

bool pointsToType(QualType T) {
  const RecordDecl *R =
      T->isPointerType() ? T->getPointeeType()->getAsRecordDecl() : nullptr;
  return R && R->getIdentifier() && R->getName() == "_typeobject";
}

} // namespace ftidy::roles
