//===-- LockGuards.cpp - which lock guards this variable?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A lock guards a variable when it is held at every place that touches it. A
// lock in an object counts for the fields of that object: both are reached in
// the same way.
//
//===----------------------------------------------------------------------===//

#include "Guards/Locks.h"
#include "CApi/FactIndex.h"
#include "CApi/Origin.h"
#include "CApi/Use.h"
#include "Guards/Effects.h"
#include "Guards/Spins.h"
#include "Roles/Accesses.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace ftidy::guards {

bool Locks::holds(const LockPath &Lock, const Stmt *S) const {
  return Lock && !Lock.Indexed &&
         llvm::any_of(heldAt(S), [&](const Acquisition *A) {
           return A->Lock == Lock;
         });
}

const LocksOfFile::Functions &LocksOfFile::operations() {
  if (Operations)
    return *Operations;
  Operations.emplace();
  Effects &Effects = Of.effects();
  for (const FunctionDecl *F : Of.roles().called())
    if (const NativeOp Op = Effects.natives().of(*F).Op;
        Op == NativeOp::Acquire || Op == NativeOp::TryAcquire ||
        Op == NativeOp::Release ||
        // An inline function of another library.
        (Effects.bodyOf(*F) &&
         Of.origins().of(F->getLocation()) == capi::Origin::System))
      Operations->insert(F->getCanonicalDecl());
  return *Operations;
}

bool LocksOfFile::areAny() {
  return Of.context().getLangOpts().CPlusPlus || !operations().empty();
}

// Most functions of C take none, nor does what they call: their names say so. To
// read all that they do would cost more than everything else that is asked of
// locks. In C++ constructors, destructors and templates are called unnamed.
bool LocksOfFile::mayTake(const FunctionDecl &F) {
  if (Of.context().getLangOpts().CPlusPlus || !areAny())
    return areAny();
  const auto [It, New] = Takes.try_emplace(&F, false);
  if (!New)
    return It->second;
  llvm::SmallVector<const FunctionDecl *, 16> Work{&F}, Reached;
  Functions Seen{&F};
  while (!Work.empty()) {
    Reached.push_back(Work.pop_back_val());
    for (const CallExpr *Call : Of.function(*Reached.back()).calls()) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      if (!Callee)
        continue;
      if (operations().contains(Callee->getCanonicalDecl()))
        return Takes[&F] = true;
      const FunctionDecl *Body = Of.effects().bodyOf(*Callee);
      if (!Body || !Body->getBody() || !Seen.insert(Body).second)
        continue;
      if (const auto Known = Takes.find(Body); Known == Takes.end())
        Work.push_back(Body);
      else if (Known->second)
        return Takes[&F] = true;
    }
  }
  for (const FunctionDecl *Each : Reached)
    Takes.try_emplace(Each, false);
  return false;
}

const Locks &LocksOfFile::in(const FunctionDecl &F) {
  if (!mayTake(F))
    return None;
  const auto It = Known.find(&F);
  if (It != Known.end())
    return *It->second;
  // A function that calls itself has no locks while it is being looked at.
  static_assert(Locks::MaxAcquisitions == 64, "one bit a place");
  if (!Running.insert(&F).second)
    return None;
  auto Made = std::make_unique<Locks>(Of.function(F), Of);
  Running.erase(&F);
  return *Known.try_emplace(&F, std::move(Made)).first->second;
}

// A lock that the caller holds, as the called function names it.
static LockPath seenFrom(const FunctionDecl &F, const CallExpr &Call,
                         const LockPath &Lock) {
  if (Lock.isGlobal())
    return Lock;
  for (unsigned I = 0; I < Call.getNumArgs() && I < F.getNumParams(); ++I) {
    const LockPath Given = lockPath(Call.getArg(I));
    const size_t Length = Given.Fields.size();
    if (!Given || Given.Indexed || Given.Root != Lock.Root ||
        Length > Lock.Fields.size() ||
        llvm::ArrayRef(Lock.Fields).take_front(Length) !=
            llvm::ArrayRef(Given.Fields))
      continue;
    LockPath Result;
    Result.Root = F.getParamDecl(I);
    Result.Fields.append(Lock.Fields.begin() + Length, Lock.Fields.end());
    return Result;
  }
  return {};
}

llvm::SmallVector<LockPath, 2> LocksOfFile::heldAt(const FunctionDecl &F,
                                                   const Stmt *S) {
  llvm::SmallVector<LockPath, 2> Result;
  if (!areAny())
    return Result;
  for (const Acquisition *A : in(F).heldAt(S))
    if (A->Lock && !A->Lock.Indexed)
      Result.push_back(A->Lock);
  const auto Callers = Of.roles().callersOf(&F);
  if (!Callers || Callers->empty() || Depth >= MaxDepth)
    return Result;
  llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  // A lock that every caller holds: a global, or one in an argument.
  std::optional<llvm::SmallVector<LockPath, 2>> Common;
  for (const roles::Caller &C : *Callers) {
    const FunctionDecl *Caller = C.Function->getDefinition();
    if (Caller == &F)
      continue;
    llvm::SmallVector<LockPath, 2> There;
    if (Caller)
      for (const LockPath &L : heldAt(*Caller, C.Call))
        if (const LockPath Here = seenFrom(F, *C.Call, L))
          There.push_back(Here);
    if (!Common)
      Common = There;
    else
      llvm::erase_if(*Common, [&](const LockPath &L) {
        return llvm::none_of(There, [&](const LockPath &O) { return O == L; });
      });
  }
  if (Common)
    Result.append(Common->begin(), Common->end());
  return Result;
}

bool LocksOfFile::calls(const FunctionDecl &F, NativeOp Op) {
  return F.getBody() && llvm::any_of(Of.function(F).calls(), [&](const CallExpr *Call) {
           const FunctionDecl *Callee = Call->getDirectCallee();
           return Callee && Of.effects().natives().of(*Callee).Op == Op;
         });
}

// Where the function seems to take a lock, or to give one back, in source order.
const std::vector<LocksOfFile::Step> &LocksOfFile::stepsOf(const FunctionDecl &F) {
  const auto [It, New] = Steps.try_emplace(&F);
  if (!New)
    return *It->second;
  auto Found = std::make_unique<std::vector<Step>>();
  const SourceManager &SM = Of.context().getSourceManager();
  // `if (failed) { unlock(); return NULL; }` ends there for what is behind it.
  const auto LeftAt = [&](const Stmt *At) {
    const ParentMap &Parents = Of.function(F).parents();
    for (At = Parents.getParent(At); At; At = Parents.getParent(At))
      if (const auto *Block = dyn_cast<CompoundStmt>(At))
        return isa<ReturnStmt, GotoStmt>(Block->body_back())
                   ? SM.getFileLoc(Block->getEndLoc())
                   : SourceLocation();
    return SourceLocation();
  };
  for (const CallExpr *Call : Of.function(F).calls()) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (!Callee)
      continue;
    const NativeOp Op = Of.effects().natives().of(*Callee).Op;
    const FunctionDecl *Body = Of.effects().bodyOf(*Callee);
    const bool Gives = Op == NativeOp::Release ||
                       (Body && calls(*Body, NativeOp::Release));
    const bool Takes = Op == NativeOp::Acquire || Op == NativeOp::TryAcquire ||
                       (Body && calls(*Body, NativeOp::Acquire));
    if (Takes != Gives)
      Found->push_back({SM.getFileLoc(Call->getBeginLoc()), Takes,
                        Gives ? LeftAt(Call) : SourceLocation()});
  }
  for (const Spin &Loop : findSpins(F, Of.effects().natives(), Of.context()))
    if (Loop.Takes) {
      Found->push_back({SM.getFileLoc(Loop.Loop->getBeginLoc()), true, {}});
      if (Loop.GivenBack.isValid())
        Found->push_back({Loop.GivenBack, false, {}});
    }
  llvm::stable_sort(*Found, [&](const Step &A, const Step &B) {
    return A.At != B.At && SM.isBeforeInTranslationUnit(A.At, B.At);
  });
  return *(Steps[&F] = std::move(Found));
}

bool LocksOfFile::mayBeHeldAt(const FunctionDecl &F, const Stmt *S) {
  if (areAny() && !heldAt(F, S).empty())
    return true;
  const SourceManager &SM = Of.context().getSourceManager();
  const SourceLocation Here = SM.getFileLoc(S->getBeginLoc());
  bool Held = false;
  for (const Step &Each : stepsOf(F)) {
    if (!SM.isBeforeInTranslationUnit(Each.At, Here))
      break;
    if (Each.Takes || Each.LeftAt.isInvalid() ||
        SM.isBeforeInTranslationUnit(Here, Each.LeftAt))
      Held = Each.Takes;
  }
  const auto Callers = Of.roles().callersOf(&F);
  if (Held || !Callers || Depth >= MaxDepth)
    return Held;
  llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  return llvm::any_of(*Callers, [&](const roles::Caller &C) {
    const FunctionDecl *By = C.Function->getDefinition();
    return By && By != &F && mayBeHeldAt(*By, C.Call);
  });
}

// What names this lock for the place that Touches: a global, or the field of
// the object that the touched field is in. Null for a lock elsewhere.
static const Decl *nameFor(const LockPath &Lock, const LockPath &Touches) {
  if (Lock.isGlobal())
    return Lock.Fields.empty() ? Lock.Root : Lock.Fields.back();
  if (Lock.Fields.empty() || Touches.Fields.empty() ||
      Lock.Root != Touches.Root ||
      llvm::ArrayRef(Lock.Fields).drop_back() !=
          llvm::ArrayRef(Touches.Fields).drop_back())
    return nullptr;
  return Lock.Fields.back();
}

bool LocksOfFile::holdsGuard(const Decl *Guard, const FunctionDecl &F,
                             const Expr *Touches, const Stmt *At) {
  const LockPath Path = lockPath(Touches);
  return Guard && llvm::any_of(heldAt(F, At), [&](const LockPath &Lock) {
           const Decl *Name = nameFor(Lock, Path);
           return Name && Name->getCanonicalDecl() == Guard;
         });
}

const Decl *LocksOfFile::guardOf(const ValueDecl &D) {
  const auto [It, New] = GuardsOf.try_emplace(&D, nullptr);
  if (!New || !areAny())
    return It->second;
  std::optional<llvm::SmallVector<const Decl *, 2>> Common;
  for (const roles::Access &A : Of.accesses().of(&D)) {
    if (!A.In || Of.initOnly(*A.In))
      continue;
    const roles::RoleSet Roles = Of.roles().of(A.In);
    if (isa<FieldDecl>(D) &&
        (Roles.only(roles::Role::New) || Roles.only(roles::Role::Dealloc) ||
         Roles.only(roles::Role::Traverse) || Roles.only(roles::Role::Clear)))
      continue;
    const FunctionDecl *In = A.In->getDefinition();
    llvm::SmallVector<const Decl *, 2> Here;
    if (In && In->getBody() && !In->isDependentContext()) {
      const LockPath Path = lockPath(A.At);
      for (const LockPath &Lock : heldAt(*In, A.At))
        if (const Decl *Name = nameFor(Lock, Path))
          Here.push_back(Name->getCanonicalDecl());
    }
    if (!Common)
      Common = Here;
    else
      llvm::erase_if(*Common, [&](const Decl *Lock) {
        return !llvm::is_contained(Here, Lock);
      });
    if (Common->empty())
      return nullptr;
  }
  return GuardsOf[&D] = Common ? Common->front() : nullptr;
}

// Compared, tested, or called on: what a place does that keeps no pointer.
static bool keepsNothing(const roles::Access &A, Session &S) {
  if (A.Of == roles::Extent::Whole && A.Kind == roles::AccessKind::Write)
    return true;
  if (A.Kind == roles::AccessKind::Address)
    return false;
  const FunctionDecl *In = A.In ? A.In->getDefinition() : nullptr;
  if (!In || !In->getBody())
    return false;
  const ParentMap &Parents = S.function(*In).parents();
  for (const Stmt *At = Parents.getParent(A.At); At;
       At = Parents.getParent(At)) {
    if (isa<IfStmt, WhileStmt, ConditionalOperator>(At))
      return true;
    if (const auto *Binary = dyn_cast<BinaryOperator>(At))
      return Binary->isEqualityOp() || Binary->isLogicalOp() ||
             (Binary->isAssignmentOp() &&
              capi::strip(Binary->getLHS()) == A.At);
    if (const auto *Unary = dyn_cast<UnaryOperator>(At);
        Unary && Unary->getOpcode() == UO_LNot)
      return true;
    if (const auto *Call = dyn_cast<CallExpr>(At)) {
      const FunctionDecl *F = Call->getDirectCallee();
      const capi::Fact *Fact =
          F && !isa<CXXMethodDecl>(F) ? S.facts().lookup(F->getIdentifier())
                                      : nullptr;
      return Fact && Fact->Returns != capi::Result::Argument;
    }
    if (!isa<CastExpr, ParenExpr>(At))
      return false;
  }
  return false;
}

const Decl *LocksOfFile::guardOfContents(const ValueDecl &D) {
  const Decl *Guard = guardOf(D);
  return Guard && llvm::all_of(Of.accesses().of(&D),
                               [&](const roles::Access &A) {
                                 return !A.In || keepsNothing(A, Of);
                               })
             ? Guard
             : nullptr;
}

} // namespace ftidy::guards
