//===-- UseEffects.cpp - what one use of the C API may do
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/UseEffects.h"
#include "CApi/Use.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/StringMap.h"

using namespace clang;

namespace ftidy::guards {

std::optional<int> lockedBy(const capi::Fact &F) {
  static const llvm::StringMap<int> Arguments = {
#define LOCKS(NAME, ARG) {NAME, ARG},
#include "CApi/Locking.def"
  };
  const auto It = Arguments.find(F.Name);
  return It == Arguments.end() ? std::nullopt : std::optional(It->second);
}

EffectSet effectsOf(const capi::Fact &F) {
  EffectSet Result = lockedBy(F) ? LocksObjects : NoEffect;
  switch (F.RunsPython) {
  case capi::Runs::Anything:
  case capi::Runs::HashEq:
    Result |= RunsPython | Detaches;
    [[fallthrough]];
  case capi::Runs::Finalizers:
    Result |= Releases;
    [[fallthrough]];
  case capi::Runs::AllocOnly:
    Result |= Collects;
    break;
  case capi::Runs::Nothing:
    break;
  }
  switch (F.ThreadState) {
  case capi::Thread::None:
    break;
  case capi::Thread::Attaches:
    Result |= Attaches;
    break;
  case capi::Thread::Blocks:
    Result |= Blocks;
    break;
  case capi::Thread::Detaches:
  case capi::Thread::MayDetach:
  case capi::Thread::StopsTheWorld:
    Result |= Detaches;
    break;
  }
  return Result;
}

static const StringLiteral *literal(const Expr *E) {
  const auto *Text = dyn_cast_or_null<StringLiteral>(E ? capi::strip(E) : E);
  return Text && Text->getCharByteWidth() == 1 ? Text : nullptr;
}

// A class that Python code did not choose: `PyExc_ValueError`, a global.
static bool isNamedClass(const Expr *E) {
  E = E ? capi::strip(E) : nullptr;
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasGlobalStorage() && !V->isStaticLocal();
}

// `%R`, `%S` and `%A` ask the object for its text.
static bool asksObjects(StringRef Format) {
  for (size_t At = Format.find('%'); At != StringRef::npos;
       At = Format.find('%', At + 1)) {
    At = Format.find_first_not_of("0123456789.-+ #*lzjthL", At + 1);
    if (At == StringRef::npos)
      return true;
    if (StringRef("RSA").contains(Format[At]))
      return true;
  }
  return false;
}

// Sets an exception of the caller's choice and runs nothing.
static bool onlySetsError(const capi::Use &U) {
  const capi::Fact &F = *U.F;
  if (F.Error != capi::ErrorEffect::Sets ||
      F.RunsPython != capi::Runs::Finalizers ||
      F.ThreadState != capi::Thread::None || !isNamedClass(U.arg(0)))
    return false;
  if (!F.isVariadic())
    return true;
  const StringLiteral *Format = literal(U.arg(1));
  return Format && !asksObjects(Format->getString());
}

// Takes arguments apart whose units are objects, strings and their types.
static bool onlyLooks(const capi::Use &U) {
  const StringLiteral *Format = nullptr;
  for (const Expr *A : U.Args)
    if (!Format)
      Format = literal(A);
  return Format && U.F->parses() &&
         Format->getString().take_until([](char C) {
           return C == ':' || C == ';';
         }).find_first_not_of("OSUYszCc!|$ ") == StringRef::npos;
}

EffectSet effectsOf(const capi::Use &U) {
  const EffectSet All = effectsOf(*U.F);
  return All & (Releases | RunsPython) && (onlySetsError(U) || onlyLooks(U))
             ? EffectSet(All & Collects)
             : All;
}

EffectSet effectsOfSlot(const CallExpr &Call) {
  const auto *Member = dyn_cast<MemberExpr>(capi::strip(Call.getCallee()));
  const auto *Field =
      Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  if (!Field || !Field->getIdentifier() ||
      !Field->getParent()->getIdentifier() ||
      Field->getParent()->getName() != "_typeobject")
    return NoEffect;
  const capi::Fact *F =
      capi::findFact(("PyTypeObject." + Field->getName()).str());
  return F && F->RunsPython == capi::Runs::AllocOnly ? EffectSet(Collects)
                                                     : EffectSet(NoEffect);
}

} // namespace ftidy::guards
