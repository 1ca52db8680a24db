//===-- Spins.cpp - which loops only wait for another thread?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A condition is understood when it consists of reads, comparisons and atomic
// operations, and changes nothing but by a test-and-set. A loop that tries to
// replace a value (compare and exchange) is never understood: it makes progress
// by itself.
//
//===----------------------------------------------------------------------===//

#include "Guards/Spins.h"
#include "CApi/Use.h"
#include "Guards/LockPath.h"
#include "Guards/Natives.h"
#include "Roles/Accesses.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::guards {

namespace {

enum class Does : uint8_t { Nothing, Loads, Takes, GivesBack };

/// An atomic operation, and what it is done to.
struct Operation {
  Does What = Does::Nothing;
  const Expr *On = nullptr;
};

Operation operationOf(const Expr *E) {
  if (const auto *Atomic = dyn_cast<AtomicExpr>(E)) {
    switch (Atomic->getOp()) {
    case AtomicExpr::AO__c11_atomic_load:
    case AtomicExpr::AO__atomic_load:
    case AtomicExpr::AO__atomic_load_n:
      return {Does::Loads, Atomic->getPtr()};
    case AtomicExpr::AO__c11_atomic_exchange:
    case AtomicExpr::AO__atomic_exchange_n:
      return {Does::Takes, Atomic->getPtr()};
    case AtomicExpr::AO__c11_atomic_store:
    case AtomicExpr::AO__atomic_store_n:
      return {Does::GivesBack, Atomic->getPtr()};
    default:
      return {};
    }
  }
  const auto *Call = dyn_cast<CallExpr>(E);
  const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
  if (!F)
    return {};
  if (const auto *Method = dyn_cast<CXXMemberCallExpr>(Call)) {
    const CXXRecordDecl *R = cast<CXXMethodDecl>(F)->getParent();
    if (!R->isInStdNamespace() || !R->getIdentifier() ||
        !R->getName().contains("atomic"))
      return {};
    const Expr *On = Method->getImplicitObjectArgument();
    if (isa<CXXConversionDecl>(F))
      return {Does::Loads, On};
    const StringRef Name = F->getIdentifier() ? F->getName() : "";
    if (Name == "load" || Name == "test")
      return {Does::Loads, On};
    if (Name == "test_and_set" || Name == "exchange")
      return {Does::Takes, On};
    return {Name == "clear" || Name == "store" ? Does::GivesBack
                                               : Does::Nothing,
            On};
  }
  if (!F->getIdentifier() || !Call->getNumArgs())
    return {};
  const StringRef Name = F->getName();
  const Expr *On = Call->getArg(0);
  // From one number to another.
  if (Name.starts_with("__sync_bool_compare_and_swap") &&
      Call->getNumArgs() > 2 && isa<IntegerLiteral>(capi::strip(Call->getArg(1))) &&
      isa<IntegerLiteral>(capi::strip(Call->getArg(2))))
    return {Does::Takes, On};
  if (Name.starts_with("__sync_lock_test_and_set") ||
      Name == "__atomic_test_and_set" || Name.contains("atomic_exchange") ||
      Name.starts_with("atomic_flag_test_and_set"))
    return {Does::Takes, On};
  if (Name.starts_with("__sync_lock_release") || Name == "__atomic_clear" ||
      Name.starts_with("atomic_flag_clear") || Name.contains("atomic_store"))
    return {Does::GivesBack, On};
  return {Name.contains("atomic_load") ? Does::Loads : Does::Nothing, On};
}

class Finder {
public:
  Finder(Natives &Names, const ASTContext &Context)
      : Names(Names), Context(Context) {}

  void look(const Stmt *Root) {
    syntax::forEachStmt(Root, [&](const Stmt *S) {
      visit(S);
      return true;
    });
  }

  std::vector<Spin> Found;

private:
  struct Condition {
    const Expr *Shared = nullptr; ///< what other threads see
    bool Takes = false;
  };

  void visit(const Stmt *S) {
    if (const auto *While = dyn_cast<WhileStmt>(S))
      loop(S, While->getCond(), While->getBody());
    else if (const auto *Do = dyn_cast<DoStmt>(S))
      loop(S, Do->getCond(), Do->getBody());
    else if (const auto *For = dyn_cast<ForStmt>(S); For && !For->getInc())
      loop(S, For->getCond(), For->getBody());
    else if (isa<AtomicExpr, CallExpr>(S))
      giveBack(cast<Expr>(S));
  }

  void loop(const Stmt *Loop, const Expr *Cond, const Stmt *Body) {
    Condition C;
    if (!Cond || !rests(Body) || !understand(Cond, C) || !C.Shared)
      return;
    Spin S{Loop, nameOf(C.Shared), C.Takes};
    Paths.push_back(C.Takes ? lockPath(C.Shared) : LockPath());
    Found.push_back(std::move(S));
  }

  std::string nameOf(const Expr *E) {
    E = capi::strip(E);
    if (const auto *Address = dyn_cast<UnaryOperator>(E);
        Address && Address->getOpcode() == UO_AddrOf)
      E = capi::strip(Address->getSubExpr());
    const std::string Text = capi::written(E, Context).str();
    const LockPath Path = lockPath(E);
    if (!Text.empty() || !Path)
      return Text;
    // The member inside of an atomic_flag is not the author's.
    for (const FieldDecl *Field : llvm::reverse(Path.Fields))
      if (!Context.getSourceManager().isInSystemHeader(Field->getLocation()))
        return Field->getNameAsString();
    const auto *Named = dyn_cast<NamedDecl>(Path.Root);
    return Named ? Named->getNameAsString() : std::string();
  }

  // What the file's own atomics do, or a lock that is only tried, in a loop.
  Operation operation(const Expr *E) {
    const Operation O = operationOf(E);
    const auto *Call = dyn_cast<CallExpr>(E);
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    if (O.What != Does::Nothing || !F)
      return O;
    const Native N = Names.of(*F);
    if (N.Op != NativeOp::TryAcquire && N.Op != NativeOp::Release)
      return O;
    const Expr *On = nullptr;
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call))
      On = Member->getImplicitObjectArgument();
    else if (N.Arg >= 0 && unsigned(N.Arg) < Call->getNumArgs())
      On = Call->getArg(N.Arg);
    return On ? Operation{N.Op == NativeOp::Release ? Does::GivesBack
                                                    : Does::Takes,
                          On}
              : O;
  }

  void giveBack(const Expr *E) {
    const Operation O = operation(E);
    if (O.What == Does::GivesBack)
      for (size_t I = 0; I < Found.size(); ++I)
        if (Paths[I] && Paths[I] == lockPath(O.On))
          Found[I].GivenBack =
              Context.getSourceManager().getFileLoc(E->getBeginLoc());
  }

  // Nothing, or rest.
  bool rests(const Stmt *Body) {
    if (isa<NullStmt, ContinueStmt, AsmStmt>(Body))
      return true;
    if (const auto *Block = dyn_cast<CompoundStmt>(Body))
      return llvm::all_of(Block->body(),
                          [&](const Stmt *S) { return rests(S); });
    const auto *E = dyn_cast<Expr>(Body);
    const auto *Call = E ? dyn_cast<CallExpr>(capi::strip(E)) : nullptr;
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    return F && Names.of(*F).Op == NativeOp::Yield;
  }

  // False when the condition does anything else than to read.
  bool understand(const Expr *E, Condition &Into) {
    E = capi::strip(E);
    if (E->isValueDependent())
      return false;
    if (isa<AtomicExpr, CallExpr>(E)) {
      const Operation O = operation(E);
      if (O.What != Does::Loads && O.What != Does::Takes)
        return false;
      Into.Takes |= O.What == Does::Takes;
      if (!Into.Shared)
        Into.Shared = O.On;
      return true;
    }
    if (const auto *Binary = dyn_cast<BinaryOperator>(E))
      return !Binary->isAssignmentOp() && !Binary->isCommaOp() &&
             understand(Binary->getLHS(), Into) &&
             understand(Binary->getRHS(), Into);
    if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      if (Unary->isIncrementDecrementOp())
        return false;
      if (Unary->getOpcode() == UO_Deref && E->getType().isVolatileQualified() &&
          !Into.Shared)
        Into.Shared = E;
      return understand(Unary->getSubExpr(), Into);
    }
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
      // `(++p)->code` is another place each time: the loop ends by itself.
      if (!Field || Member->getBase()->HasSideEffects(Context))
        return false;
      const LockPath Path = lockPath(E);
      const auto *V = dyn_cast_or_null<VarDecl>(Path.Root);
      // A struct of this function is seen by nobody, but by its address.
      const bool Own = !Member->isArrow() && V && V->hasLocalStorage() &&
                       !V->getType()->isPointerType() &&
                       !V->getType()->isReferenceType();
      if (!Own && !Into.Shared)
        Into.Shared = E;
      return true;
    }
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
      if (!V)
        return isa<EnumConstantDecl>(Ref->getDecl());
      const bool Seen =
          (V->hasGlobalStorage() && !V->getType().isConstQualified() &&
           roles::storageOf(*V) != roles::Storage::PerThread) ||
          V->getType().isVolatileQualified();
      if (Seen && !Into.Shared)
        Into.Shared = E;
      return true;
    }
    return isa<IntegerLiteral, CXXBoolLiteralExpr, CharacterLiteral,
               CXXNullPtrLiteralExpr, GNUNullExpr>(E);
  }

  Natives &Names;
  const ASTContext &Context;
  std::vector<LockPath> Paths;
};

} // namespace

std::vector<Spin> findSpins(const FunctionDecl &F, Natives &Names,
                            const ASTContext &Context) {
  Finder Find(Names, Context);
  Find.look(F.getBody());
  return std::move(Find.Found);
}

} // namespace ftidy::guards
