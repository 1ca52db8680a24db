//===-- Traversal.cpp - what a traverse function does
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ownership/Traversal.h"
#include "CApi/Allocators.h"
#include "CApi/Origin.h"
#include "Guards/Effects.h"
#include "Guards/Locks.h"
#include "Guards/Sections.h"
#include "Guards/ThreadState.h"
#include "Ownership/Walks.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::own {

bool isVisitor(const ParmVarDecl *P) {
  for (QualType T = P->getOriginalType();;) {
    if (const auto *Named = T->getAs<TypedefType>()) {
      if (Named->getDecl()->getName() == "visitproc")
        return true;
      T = Named->desugar();
    } else {
      return false;
    }
  }
}

const ParmVarDecl *visitorOf(const FunctionDecl &F) {
  for (const ParmVarDecl *P : F.parameters())
    if (isVisitor(P))
      return P;
  return nullptr;
}

std::optional<Forbidden> forbidden(const capi::Use &U) {
  const capi::Fact &F = *U.F;
  if (F.TraverseOk || F.Spelling == capi::Kind::Member)
    return std::nullopt;
  if (F.Args.contains('+') || F.Args.contains('-'))
    return Forbidden::RefCount;
  if (F.Returns == capi::Result::New || F.Outs.contains("new@"))
    return Forbidden::NewReference;
  if (const capi::Allocator *A = capi::findAllocator(F.Name))
    return A->Of == capi::Domain::Collector ? Forbidden::Collector
                                            : Forbidden::Memory;
  if (F.Error == capi::ErrorEffect::Sets || F.Error == capi::ErrorEffect::Clears)
    return Forbidden::ErrorState;
  switch (F.ThreadState) {
  case capi::Thread::None:
    break;
  case capi::Thread::Blocks:
    return Forbidden::Lock;
  case capi::Thread::MayDetach:
    return F.RunsPython == capi::Runs::Nothing ? Forbidden::Lock
                                               : Forbidden::PythonCode;
  case capi::Thread::StopsTheWorld:
    return Forbidden::Collector;
  case capi::Thread::Attaches:
  case capi::Thread::Detaches:
    return Forbidden::ThreadState;
  }
  switch (F.RunsPython) {
  case capi::Runs::Nothing:
    return std::nullopt;
  case capi::Runs::AllocOnly:
    return Forbidden::NewReference;
  case capi::Runs::Finalizers:
    return Forbidden::RefCount;
  case capi::Runs::HashEq:
  case capi::Runs::Anything:
    return Forbidden::PythonCode;
  }
  return std::nullopt;
}

// A function with other parameters than a tp_traverse, whose address goes into a
// table of the project's own, and which nobody calls, is called by a walk of the
// project: not by the collector.
bool Traversals::isTraverse(const FunctionDecl &F) {
  const roles::RoleSet Roles = Of.roles().of(&F);
  if (Roles.has(roles::Role::Traverse))
    return true;
  return visitorOf(F) &&
         (F.getNumParams() <= 3 || !Roles.has(roles::Role::Callback) ||
          !Of.roles().callersHere(&F).empty());
}

// Finds what is no use of the C API: C++ objects, and calls of other functions.
class TraversalWalk {
public:
  TraversalWalk(Traversals &Of, unsigned Depth, std::vector<Offence> &Found)
      : Of(Of), Depth(Depth), Found(Found),
        SM(Of.Of.context().getSourceManager()) {}

  // A variable lives to the end of the statement that its declaration is in.
  void walk(const Stmt *S) {
    const size_t Outer = Living.size();
    if (isa<ExprWithCleanups>(S)) {
      const size_t Before = Temporaries.size();
      const bool Visited = VisitedHere;
      VisitedHere = false;
      walkInto(S);
      if (VisitedHere)
        for (size_t I = Before; I != Temporaries.size(); ++I)
          Found.push_back(owning(Temporaries[I]->getBeginLoc(), nullptr,
                                 Temporaries[I]->getType()));
      Temporaries.resize(Before);
      VisitedHere |= Visited;
    } else {
      walkInto(S);
    }
    if (isa<CompoundStmt, ForStmt, CXXForRangeStmt, IfStmt, WhileStmt,
            SwitchStmt>(S))
      close(Outer);
  }

private:
  void walkInto(const Stmt *S) {
    if (const auto *Call = dyn_cast<CallExpr>(S))
      visitCall(Call);
    else if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(S);
             Bound && Of.Owning.owns(Bound->getType()))
      Temporaries.push_back(Bound);
    llvm::SmallVector<const Stmt *, 8> Children;
    if (const auto *Declares = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : Declares->decls())
        if (const auto *V = dyn_cast<VarDecl>(D)) {
          visitVariable(V);
          if (V->getInit())
            walk(V->getInit());
        }
      return;
    }
    syntax::childrenOf(*S, Children);
    for (const Stmt *Child : Children)
      walk(Child);
  }

  void visitCall(const CallExpr *Call) {
    if (isVisit(*Call)) {
      VisitedHere = true;
      for (auto &[V, IsVisited] : Living)
        IsVisited = true;
      // What gets the visitor is a traverse function itself.
      return;
    }
    if (const FunctionDecl *Callee = Call->getDirectCallee())
      follow(*Call, *Callee);
  }

  void visitVariable(const VarDecl *V) {
    if (V->isStaticLocal()) {
      const bool Guarded = V->hasInit() && !V->hasConstantInitialization() &&
                           !V->getTSCSpec();
      if (Guarded && Of.Of.context().getLangOpts().CPlusPlus)
        Found.push_back({Forbidden::StaticGuard, V->getLocation(),
                         V->getNameAsString(), nullptr, V, nullptr, nullptr});
      return;
    }
    if (!V->isLocalVarDecl() || V->isImplicit())
      return;
    QualType T = V->getType();
    // A reference keeps the temporary that it is bound to.
    if (T->isReferenceType()) {
      const auto *Full = dyn_cast_or_null<FullExpr>(V->getInit());
      const auto *Temporary = dyn_cast_or_null<MaterializeTemporaryExpr>(
          Full ? Full->getSubExpr() : V->getInit());
      if (!Temporary || Temporary->getExtendingDecl() != V)
        return;
      T = Temporary->getType();
    }
    if (Of.Owning.owns(T))
      Living.push_back({V, false});
  }

  // The visitor is called, or given to something that calls it.
  static bool isVisit(const CallExpr &Call) {
    const auto NamesVisitor = [](const Expr *E) {
      const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts());
      const auto *P = Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
      return P && isVisitor(P);
    };
    const Expr *Callee = Call.getCallee()->IgnoreParenCasts();
    if (const auto *Pointer = dyn_cast<UnaryOperator>(Callee))
      Callee = Pointer->getSubExpr();
    return NamesVisitor(Callee) || llvm::any_of(Call.arguments(), NamesVisitor);
  }

  Offence owning(SourceLocation L, const VarDecl *V, QualType T) const {
    return {Forbidden::OwningObject, SM.getFileLoc(L),
            V ? V->getNameAsString()
              : T.getUnqualifiedType().getAsString(
                    Of.Of.context().getPrintingPolicy()),
            nullptr, V, nullptr, nullptr};
  }

  void close(size_t Outer) {
    for (size_t I = Outer; I < Living.size(); ++I)
      if (Living[I].second)
        Found.push_back(owning(Living[I].first->getLocation(),
                               Living[I].first, Living[I].first->getType()));
    if (Living.size() > Outer)
      Living.resize(Outer);
  }

  void follow(const CallExpr &Call, const FunctionDecl &Declared) {
    if (!Depth || Of.Of.facts().lookup(Declared.getIdentifier()))
      return;
    const auto *Method = dyn_cast<CXXMethodDecl>(&Declared);
    const FunctionDecl *Callee = Declared.getDefinition();
    if (!Callee || !Callee->getBody() || Callee->isDependentContext() ||
        (Method && Method->isVirtual()) || Of.isTraverse(*Callee) ||
        Of.Of.origins().of(Callee->getLocation()) != capi::Origin::User)
      return;
    const bool InMain =
        SM.isInMainFile(SM.getFileLoc(Callee->getLocation()));
    if (!InMain && Callee->getTemplateInstantiationPattern())
      return;
    std::optional<Offence> First = Of.firstOf(Callee, InMain ? Depth - 1 : 0);
    if (!First || (!InMain && First->What != Forbidden::RefCount))
      return;
    First->Through = &Call;
    First->In = Callee;
    First->Variable = nullptr;
    Found.push_back(std::move(*First));
  }

  Traversals &Of;
  unsigned Depth;
  std::vector<Offence> &Found;
  const SourceManager &SM;
  std::vector<std::pair<const VarDecl *, bool>> Living;
  llvm::SmallVector<const CXXBindTemporaryExpr *, 4> Temporaries;
  bool VisitedHere = false;
};

// What takes the lock: a function or the class of a guard.
static std::string calledName(const Stmt &At) {
  if (const auto *Call = dyn_cast<CallExpr>(&At)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    return Callee ? Callee->getNameAsString() : "lock";
  }
  const auto *Made = dyn_cast<CXXConstructExpr>(&At);
  return Made ? Made->getConstructor()->getParent()->getNameAsString() : "lock";
}

// The function says no to what it was asked for, which a traversal does not ask
// for: it sets an exception and leaves at once, and has another way to leave.
static bool refuses(const Offence &O, Function &F) {
  if (O.What != Forbidden::ErrorState || O.Through || !O.Use ||
      O.Use->F->Error != capi::ErrorEffect::Sets)
    return false;
  const Stmt *At = O.Use->Node, *Up = F.parents().getParent(At);
  for (; Up && !isa<CompoundStmt, IfStmt>(Up); Up = F.parents().getParent(At)) {
    if (isa<ReturnStmt>(Up))
      break;
    At = Up;
  }
  const auto *Leaves = dyn_cast_or_null<ReturnStmt>(Up);
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(Up))
    for (auto It = Block->body_begin(); It != Block->body_end(); ++It)
      if (*It == At && std::next(It) != Block->body_end())
        Leaves = dyn_cast<ReturnStmt>(*std::next(It));
  return Leaves && llvm::any_of(F.statements(), [&](const Stmt *S) {
           return isa<ReturnStmt>(S) && S != Leaves;
         });
}

std::optional<Offence> Traversals::firstOf(const FunctionDecl *F,
                                           unsigned Depth) {
  // A function that calls itself adds nothing.
  const auto [It, New] = Firsts.try_emplace(F, std::nullopt);
  if (!New)
    return It->second;
  for (Offence &O : offences(Of.function(*F), Depth))
    if (!refuses(O, Of.function(*F)))
      return Firsts[F] = std::move(O);
  return std::nullopt;
}

std::vector<Offence> Traversals::offences(Function &F) {
  return offences(F, MaxDepth);
}

std::vector<Offence> Traversals::offences(Function &F, unsigned Depth) {
  std::vector<Offence> Found;
  const SourceManager &SM = Of.context().getSourceManager();
  llvm::DenseSet<unsigned> Places;
  // The end of a scope, and what unlocks, belong to their beginning.
  for (const capi::ScopeMacro &Scope : Of.macros().scopes())
    Places.insert(Scope.End.getRawEncoding());
  for (const capi::Use &U : F.uses().all())
    if (const auto What = forbidden(U))
      if (Places.insert(U.Loc.getRawEncoding()).second)
        Found.push_back({*What, U.Loc, U.F->Name.str(), &U, nullptr, nullptr,
                         nullptr});
  // In a build with the GIL nothing is left of a critical section.
  const SourceRange Body = F.decl().getBody()->getSourceRange();
  const SourceLocation Begin = SM.getFileLoc(Body.getBegin()),
                       End = SM.getFileLoc(Body.getEnd());
  for (const capi::ScopeMacro &Scope : Of.macros().scopes())
    if (SM.isBeforeInTranslationUnit(Begin, Scope.Begin) &&
        SM.isBeforeInTranslationUnit(Scope.Begin, End) &&
        Places.insert(Scope.Begin.getRawEncoding()).second)
      Found.push_back({Scope.Kind == capi::ScopeKind::CriticalSection
                           ? Forbidden::Lock
                           : Forbidden::ThreadState,
                       Scope.Begin, Scope.Name.str(), nullptr, nullptr, nullptr,
                       nullptr});
  // Locks that are not CPython's.
  for (const guards::Acquisition &A : Of.locks().in(F.decl()).acquisitions())
    if (!A.Through && Places.insert(SM.getFileLoc(A.Loc).getRawEncoding()).second)
      Found.push_back({Forbidden::Lock, A.Loc, calledName(*A.At), nullptr,
                       nullptr, nullptr, nullptr});
  TraversalWalk(*this, Depth, Found).walk(F.decl().getBody());
  llvm::erase_if(Found, [&](const Offence &O) {
    const SourceLocation L = O.Through ? O.Through->getBeginLoc() : O.Loc;
    return Of.macros().isGilOnly(SM.getFileLoc(L), SM) ||
           Of.macros().isGilOnly(SM.getFileLoc(O.Loc), SM);
  });
  llvm::stable_sort(Found, [&](const Offence &A, const Offence &B) {
    const auto Place = [&](const Offence &O) {
      return SM.getFileLoc(O.Through ? O.Through->getBeginLoc() : O.Loc);
    };
    return SM.isBeforeInTranslationUnit(Place(A), Place(B));
  });
  // Py_VISIT evaluates its argument twice.
  Found.erase(std::unique(Found.begin(), Found.end(),
                          [&](const Offence &A, const Offence &B) {
                            return A.Through && B.Through && A.In == B.In &&
                                   SM.getFileLoc(A.Through->getBeginLoc()) ==
                                       SM.getFileLoc(B.Through->getBeginLoc());
                          }),
              Found.end());
  return Found;
}

} // namespace ftidy::own
