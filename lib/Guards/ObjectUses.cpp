//===-- ObjectUses.cpp - what functions do to their objects
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/ObjectUses.h"
#include "CApi/ProjectFacts.h"
#include "Guards/Effects.h"
#include "Guards/Held.h"
#include "Guards/Sections.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::guards {

using namespace sharing;

static bool isMemory(const FieldDecl *F) {
  return F->getType()->isPointerType() && !isReference(F->getType());
}

// Several places together say what is done with a field.
static void combine(ObjectUse &O) {
  for (auto &[Field, What] : O.Fields) {
    const bool MayEnd = What & Ends;
    if (MayEnd && (What & Sets) && isMemory(Field))
      What |= Drops;
    // `r = self->f; self->f = NULL; return r;` moves the reference out.
    if ((What & Nulls) && (What & Takes) && !(What & (Owns | Drops)) &&
        isReference(Field->getType()))
      What |= Drops;
  }
}

ObjectUses::ObjectUses(Session &Of) : Of(Of), Known(Of.fields()) {
  for (const FunctionDecl *F : Known.functions())
    addFunction(*F);
  expose();
}

void ObjectUses::addFunction(const FunctionDecl &F) {
  const FieldUses &Uses = *Known.in(F);
  llvm::DenseMap<const Decl *, size_t> Here;
  const auto ObjectOf = [&](const Decl *Owner) -> ObjectUse & {
    const auto [It, New] = Here.try_emplace(Owner, Objects.size());
    if (New) {
      ByOwner[Owner] = Objects.size();
      Objects.emplace_back();
      Objects.back().In = &F;
      Objects.back().Owner = Owner;
    }
    return Objects[It->second];
  };
  for (const FieldUse &Use : Uses.all()) {
    if (Of.project().isImmutable(Use.Field))
      continue;
    ObjectUse &O = ObjectOf(Use.Owner);
    O.Places.push_back({Use.At, Use.Where, Use.Field, whatOf(Use), nullptr,
                        isGuarded(F, Use.Where)});
    O.Fields[Use.Field] |= O.Places.back().What;
  }
  for (const HandedOn &H : Uses.handedOn())
    ObjectOf(H.Owner).Places.push_back(
        {H.Call, H.Call, nullptr, 0, &H, isGuarded(F, H.Call)});
  const SourceManager &SM = Of.context().getSourceManager();
  for (const auto &[Owner, Index] : Here) {
    // What was made strong in the same section, or taken out of the field, may
    // be used behind it.
    for (Place &P : Objects[Index].Places)
      if (P.Field && (P.What & (Takes | Drops | Ends | Fills)) && !P.Guarded &&
          isGuarded(F, P.At))
        P.Guarded = llvm::any_of(Objects[Index].Places, [&](const Place &Q) {
          return Q.Field == P.Field && Q.Guarded &&
                 ((P.What & Takes && Q.What & Owns) ||
                  (Q.What & Sets && isMemory(P.Field)));
        });
    combine(Objects[Index]);
    llvm::stable_sort(Objects[Index].Places, [&](const Place &A,
                                                 const Place &B) {
      return SM.isBeforeInTranslationUnit(A.At->getExprLoc(),
                                          B.At->getExprLoc());
    });
  }
}

// What is handed to a function of a library may be changed there, when all
// there is to it is what it holds.
TouchSet ObjectUses::whatOf(const FieldUse &Use) const {
  TouchSet What = Use.What;
  if (What & Passes) {
    const RecordDecl *R =
        Use.Field->getType()->getPointeeType()->getAsRecordDecl();
    if (R && Known.isCopied(R))
      What |= Fills;
  }
  return What;
}

bool ObjectUses::isGuarded(const FunctionDecl &F, const Stmt *At) {
  const SourceLocation L = At->getBeginLoc();
  if (Of.macros().isGilOnly(L, Of.context().getSourceManager()))
    return true;
  return Of.held().at(L, F) || Of.function(F).sections().around(L);
}

// An object is exposed when it gets into the function with nothing held.
void ObjectUses::expose() {
  std::vector<size_t> Work;
  const auto Add = [&](const Decl *Owner) {
    const auto It = ByOwner.find(Owner);
    if (It == ByOwner.end() || Objects[It->second].Exposed)
      return;
    Objects[It->second].Exposed = true;
    Work.push_back(It->second);
  };
  for (ObjectUse &O : Objects)
    if (Known.isShared(O.Owner) && !Known.isLockedEntry(*O.In) &&
        (Known.isEntry(*O.In) || !isa<ParmVarDecl, CXXMethodDecl>(O.Owner)))
      Add(O.Owner);
  while (!Work.empty()) {
    const size_t I = Work.back();
    Work.pop_back();
    for (const Place &P : Objects[I].Places)
      if (P.Call && !P.Guarded) {
        Callers[P.Call->As].push_back(I);
        Add(P.Call->As);
      }
  }
}

const FieldTouches &ObjectUses::effects(const ObjectUse &O) {
  const auto [It, New] = Closed.try_emplace(&O);
  if (!New)
    return It->second; // of a function that calls itself: what is known yet
  FieldTouches Result = O.Fields;
  for (const Place &P : O.Places)
    if (const ObjectUse *To = P.Call ? of(P.Call->As) : nullptr)
      for (const auto &[Field, What] : FieldTouches(effects(*To)))
        Result[Field] |= What;
  return Closed[&O] = std::move(Result);
}

const FieldTouches &ObjectUses::openEffects(const ObjectUse &O) {
  const auto [It, New] = Open.try_emplace(&O);
  if (!New)
    return It->second; // of a function that calls itself: what is known yet
  FieldTouches Result;
  for (const Place &P : O.Places) {
    if (P.Guarded)
      continue;
    if (P.Field)
      Result[P.Field] |= P.What;
    else if (const ObjectUse *To = of(P.Call->As))
      for (const auto &[Field, What] : FieldTouches(openEffects(*To)))
        Result[Field] |= What;
  }
  return Open[&O] = std::move(Result);
}

const ObjectUse *ObjectUses::of(const Decl *Owner) const {
  const auto It = ByOwner.find(Owner);
  return It == ByOwner.end() ? nullptr : &Objects[It->second];
}

bool ObjectUses::touches(const Place &P,
                         llvm::ArrayRef<const FieldDecl *> Fields,
                         TouchSet How) {
  if (P.Field)
    return (P.What & How) && llvm::is_contained(Fields, P.Field);
  const ObjectUse *To = of(P.Call->As);
  if (!To)
    return false;
  const FieldTouches &E = openEffects(*To);
  return llvm::any_of(Fields, [&](const FieldDecl *F) {
    return E.lookup(F) & How;
  });
}

llvm::SmallVector<const ObjectUse *, 4>
ObjectUses::callersOf(const ObjectUse &O) const {
  llvm::SmallVector<const ObjectUse *, 4> Result;
  const auto It = Callers.find(O.Owner);
  if (It != Callers.end())
    for (size_t I : It->second)
      Result.push_back(&Objects[I]);
  return Result;
}

} // namespace ftidy::guards
