//===-- PlainData.cpp - whose lock does this data need?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Roles/PlainData.h"
#include "CApi/LockWords.h"
#include "CApi/Origin.h"
#include "Roles/Accesses.h"
#include "Roles/Methods.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace ftidy::roles {

static bool isLock(QualType T) {
  return capi::isLockType(T.getUnqualifiedType().getAsString());
}

static bool isPythons(const RecordDecl *R, capi::Origins &Origins) {
  return R && Origins.of(R->getLocation()) == capi::Origin::Python;
}

// Asks the fields of R and of its bases.
static bool
anyField(const CXXRecordDecl &R,
         llvm::function_ref<bool(const FieldDecl &)> Accepts) {
  for (const FieldDecl *F : R.fields())
    if (Accepts(*F))
      return true;
  return llvm::any_of(R.bases(), [&](const CXXBaseSpecifier &Base) {
    const CXXRecordDecl *B = Base.getType()->getAsCXXRecordDecl();
    return B && B->hasDefinition() && anyField(*B->getDefinition(), Accepts);
  });
}

// A pointer, plain or smart, to a class of the project that this file does not know.
static bool hides(QualType T, capi::Origins &Origins) {
  const CXXRecordDecl *R = T->getPointeeCXXRecordDecl();
  if (const auto *Smart = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
          T->getAsCXXRecordDecl()))
    if (Smart->isInStdNamespace() && Smart->getName().ends_with("_ptr") &&
        Smart->getTemplateArgs().size() &&
        Smart->getTemplateArgs()[0].getKind() == TemplateArgument::Type)
      R = Smart->getTemplateArgs()[0].getAsType()->getAsCXXRecordDecl();
  return R && !R->hasDefinition() &&
         Origins.of(R->getLocation()) == capi::Origin::User;
}

// A class that guards what it has, as far as anybody can see: with a lock, by
// having nothing but atomic data, or behind a pointer in another file.
static bool guardsItself(const CXXRecordDecl &R, capi::Origins &Origins) {
  return anyField(R, [](const FieldDecl &F) { return isLock(F.getType()); }) ||
         (Origins.of(R.getLocation()) == capi::Origin::User &&
          !anyField(R, [&](const FieldDecl &F) {
            const Storage How = storageOf(F);
            return How != Storage::Atomic && How != Storage::Constant &&
                   !hides(F.getType(), Origins);
          }));
}

bool needsNoLock(QualType T, const ASTContext &Context,
                 capi::Origins &Origins) {
  T = Context.getBaseElementType(T.getNonReferenceType());
  if (isLock(T) || isPythons(T->getAsRecordDecl(), Origins))
    return true;
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  R = R ? R->getDefinition() : nullptr;
  return R && (!holdsData(*R) || guardsItself(*R, Origins));
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
         !(Class && (!holdsData(*Class) ||
                     guardsItself(*Class->getDefinition(), Origins)));
}

bool pointsToType(QualType T) {
  const RecordDecl *R =
      T->isPointerType() ? T->getPointeeType()->getAsRecordDecl() : nullptr;
  return R && R->getIdentifier() && R->getName() == "_typeobject";
}

} // namespace ftidy::roles
