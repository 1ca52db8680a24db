//===-- AllocatorDomain.cpp - freethreading-allocator-domain
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each call of the object allocator whose memory is used as anything but an
// object, and each call that frees memory of another allocator: report it, and
// rename the whole pair where the file has it.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "FixIt/Renames.h"
#include "Ownership/Memory.h"
#include "Roles/Types.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy {

namespace {

class AllocatorDomain : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override {
    if (!Memory)
      Memory = std::make_unique<own::Memory>(session());
    Memory->add(F);
    // Makes objects of what it allocates, in a way of its own.
    for (const capi::Use &U : F.uses().all())
      if (initialises(U) || capi::does(*U.F, capi::Allocation::SetCount))
        MakesObjects.insert(&F.decl());
    const roles::RoleSet Roles = session().roles().of(&F.decl());
    if (Roles.has(roles::Role::New))
      MakesObjects.insert(&F.decl());
  }

  // PyObject_Init and its family: a new object comes out of the argument.
  static bool initialises(const capi::Use &U) {
    return U.F->Returns == capi::Result::Argument && U.F->From == 0 &&
           U.F->Args.size() >= 2;
  }

  void checkFile() override {
    if (!Memory)
      return;
    for (const own::MemoryCall &C : Memory->all()) {
      if (C.Does == capi::Allocation::Release)
        mixed(C);
      else if (C.Of == capi::Domain::Object && isNoObject(C))
        noObject(C);
    }
  }

  bool isNoObject(const own::MemoryCall &C) {
    QualType T = C.As;
    if (C.Holder && T->isVoidPointerType())
      T = C.Holder->getType();
    if (!T->isPointerType() || MakesObjects.contains(C.In))
      return false;
    // `void *p = PyObject_Malloc(sizeof(Node))`
    const bool IsAny = T->isVoidPointerType();
    if (IsAny && C.SizeOf.isNull())
      return false;
    return !isObject(IsAny ? C.SizeOf : T->getPointeeType()) &&
           (C.SizeOf.isNull() || !isObject(C.SizeOf));
  }

  static bool isObject(QualType T) {
    const RecordDecl *R = T->getAsRecordDecl();
    return R && (!R->getDefinition() || roles::isObjectStruct(R));
  }

  void noObject(const own::MemoryCall &C) {
    Finding Result;
    Result.Loc = C.Loc;
    Result.Message =
        "'" + C.Name + "' is for objects: in a free-threaded build the collector "
        "walks its memory; use '" +
        own::nameIn(capi::Domain::Mem, C.Does, C.Name).str() +
        "' for anything else";
    const auto Group =
        C.Holder ? Memory->of(C.Holder) : std::vector<const own::MemoryCall *>();
    if (isClosed(C.Holder, Group)) {
      // One finding for all of them.
      for (const own::MemoryCall *Other : Group)
        if (Other != &C)
          Result.Notes.push_back({Other->Loc, "the same memory"});
      if (Group.front() != &C)
        return;
      Result.Plan = renames(Group, capi::Domain::Mem);
      Result.Plan.lowerToReview("no other code may free this memory");
    } else {
      Result.Plan = fix::EditPlan::refuse(fix::Reason::FreedElsewhere);
    }
    report(Result);
  }

  // The holder belongs to this file, and so does all that is done to it.
  bool isClosed(const ValueDecl *Holder,
                llvm::ArrayRef<const own::MemoryCall *> Group) {
    if (!Holder || !Memory->isKnown(Holder) || !Memory->isAlone(Holder))
      return false;
    const SourceManager &SM = session().context().getSourceManager();
    bool Freed = false;
    for (const own::MemoryCall *C : Group) {
      if (C->Of != capi::Domain::Object || C->InMacroBody)
        return false;
      Freed |= C->Does == capi::Allocation::Release;
    }
    // The group is told of by its first allocation.
    const auto *V = dyn_cast<VarDecl>(Holder);
    return Freed && Group.front()->Does != capi::Allocation::Release && SM.isInMainFile(SM.getFileLoc(Holder->getLocation())) &&
           (!V || V->hasLocalStorage() || !V->isExternallyVisible());
  }

  fix::EditPlan renames(llvm::ArrayRef<const own::MemoryCall *> Group,
                        capi::Domain To) {
    std::vector<fix::Rename> Calls;
    for (const own::MemoryCall *C : Group)
      Calls.push_back({C->Loc, own::nameIn(To, C->Does, C->Name).str()});
    return fix::renameCalls(Calls, session());
  }

  // Freed by another family than the one that all of it came from.
  void mixed(const own::MemoryCall &C) {
    if (!C.Holder || !Memory->isKnown(C.Holder))
      return;
    const own::MemoryCall *From = nullptr;
    for (const own::MemoryCall *Other : Memory->of(C.Holder)) {
      if (Other->Does == capi::Allocation::Release)
        continue;
      if (From && From->Of != Other->Of)
        return;
      From = Other;
    }
    if (!From || From->Of == C.Of)
      return;
    Finding Result;
    Result.Loc = C.Loc;
    Result.Message = "'" + C.Name + "' frees what '" + From->Name +
                     "' allocated: each allocator frees its own memory";
    Result.Notes.push_back({From->Loc, "allocated here"});
    Result.Plan = C.InMacroBody
                      ? fix::EditPlan::refuse(fix::Reason::HiddenByMacro)
                      : fix::renameCalls({{C.Loc, own::nameIn(From->Of, C.Does,
                                                              C.Name)
                                                      .str()}},
                                         session());
    report(Result);
  }

  std::unique_ptr<own::Memory> Memory;
  llvm::DenseSet<const FunctionDecl *> MakesObjects;
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeAllocatorDomain(StringRef Name, tidy::ClangTidyContext *Context,
                    SessionPool &Pool) {
  return std::make_unique<AllocatorDomain>(Name, Context, Pool);
}

} // namespace ftidy
