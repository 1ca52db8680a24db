//===-- FieldStates.cpp - fields that change together
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/FieldStates.h"
#include "CApi/LockWords.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace ftidy::guards {

using namespace sharing;

static constexpr TouchSet Changes = Sets | Steps | Fills;

void sortFields(llvm::SmallVectorImpl<const FieldDecl *> &Fields) {
  llvm::sort(Fields, [](const FieldDecl *A, const FieldDecl *B) {
    return A->getFieldIndex() != B->getFieldIndex()
               ? A->getFieldIndex() < B->getFieldIndex()
               : A->getName() < B->getName();
  });
}

bool isLock(QualType T) {
  while (T->isPointerType())
    T = T->getPointeeType();
  if (const auto *Typedef = T->getAs<TypedefType>())
    if (capi::isLockType(Typedef->getDecl()->getName()))
      return true;
  const RecordDecl *R = T->getAsRecordDecl();
  return R && R->getIdentifier() && capi::isLockType(R->getName());
}

// A pointer to a struct that points to others of its kind, or the first of them.
static bool pointsToNode(const FieldDecl *Field) {
  const QualType T = Field->getType();
  const RecordDecl *R = T->isPointerType()
                            ? T->getPointeeType()->getAsRecordDecl()
                            : T->getAsRecordDecl();
  R = R ? R->getDefinition() : nullptr;
  if (!R || R->getCanonicalDecl() == Field->getParent()->getCanonicalDecl() ||
      (R->getIdentifier() && R->getName() == "_object"))
    return false;
  return llvm::any_of(R->fields(), [&](const FieldDecl *Each) {
    const QualType To = Each->getType();
    const RecordDecl *Next =
        To->isPointerType() ? To->getPointeeType()->getAsRecordDecl() : nullptr;
    return Next && Next->getCanonicalDecl() == R->getCanonicalDecl();
  });
}

FieldStates::FieldStates(Session &S, ObjectUses &U,
                         llvm::function_ref<bool(const FieldDecl *)> Owned)
    : Of(S), Uses(U) {
  const sharing::Fields &Known = Of.fields();
  for (const ObjectUse &O : Uses.all())
    if (Known.isShared(O.Owner) && !Known.isLifecycle(*O.In)) {
      for (const auto &[Field, What] : O.Fields)
        Changers[Field] += bool(What & Changes);
      for (const Place &P : O.Places)
        if (P.Field && (P.What & Changes)) {
          if (P.Guarded)
            Locked.insert(P.Field);
          if (pointsToNode(P.Field) && !Owned(P.Field))
            Links.insert(P.Field);
        }
    }
  for (const ObjectUse &O : Uses.all())
    if (Known.isShared(O.Owner))
      find(O);
}

void FieldStates::find(const ObjectUse &O) {
  if (Of.roles().of(O.In).has(roles::Role::Iternext))
    return;
  FieldState M{&O, nullptr, {}};
  bool Depends = false, Fills = false;
  for (const auto &[Field, What] : Uses.effects(O)) {
    if (!isState(Field) || !(What & Changes))
      continue;
    M.Fields.push_back(Field);
    Depends |= (What & Steps) || isLink(Field);
    Fills |= isCounter(O, Field, What) || isLink(Field) ||
             ((What & (Steps | sharing::Fills)) && isWhole(Field));
  }
  if (!Fills && (M.Fields.size() < 2 || !Depends))
    return;
  sortFields(M.Fields);
  for (const Place &P : O.Places)
    if (Uses.touches(P, M.Fields, Changes)) {
      M.At = P.At;
      break;
    }
  All.push_back(std::move(M));
}

// An object of a C++ class with functions of its own, or the state of a library
// that can be copied.
bool FieldStates::isWhole(const FieldDecl *Field) const {
  QualType T = Field->getType();
  if (T->isPointerType())
    T = T->getPointeeType();
  const RecordDecl *R = T->getAsRecordDecl();
  if (!R)
    return false;
  const auto *Class = dyn_cast<CXXRecordDecl>(R);
  if (!Class || !Class->hasDefinition())
    return Of.fields().isCopied(R);
  // Of the standard library only what holds things: the rest is there for
  // threads, or does its own locking.
  if (Class->isInStdNamespace())
    return !Class->lookup(&Of.context().Idents.get("size")).empty();
  return Of.fields().isCopied(R) ||
         llvm::any_of(Class->methods(), [](const CXXMethodDecl *M) {
           return !M->isImplicit();
         });
}

// `self->next_id++`, which somebody looks at: what two threads add is lost in
// part. A count on the side, of what one function does, is not worth a lock.
bool FieldStates::isCounter(const ObjectUse &O, const FieldDecl *Field,
                            TouchSet What) const {
  if (!(What & Steps) || !Field->getType()->isArithmeticType())
    return false;
  const bool Matters =
      Changers.lookup(Field) > 1 ||
      llvm::any_of(O.Places,
                   [&](const Place &P) {
                     return P.Field == Field && !(P.What & Changes);
                   }) ||
      llvm::all_of(O.Places,
                   [&](const Place &P) { return P.Field == Field; });
  return Matters &&
         (Of.fields().isMember(Field) ||
          llvm::any_of(Of.accesses().of(Field), [&](const roles::Access &A) {
            return A.In && !Of.fields().isLifecycle(*A.In) &&
                   (A.Kind == roles::AccessKind::Read ||
                    (A.Kind == roles::AccessKind::ReadWrite && isUsed(A)));
          }));
}

// `return PyLong_FromLong(self->next_id++);`: what the operator gives is used.
bool FieldStates::isUsed(const roles::Access &A) const {
  const auto *Step = dyn_cast_or_null<UnaryOperator>(A.By);
  return Step && A.In->hasBody() &&
         isa_and_nonnull<CallExpr, ReturnStmt, CastExpr, DeclStmt,
                         ArraySubscriptExpr>(
             Of.function(*A.In).parents().getParentIgnoreParens(
                 const_cast<UnaryOperator *>(Step)));
}

bool FieldStates::isState(const FieldDecl *Field) const {
  const RecordDecl *R = Field->getParent();
  return (!isReference(Field->getType()) || isLink(Field)) &&
         !isLock(Field->getType()) &&
         !Of.fields().isIterator(R) && (!hasLock(R) || Locked.contains(Field));
}

bool FieldStates::hasLock(const RecordDecl *R) const {
  const auto [It, New] = Locking.try_emplace(R, false);
  if (New)
    It->second = llvm::any_of(R->fields(), [](const FieldDecl *F) {
      return isLock(F->getType());
    });
  return It->second;
}

const FieldState *FieldStates::changedBy(const ObjectUse &O) const {
  for (const FieldState &M : All)
    if (M.Of == &O)
      return &M;
  return nullptr;
}

// `self->m.sum / self->m.n`
bool FieldStates::readsParts(const ObjectUse &O, const FieldDecl *Field) const {
  if (!Field->getType()->isRecordType())
    return false;
  llvm::SmallPtrSet<const Expr *, 4> Parts;
  for (const Place &P : O.Places)
    if (P.Field == Field && !P.Guarded)
      Parts.insert(P.At);
  return Parts.size() > 1;
}

const FieldState *
FieldStates::readBy(const ObjectUse &O,
                    llvm::SmallVectorImpl<const FieldDecl *> &Fields) const {
  if (Of.roles().of(O.In).has(roles::Role::Iternext))
    return nullptr;
  const FieldTouches &Mine = Uses.effects(O);
  for (const FieldState &M : All) {
    Fields.clear();
    bool Whole = false;
    for (const FieldDecl *F : M.Fields)
      if (Mine.contains(F)) {
        Fields.push_back(F);
        Whole |= isWhole(F) || readsParts(O, F) ||
                 (isLink(F) && ((Mine.lookup(F) & Takes) ||
                                F->getType()->isRecordType()));
      }
    if (Fields.size() >= 2 || Whole)
      return &M;
  }
  Fields.clear();
  return nullptr;
}

} // namespace ftidy::guards
