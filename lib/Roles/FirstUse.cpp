//===-- FirstUse.cpp - what is filled on first use?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From each change of a variable the search climbs to the body of the function.
// On its way it looks at the conditions that lead to the change: of the
// statements and operators around it, and of the statements before it that leave
// when the variable is set.
//
//===----------------------------------------------------------------------===//

#include "Roles/FirstUse.h"
#include "CApi/LockWords.h"
#include "CApi/Use.h"
#include "Flow/Graph.h"
#include "Roles/LocalCopies.h"
#include "Roles/Roles.h"
#include "Roles/UnsetTest.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include <optional>

using namespace clang;

namespace ftidy::roles {

static bool leaves(const Stmt *S) {
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(S))
    return !Block->body_empty() && leaves(Block->body_back());
  return isa_and_nonnull<ReturnStmt, GotoStmt, BreakStmt, ContinueStmt,
                         CXXThrowExpr>(S);
}

// Raises an exception as one of its own steps.
static bool raises(const Stmt *S) {
  const auto Raises = [](const Stmt *Step) {
    const auto *E = dyn_cast_or_null<Expr>(Step);
    const auto *Call = E ? dyn_cast<CallExpr>(capi::strip(E)) : nullptr;
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    const capi::Fact *Known =
        F && F->getIdentifier() ? capi::findFact(F->getName()) : nullptr;
    return Known && Known->Error == capi::ErrorEffect::Sets;
  };
  const auto *Block = dyn_cast_or_null<CompoundStmt>(S);
  return Block ? llvm::any_of(Block->body(), Raises) : Raises(S);
}

static void collectCalls(const Stmt *S,
                         llvm::SmallVectorImpl<const CallExpr *> &Into) {
  llvm::SmallVector<const Stmt *, 32> Work{S};
  while (!Work.empty()) {
    const Stmt *Top = Work.pop_back_val();
    if (!Top || isa<LambdaExpr>(Top))
      continue;
    if (const auto *Call = dyn_cast<CallExpr>(Top))
      Into.push_back(Call);
    for (const Stmt *Child : Top->children())
      Work.push_back(Child);
  }
}

struct FirstUses::Search {
  Search(ASTContext &Context, const Accesses &Places, const Roles &Known,
         std::function<bool(const FunctionDecl &)> InitOnly)
      : Unset(Context), Places(Places), Known(Known),
        InitOnly(std::move(InitOnly)), SM(Context.getSourceManager()) {}

  UnsetTest Unset;
  const Accesses &Places;
  const Roles &Known;
  std::function<bool(const FunctionDecl &)> InitOnly;
  const SourceManager &SM;
  struct Change {
    const VarDecl *V;
    const Access *A;
  };
  llvm::DenseMap<const FunctionDecl *, std::vector<Change>> ChangesIn;
  llvm::DenseMap<const FunctionDecl *, std::unique_ptr<ParentMap>> Parents;
  struct Inside {
    const Expr *Test = nullptr;
    const Access *Change = nullptr;
  };
  llvm::DenseMap<const ParmVarDecl *, Inside> Lazy;
  llvm::DenseSet<const CallExpr *> FillCalls;
  llvm::SmallVector<const CallExpr *, 4> Filling; // of the last search

  const ParentMap &parentsIn(const FunctionDecl &F) {
    std::unique_ptr<ParentMap> &Map = Parents[&F];
    if (!Map)
      Map = std::make_unique<ParentMap>(F.getBody());
    return *Map;
  }

  // The part of a condition in In that tests whether D, or a local variable that
  // D was copied into before, is unset.
  const Expr *testIn(const Expr *Condition, const ValueDecl *D, bool WhenTrue,
                     const FunctionDecl &In, bool &OfCopy) {
    if (const Expr *Test = Unset.testIn(Condition, D, WhenTrue))
      return Test;
    const bool Points = isa<ParmVarDecl>(D);
    for (const Access &A : Places.of(D)) {
      if (A.In != &In || A.Kind != AccessKind::Read || A.Atomic ||
          (A.Of == Extent::Behind) != Points)
        continue;
      const VarDecl *Local = copyAt(A, parentsIn(In));
      if (!Local || !Local->hasLocalStorage() ||
          !Local->getType()->isPointerType())
        continue;
      const Expr *Test = Unset.testIn(Condition, D, WhenTrue, Local);
      if (Test &&
          SM.isBeforeInTranslationUnit(A.At->getEndLoc(), Test->getBeginLoc()) &&
          !isSetBetween(*Local, In, A.At->getEndLoc(), Test->getBeginLoc())) {
        OfCopy = true;
        return Test;
      }
    }
    return nullptr;
  }

  // The fill of D that the place At belongs to; without a Test when there is none.
  Fill fillAround(const Stmt *At, const FunctionDecl &In, const ValueDecl *D) {
    Fill Found;
    Found.In = &In;
    const ParentMap &Up = parentsIn(In);
    const Stmt *Child = At;
    for (const Stmt *S = Up.getParent(Child); S; S = Up.getParent(S)) {
      if (const auto *If = dyn_cast<IfStmt>(S)) {
        if (Child == If->getThen() || Child == If->getElse())
          Found.Test = testIn(If->getCond(), D, Child == If->getThen(), In,
                              Found.TestsCopy);
      } else if (const auto *Choice = dyn_cast<ConditionalOperator>(S)) {
        if (Child != Choice->getCond())
          Found.Test = testIn(Choice->getCond(), D,
                              Child == Choice->getTrueExpr(), In, Found.TestsCopy);
      } else if (const auto *Op = dyn_cast<BinaryOperator>(S)) {
        if (Op->isLogicalOp() && Child == Op->getRHS())
          Found.Test = testIn(Op->getLHS(), D, Op->getOpcode() == BO_LAnd, In,
                              Found.TestsCopy);
      } else if (const auto *Block = dyn_cast<CompoundStmt>(S)) {
        for (const Stmt *Before : Block->body()) {
          if (Before == Child)
            break;
          const auto *If = dyn_cast<IfStmt>(Before);
          if (!If || If->getElse() || !leaves(If->getThen()))
            continue;
          Found.Test = testIn(If->getCond(), D, /*WhenTrue=*/false, In,
                              Found.TestsCopy);
          if (Found.Test) {
            Found.Whole = If;
            Found.Branch = Block;
            return Found;
          }
        }
      }
      if (Found.Test) {
        Found.Whole = S;
        Found.Branch = Child;
        return Found;
      }
      Child = S;
    }
    return Found;
  }

  // The fill that all calls of F, a function that changes D, belong to.
  Fill fillAroundCalls(const FunctionDecl &F, const ValueDecl *D,
                       unsigned Depth) {
    const auto Callers = Known.callersOf(&F);
    Fill Found;
    if (!Callers || Depth == MaxDepth)
      return Found;
    for (const Caller &C : *Callers) {
      if (InitOnly(*C.Function) || !C.Function->getBody())
        continue;
      Found = fillAround(C.Call, *C.Function, D);
      if (Found.Test)
        Filling.push_back(C.Call);
      else if (Found = fillAroundCalls(*C.Function, D, Depth + 1); !Found.Test)
        return Found;
    }
    return Found;
  }

  // What a change stores, when that can be seen.
  static const Expr *stored(const Access &A) {
    const auto *Assign = dyn_cast_or_null<BinaryOperator>(A.By);
    return Assign && Assign->getOpcode() == BO_Assign && !A.Atomic
               ? Assign->getRHS()
               : nullptr;
  }

  // Sets the variable back to what it was born with.
  bool isReset(const Access &A, const ValueDecl *D) const {
    const Expr *Value = stored(A);
    if (!Value)
      return A.Kind == AccessKind::ReadWrite && !A.By; // Py_CLEAR
    if (flow::isNullConstant(Value))
      return Unset.bornWith(D) == 0;
    const auto Number = Unset.constant(Value);
    return Number && Number == Unset.bornWith(D);
  }

  // Where a helper tests and fills what its parameter points to; without a Test
  // when it does not.
  Inside insideOf(const FunctionDecl &F, unsigned I) {
    const FunctionDecl *Defined = F.getDefinition();
    if (!Defined || !Defined->getBody() || I >= Defined->getNumParams())
      return {};
    const ParmVarDecl *P = Defined->getParamDecl(I);
    const auto [It, New] = Lazy.try_emplace(P);
    if (!New)
      return It->second;
    for (const Access &A : Places.of(P)) {
      const FunctionDecl *To =
          A.passedTo() ? A.passedTo()->getDirectCallee() : nullptr;
      const bool HandsOn = A.Kind == AccessKind::Read && A.Of == Extent::Whole &&
                           To && Places.fills(*To, A.Argument);
      if (A.Atomic || (!HandsOn && A.Of != Extent::Behind &&
                       !P->getType()->isReferenceType()))
        continue;
      const bool Changes = A.Kind == AccessKind::Address
                               ? !A.passedTo() || Places.mayChange(A)
                               : A.Kind != AccessKind::Read;
      if (!HandsOn && (!Changes || isReset(A, P)))
        continue;
      Inside Found{fillAround(A.At, *A.In, P).Test, &A};
      if (!Found.Test && HandsOn)
        Found = insideOf(*To, A.Argument);
      if (Found.Test)
        return Lazy[P] = Found;
    }
    return {};
  }

  // True when only a helper of another file can have filled V: it is local,
  // born null, and gets no other value.
  bool mustBeFilledBy(const Access &A, const VarDecl *V) const {
    const FunctionDecl *Callee =
        A.passedTo() ? A.passedTo()->getDirectCallee() : nullptr;
    if (!Callee || Callee->isDefined() || !V->isStaticLocal() ||
        !V->getType()->isPointerType() || Unset.bornWith(V) != 0)
      return false;
    const QualType To = V->getType()->getPointeeType();
    bool IsRead = false;
    for (const Access &Other : Places.of(V)) {
      if (Other.writes())
        return false;
      IsRead |= Other.reads();
    }
    return IsRead && To->isRecordType() &&
           Callee->getIdentifier() && !Callee->getName().starts_with("Py");
  }

  bool isWithin(const Stmt *Inner, const Stmt *Outer, const FunctionDecl &F) {
    const ParentMap &Up = parentsIn(F);
    for (; Inner; Inner = Up.getParent(Inner))
      if (Inner == Outer)
        return true;
    return false;
  }

  bool isOnBranch(const Access &A, const Fill &F) {
    return isWithin(A.At, F.Branch, *F.In) &&
           SM.isBeforeInTranslationUnit(F.Test->getBeginLoc(),
                                        A.At->getBeginLoc());
  }

  void addData(const VarDecl *V, Fill &F) {
    if (V != F.Variable && storageOf(*V) == Storage::Plain &&
        !llvm::is_contained(F.Data, V))
      F.Data.push_back(V);
  }

  void addDataOfCall(const CallExpr *Call, Fill &F, unsigned Depth) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    Callee = Callee ? Callee->getDefinition() : nullptr;
    if (!FillCalls.insert(Call).second || !Callee || !Callee->getBody())
      return;
    const auto It = ChangesIn.find(Callee);
    if (It != ChangesIn.end())
      for (const Change &C : It->second)
        addData(C.V, F);
    if (Depth == MaxDepth)
      return;
    llvm::SmallVector<const CallExpr *, 8> Calls;
    collectCalls(Callee->getBody(), Calls);
    for (const CallExpr *Next : Calls)
      addDataOfCall(Next, F, Depth + 1);
  }

  // What else the branch fills, and whether the variable is only its flag.
  void describe(Fill &F) {
    llvm::SmallVector<const CallExpr *, 8> Calls;
    if (F.Branch)
      collectCalls(F.Branch, Calls);
    const Access *FirstData = nullptr;
    for (const Change &C : ChangesIn[F.In])
      if (C.V != F.Variable && F.Branch && isOnBranch(*C.A, F)) {
        addData(C.V, F);
        if (!FirstData)
          FirstData = C.A;
      }
    SourceLocation FirstWork =
        FirstData ? FirstData->At->getBeginLoc() : SourceLocation();
    for (const CallExpr *Call : llvm::reverse(Calls)) {
      if (SM.isBeforeInTranslationUnit(Call->getBeginLoc(),
                                       F.Test->getBeginLoc()))
        continue;
      const size_t Before = F.Data.size();
      addDataOfCall(Call, F, 0);
      if (F.Data.size() != Before &&
          (FirstWork.isInvalid() ||
           SM.isBeforeInTranslationUnit(Call->getBeginLoc(), FirstWork)))
        FirstWork = Call->getBeginLoc();
    }
    F.IsFlag = F.Branch && F.Variable->getType()->isIntegralOrEnumerationType();
    const Access *Set = nullptr;
    for (const Access &A : Places.of(F.Variable)) {
      if ((A.In != F.In && A.In != F.First->In) || !Places.mayChange(A) ||
          !F.Branch || (A.In == F.In && !isOnBranch(A, F)))
        continue;
      const Expr *Value = stored(A);
      F.IsFlag = F.IsFlag && (A.Atomic || (Value && Unset.constant(Value)));
      if (!Set && !isReset(A, F.Variable))
        Set = &A;
    }
    // A function that does it all: what it does is in there.
    if (Set && Set->In != F.In) {
      FirstWork = SourceLocation();
      for (const Change &C : ChangesIn[Set->In])
        if (C.V != F.Variable && FirstWork.isInvalid())
          FirstWork = C.A->At->getBeginLoc();
    }
    // A call before the flag is set up to do what the flag tells, unless it only
    // says something to people.
    WorkBefore = F.IsFlag && Set && Set->In == F.In &&
                 llvm::any_of(Calls, [&](const CallExpr *Call) {
                   const FunctionDecl *Callee = Call->getDirectCallee();
                   if (Callee && Callee->getIdentifier() &&
                       capi::saysMessage(Callee->getName()))
                     return false;
                   return SM.isBeforeInTranslationUnit(F.Test->getEndLoc(),
                                                       Call->getBeginLoc()) &&
                          SM.isBeforeInTranslationUnit(Call->getBeginLoc(),
                                                       Set->At->getBeginLoc());
                 });
    F.SetFirst = F.IsFlag && Set && FirstWork.isValid() &&
                 SM.isBeforeInTranslationUnit(Set->At->getBeginLoc(), FirstWork);
  }
  bool WorkBefore = false;
  std::vector<const VarDecl *> Claimed; // flags that are a lock

  std::optional<Fill> find(const VarDecl *V) {
    const Storage How = storageOf(*V);
    if (How == Storage::PerThread || How == Storage::Constant)
      return std::nullopt;
    for (const Access &A : Places.of(V)) {
      if (!A.In || !Places.mayChange(A) || isReset(A, V) || InitOnly(*A.In) ||
          !A.In->getBody() || A.In->isDependentContext())
        continue;
      Fill F = fillAround(A.At, *A.In, V);
      Filling.clear();
      if (!F.Test)
        F = fillAroundCalls(*A.In, V, 0);
      if (!F.Test && A.passedTo() && A.Kind == AccessKind::Address &&
          A.passedTo()->getDirectCallee()) {
        const FunctionDecl &Callee = *A.passedTo()->getDirectCallee();
        const Inside Found = insideOf(Callee, A.Argument);
        if (Found.Test || mustBeFilledBy(A, V)) {
          F.In = A.In;
          F.Test = A.passedTo();
          F.Helper = &Callee;
          F.HelperTest = Found.Test;
          F.HelperChange = Found.Change;
        }
      }
      if (!F.Test)
        continue;
      F.Variable = V;
      F.First = &A;
      describe(F);
      // A mark that something has happened.
      if (F.IsFlag && F.Data.empty() && !WorkBefore)
        continue;
      // Who comes second is turned away: what must not happen twice.
      if (const auto *If = dyn_cast_or_null<IfStmt>(F.Whole);
          If && capi::strip(If->getCond()) == F.Test &&
          raises(F.Branch == If->getThen() ? If->getElse() : If->getThen())) {
        if (F.IsFlag && llvm::any_of(Places.of(V), [&](const Access &Other) {
              return Other.In && Places.mayChange(Other) && isReset(Other, V);
            }))
          Claimed.push_back(V);
        continue;
      }
      // An atomic step publishes what was done before it.
      if ((How == Storage::Atomic || A.Atomic) && !F.SetFirst)
        continue;
      FillCalls.insert(Filling.begin(), Filling.end());
      return F;
    }
    return std::nullopt;
  }

  // F is called only where something is filled, or at initialisation.
  bool runsOnlyInFills(const FunctionDecl &F, unsigned Depth) {
    const auto Callers = Known.callersOf(&F);
    if (!Callers || Callers->empty() || Depth == MaxDepth)
      return false;
    return llvm::all_of(*Callers, [&](const Caller &C) {
      return FillCalls.contains(C.Call) || InitOnly(*C.Function) ||
             runsOnlyInFills(*C.Function, Depth + 1);
    });
  }
};

FirstUses::~FirstUses() = default;

FirstUses::FirstUses(ASTContext &Context, const Accesses &Places,
                     const Roles &Known,
                     std::function<bool(const FunctionDecl &)> InitOnly) {
  Search S(Context, Places, Known, std::move(InitOnly));
  // What a function of another file does with an address is not known.
  const auto Changes = [&](const Access &A) {
    const CallExpr *Call = A.passedTo();
    return Places.mayChange(A) &&
           (A.Kind != AccessKind::Address ||
            (Call && Call->getDirectCallee() &&
             Call->getDirectCallee()->isDefined()));
  };
  for (const VarDecl *V : Places.variables())
    for (const Access &A : Places.of(V))
      if (A.In && Changes(A))
        S.ChangesIn[A.In].push_back({V, &A});
  // In source order, not by variable.
  for (auto &[In, Changes] : S.ChangesIn)
    llvm::stable_sort(Changes, [&](const Search::Change &A,
                                   const Search::Change &B) {
      return S.SM.isBeforeInTranslationUnit(A.A->At->getBeginLoc(),
                                            B.A->At->getBeginLoc());
    });
  for (const VarDecl *V : Places.variables())
    if (std::optional<Fill> F = S.find(V))
      Fills.push_back(std::move(*F));
  Covered.insert(S.Claimed.begin(), S.Claimed.end());
  for (const Fill &F : Fills)
    Covered.insert(F.Variable);
  // `if (a == NULL && n == 0)` is one fill.
  for (size_t I = 0; I < Fills.size(); ++I)
    if (const Fill First = Fills[I]; First.Whole)
      llvm::erase_if(Fills, [&](const Fill &F) {
        return F.Whole == First.Whole && llvm::is_contained(First.Data, F.Variable);
      });
  for (const Fill &F : Fills)
    for (const VarDecl *V : F.Data) {
      const auto IsFilled = [&](const Access &A) {
        if (!A.In || !Places.mayChange(A) || S.InitOnly(*A.In))
          return true;
        return llvm::any_of(Fills, [&](const Fill &Other) {
                 return Other.In == A.In && Other.Branch &&
                        S.isOnBranch(A, Other);
               }) || S.runsOnlyInFills(*A.In, 0);
      };
      if (llvm::all_of(Places.of(V), IsFilled))
        Covered.insert(V);
    }
}

} // namespace ftidy::roles
