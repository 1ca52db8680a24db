//===-- Natives.cpp - what a native function does to its thread
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/Natives.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::guards {

Natives::Natives() {
#define CALL(NAME, OP, ARG)                                                    \
  Calls[NAME] = {NativeOp::OP, ARG,                                            \
                 llvm::StringRef(NAME).contains("PyMutex_")};
#define MEMBER(RECORD, NAME, OP)                                               \
  Members[RECORD "::" NAME] = {NativeOp::OP, -1, false};
#define LOCK_TYPE(RECORD) Types[RECORD] = true;
#define LOCK_MEMBER(NAME, OP) LockMembers[NAME] = {NativeOp::OP, -1, false};
#define GUARD_TYPE(RECORD) Types[RECORD] = false;
#define STATE(NAME, CHANGE) States[NAME] = StateChange::CHANGE;
#define STATE_TEST(NAME) States[NAME] = StateChange::None;
#define STATE_GUARD(RECORD, CHANGE) StateGuards[RECORD] = StateChange::CHANGE;
#include "Guards/Natives.def"
}

StateChange Natives::stateChange(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!Method)
    return F.getIdentifier() ? States.lookup(F.getName()) : StateChange::None;
  const bool Destroys = isa<CXXDestructorDecl>(Method);
  if (!Destroys && !isa<CXXConstructorDecl>(Method))
    return StateChange::None;
  const StateChange Change = StateGuards.lookup(nameOf(*Method->getParent()));
  return Change != StateChange::None && Destroys ? StateChange::Restore
                                                 : Change;
}

bool Natives::isStateTest(const FunctionDecl &F) {
  const auto It = F.getIdentifier() ? States.find(F.getName()) : States.end();
  return It != States.end() && It->second == StateChange::None;
}

// "std::mutex", without inline and versioned namespaces.
static std::string qualified(const NamedDecl &D, llvm::StringRef Name) {
  std::string Result = Name.str();
  for (const DeclContext *In = D.getDeclContext(); In; In = In->getParent()) {
    const auto *Namespace = dyn_cast<NamespaceDecl>(In);
    if (!Namespace || Namespace->isInline() || Namespace->isAnonymousNamespace())
      continue;
    if (Namespace->getName().starts_with("lts_"))
      continue;
    Result = Namespace->getName().str() + "::" + Result;
  }
  return Result;
}

const std::string &Natives::nameOf(const CXXRecordDecl &R) {
  const auto [It, New] = Names.try_emplace(R.getCanonicalDecl());
  if (New && R.getIdentifier())
    It->second = qualified(R, R.getName());
  return It->second;
}

bool Natives::isGuard(const CXXRecordDecl &R) {
  const auto It = Types.find(nameOf(R));
  return It != Types.end() && !It->second;
}

bool Natives::isLock(const CXXRecordDecl &R) {
  const auto It = Types.find(nameOf(R));
  return It != Types.end() && It->second;
}

Native Natives::of(const FunctionDecl &F) {
  const auto [It, New] = Known.try_emplace(F.getCanonicalDecl());
  if (!New)
    return It->second;
  const Native Result = find(F);
  return Known[F.getCanonicalDecl()] = Result;
}

// std::try_to_lock, std::defer_lock, std::adopt_lock: nothing is waited for.
static bool isLockTag(const ParmVarDecl *P) {
  const RecordDecl *R = P->getType().getNonReferenceType()->getAsRecordDecl();
  return R && R->getIdentifier() && R->getName().ends_with("_lock_t");
}

Native Natives::find(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!Method) {
    if (!F.getIdentifier())
      return {};
    const std::string Name = F.getDeclContext()->getRedeclContext()->isNamespace() &&
                                     !F.isExternC()
                                 ? qualified(F, F.getName())
                                 : F.getName().str();
    const Native Result = Calls.lookup(Name);
    const bool Waits = Result.Op == NativeOp::Wait ||
                       Result.Op == NativeOp::Join ||
                       Result.Op == NativeOp::Sleep ||
                       Result.Op == NativeOp::Transfer;
    const SourceManager &SM = F.getASTContext().getSourceManager();
    if (Waits && !llvm::StringRef(Name).contains('_') &&
        !SM.isInSystemHeader(SM.getFileLoc(F.getLocation())))
      return {};
    return Result;
  }
  const bool IsConstructor = isa<CXXConstructorDecl>(Method);
  if (!IsConstructor && !F.getIdentifier())
    return {};
  // A thread that was not given a function is none.
  if (IsConstructor && (F.getNumParams() == 0 ||
                        cast<CXXConstructorDecl>(Method)->isCopyOrMoveConstructor()))
    return {};
  if (IsConstructor && isGuard(*Method->getParent()))
    return {llvm::any_of(F.parameters(), isLockTag) ? NativeOp::TryAcquire
                                                    : NativeOp::Acquire,
            0, false};
  const llvm::StringRef Name = IsConstructor ? "" : F.getName();
  // A lock may have its members from a base class.
  llvm::SmallVector<const CXXRecordDecl *, 4> Work{Method->getParent()};
  while (!Work.empty()) {
    const CXXRecordDecl *R = Work.pop_back_val();
    const std::string &Record = nameOf(*R);
    if (!Record.empty()) {
      if (const auto It = Members.find(Record + "::" + Name.str());
          It != Members.end())
        return It->second;
      if (Types.count(Record))
        if (const auto It = LockMembers.find(Name); It != LockMembers.end())
          return It->second;
    }
    if (!IsConstructor && R->hasDefinition())
      for (const CXXBaseSpecifier &Base : R->bases())
        if (const CXXRecordDecl *B = Base.getType()->getAsCXXRecordDecl())
          Work.push_back(B);
  }
  return {};
}

} // namespace ftidy::guards
