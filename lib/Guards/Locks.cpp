//===-- Locks.cpp - which locks are held here?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// First the calls of the function are read into operations on places where a
// lock is taken. A function without such operations has no locks and needs no
// graph. The state of the pass is the set of places whose lock is held, one bit
// each; paths meet by intersection.
//
//===----------------------------------------------------------------------===//

#include "Guards/Locks.h"
#include "CApi/FactIndex.h"
#include "CApi/Use.h"
#include "Flow/Graph.h"
#include "Guards/Effects.h"
#include "Guards/ThreadState.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::guards {

namespace {

struct Operation {
  enum Kind : uint8_t {
    Take,     ///< bits of Places are held
    Drop,     ///< what has this Lock is not held
    DropGuard ///< what Guard holds is not held
  } What;
  uint64_t Places = 0;
  LockPath Lock;
  const VarDecl *Guard = nullptr;
};
/// A place that is only taken when the call has this result.
struct Trial {
  uint64_t Place;
  bool TakenWhen;
};

class Reader {
public:
  Reader(Function &F, Session &S, std::vector<Acquisition> &All)
      : F(F), S(S), Names(S.effects().natives()), All(All) {
    if (S.context().getLangOpts().CPlusPlus)
      findGuards(F.decl().getBody());
    if (const auto *C = dyn_cast<CXXConstructorDecl>(&F.decl()))
      for (const CXXCtorInitializer *Init : C->inits())
        Members.insert(constructed(Init->getInit()));
  }

  void read() {
    for (const roles::Callee &C : F.callees()) {
      if (!C.Function || !C.At || isa<CXXDestructorDecl>(C.Function))
        continue;
      const Native N = Names.of(*C.Function);
      if (N.Op == NativeOp::Acquire || N.Op == NativeOp::TryAcquire ||
          N.Op == NativeOp::Release)
        native(C, N);
      else if (N.Op == NativeOp::None &&
               S.effects().proved(*C.Function) & TakesLocks)
        through(C);
    }
  }

  llvm::DenseMap<const Stmt *, llvm::SmallVector<Operation, 1>> Operations;
  llvm::DenseMap<const Stmt *, Trial> Trials;

private:
  static const CXXConstructExpr *constructed(const Expr *E) {
    while (E) {
      E = capi::strip(E);
      if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(E))
        E = Bound->getSubExpr();
      else if (const auto *Made = dyn_cast<CXXConstructExpr>(E)) {
        if (Made->getNumArgs() != 1 ||
            !Made->getConstructor()->isCopyOrMoveConstructor())
          return Made;
        E = Made->getArg(0);
      } else
        return nullptr;
    }
    return nullptr;
  }

  void findGuards(const Stmt *At) {
    if (!At || isa<LambdaExpr>(At))
      return;
    if (const auto *Declares = dyn_cast<DeclStmt>(At))
      for (const Decl *D : Declares->decls())
        if (const auto *V = dyn_cast<VarDecl>(D);
            V && V->hasLocalStorage() && V->getInit())
          if (const CXXConstructExpr *Made = constructed(V->getInit()))
            GuardOf[Made] = V;
    for (const Stmt *Child : At->children())
      findGuards(Child);
  }

  uint64_t add(Acquisition A) {
    if (All.size() == Locks::MaxAcquisitions)
      return 0;
    A.Loc = S.context().getSourceManager().getFileLoc(A.At->getBeginLoc());
    All.push_back(std::move(A));
    return uint64_t(1) << (All.size() - 1);
  }

  std::string nameOf(const Expr *E) {
    E = capi::strip(E);
    if (const auto *Address = dyn_cast_or_null<UnaryOperator>(E);
        Address && Address->getOpcode() == UO_AddrOf)
      E = capi::strip(Address->getSubExpr());
    const std::string Text =
        E ? capi::written(E, S.context()).str() : std::string();
    if (!Text.empty())
      return Text;
    return lastNameOf(lockPath(E));
  }

  const VarDecl *guardVariable(const Expr *E) {
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(capi::strip(E));
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    const CXXRecordDecl *R = V ? V->getType()->getAsCXXRecordDecl() : nullptr;
    return R && Names.isGuard(*R) ? V : nullptr;
  }

  void native(const roles::Callee &C, Native N) {
    if (const auto *Made = dyn_cast<CXXConstructExpr>(C.At))
      return guard(*Made, N);
    const auto *Call = dyn_cast<CallExpr>(C.At);
    if (!Call)
      return;
    const Expr *Named = nullptr;
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call))
      Named = Member->getImplicitObjectArgument();
    else if (N.Arg >= 0 && unsigned(N.Arg) < Call->getNumArgs())
      Named = Call->getArg(N.Arg);
    if (!Named) {
      uint64_t Places = 0; // std::lock(a, b)
      for (const Expr *Argument : Call->arguments()) {
        if (N.Op != NativeOp::Acquire || guardVariable(Argument))
          continue;
        Acquisition A;
        A.Lock = lockPath(Argument);
        A.At = Call;
        A.Name = nameOf(Argument);
        Places |= add(std::move(A));
      }
      if (Places)
        Operations[Call].push_back({Operation::Take, Places, {}, nullptr});
      return;
    }
    if (const VarDecl *Guard = guardVariable(Named)) {
      Operation O{Operation::DropGuard, 0, {}, Guard};
      if (N.Op == NativeOp::Acquire) {
        O.What = Operation::Take;
        for (size_t I = 0, End = All.size(); I < End; ++I)
          if (PlacesOf.lookup(Guard) & uint64_t(1) << I) {
            Acquisition Again = All[I];
            Again.At = Call;
            Again.Waits = true;
            O.Places |= add(std::move(Again));
          }
      }
      if (N.Op != NativeOp::TryAcquire)
        Operations[Call].push_back(O);
      return;
    }
    const LockPath Path = pathFor(*Call, Named);
    if (N.Op == NativeOp::Release) {
      Operations[Call].push_back({Operation::Drop, 0, Path, nullptr});
      return;
    }
    Acquisition A;
    A.Lock = Path;
    A.At = Call;
    A.Name = nameOf(Named);
    A.WaitsDetached = N.WaitsDetached;
    A.Waits = N.Op == NativeOp::Acquire && waits(*Call);
    const uint64_t Place = add(A);
    if (N.Op == NativeOp::Acquire && A.Waits) {
      Operations[Call].push_back({Operation::Take, Place, {}, nullptr});
      return;
    }
    // Only these two families say 0 for success.
    const llvm::StringRef Name = C.Function->getName();
    Trials[Call] = {
        Place, !Name.starts_with("pthread_") && !Name.starts_with("mtx_")};
  }

  // The second argument of PyThread_acquire_lock and its timed form says how
  // long to wait: 0 not at all, a positive number for some time.
  bool waits(const CallExpr &Call) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    const capi::Fact *Fact = S.facts().lookup(Callee->getIdentifier());
    if (!Fact || Fact->ThreadState != capi::Thread::Blocks ||
        Call.getNumArgs() < 2)
      return true;
    Expr::EvalResult Value;
    if (!Call.getArg(1)->EvaluateAsInt(Value, S.context()))
      return false;
    return Call.getNumArgs() == 2 ? Value.Val.getInt() != 0
                                  : Value.Val.getInt().isNegative();
  }

  // What acquires by one object and releases by what it returned has one lock
  // for all.
  LockPath pathFor(const CallExpr &Call, const Expr *Named) {
    const FunctionDecl *F = Call.getDirectCallee();
    if (!F->getIdentifier() || !F->getName().starts_with("NpyString_"))
      return lockPath(Named);
    LockPath Family;
    Family.Root = cast<Decl>(F->getDeclContext()->getRedeclContext());
    Family.Indexed = true;
    return Family;
  }

  void guard(const CXXConstructExpr &Made, Native N) {
    const VarDecl *Guard = GuardOf.lookup(&Made);
    if (!Guard && !Members.contains(&Made))
      return; // a temporary: gone at the end of the statement
    uint64_t Places = 0;
    bool Adopts = false;
    for (const Expr *Argument : Made.arguments()) {
      const QualType T = Argument->getType().getNonReferenceType();
      const CXXRecordDecl *R =
          T->isPointerType() ? T->getPointeeCXXRecordDecl()
                             : T->getAsCXXRecordDecl();
      if (R && R->getIdentifier() && R->getName() == "adopt_lock_t")
        Adopts = true;
      if (!R || isa<CXXDefaultArgExpr>(Argument) ||
          (R->getIdentifier() && R->getName().ends_with("_lock_t")))
        continue;
      Acquisition A;
      A.Lock = lockPath(Argument);
      A.At = &Made;
      A.Name = nameOf(Argument);
      A.Guard = Guard;
      A.Waits = N.Op == NativeOp::Acquire;
      Places |= add(A);
    }
    if (Guard)
      PlacesOf[Guard] = Places;
    if (N.Op != NativeOp::Acquire && !Adopts)
      return;
    if (Adopts)
      for (const Acquisition &A : All)
        if (A.At == &Made)
          Operations[&Made].push_back({Operation::Drop, 0, A.Lock, nullptr});
    Operations[&Made].push_back({Operation::Take, Places, {}, nullptr});
  }

  // The lock of a called function, seen from here.
  LockPath substitute(const LockPath &P, const roles::Callee &C) {
    if (const auto *V = dyn_cast<VarDecl>(P.Root);
        V && !isa<ParmVarDecl>(V) && V->hasGlobalStorage())
      return P;
    LockPath Result;
    llvm::ArrayRef<const FieldDecl *> Fields = P.Fields;
    if (const auto *Parameter = dyn_cast<ParmVarDecl>(P.Root)) {
      Result = argument(C, Parameter->getFunctionScopeIndex());
    } else if (isa<CXXRecordDecl>(P.Root)) {
      if (const auto *Member = dyn_cast<CXXMemberCallExpr>(C.At)) {
        Result = lockPath(Member->getImplicitObjectArgument());
      } else if (const auto *Made = dyn_cast<CXXConstructorDecl>(C.Function)) {
        // m_(m): the member is what the constructor was given.
        for (const CXXCtorInitializer *Init : Made->inits())
          if (!Fields.empty() && Init->getAnyMember() == Fields.front()) {
            const LockPath Given = lockPath(Init->getInit());
            if (const auto *Parameter =
                    dyn_cast_or_null<ParmVarDecl>(Given.Root)) {
              Result = argument(C, Parameter->getFunctionScopeIndex());
              Result.Fields.append(Given.Fields.begin(), Given.Fields.end());
              Fields = Fields.drop_front();
            }
          }
      }
    } else {
      return P;
    }
    if (Result.Root)
      Result.Fields.append(Fields.begin(), Fields.end());
    Result.Indexed |= P.Indexed;
    return Result;
  }

  LockPath argument(const roles::Callee &C, unsigned I) {
    if (const auto *Call = dyn_cast<CallExpr>(C.At)) {
      if (isa<CXXOperatorCallExpr>(Call) && isa<CXXMethodDecl>(C.Function))
        ++I;
      return I < Call->getNumArgs() ? lockPath(Call->getArg(I)) : LockPath();
    }
    const auto *Made = dyn_cast<CXXConstructExpr>(C.At);
    return Made && I < Made->getNumArgs() ? lockPath(Made->getArg(I))
                                          : LockPath();
  }

  void through(const roles::Callee &C) {
    const FunctionDecl *Body = S.effects().bodyOf(*C.Function);
    if (!Body || Body == &F.decl())
      return;
    const Locks &There = S.locks().in(*Body);
    for (const LockPath &P : There.released())
      Operations[C.At].push_back(
          {Operation::Drop, 0, substitute(P, C), nullptr});
    const auto *Made = dyn_cast<CXXConstructExpr>(C.At);
    const VarDecl *Guard = Made ? GuardOf.lookup(Made) : nullptr;
    // What a temporary takes it gives back.
    if (Made && !Guard && !Members.contains(Made))
      return;
    uint64_t Places = 0;
    for (const Acquisition *Inner : There.heldAtExit()) {
      Acquisition A;
      A.Lock = substitute(Inner->Lock, C);
      A.At = C.At;
      A.Name = Inner->Lock.isGlobal() ? Inner->Name : std::string();
      if (A.Name.empty())
        A.Name = lastNameOf(A.Lock);
      A.Guard = Guard;
      A.Through = C.Function;
      // A wrapper that detaches itself is waited for detached.
      A.Waits = Inner->Waits && S.threadStates().in(*Body).before(
                                    Inner->At) != Attachment::Detached;
      A.WaitsDetached = Inner->WaitsDetached;
      Places |= add(A);
    }
    if (Places)
      Operations[C.At].push_back({Operation::Take, Places, {}, nullptr});
  }

  Function &F;
  Session &S;
  Natives &Names;
  std::vector<Acquisition> &All;
  llvm::DenseMap<const CXXConstructExpr *, const VarDecl *> GuardOf;
  llvm::DenseSet<const CXXConstructExpr *> Members;
  llvm::DenseMap<const VarDecl *, uint64_t> PlacesOf;
};

} // namespace

class LocksDomain {
public:
  using State = uint64_t;

  LocksDomain(const Reader &Read, llvm::ArrayRef<Acquisition> All)
      : Read(Read), All(All) {
    for (const Acquisition &A : All) {
      State Mask = 0;
      for (size_t I = 0; I < All.size(); ++I)
        if (A.Lock && All[I].Lock == A.Lock)
          Mask |= State(1) << I;
      Same.push_back(Mask);
    }
  }

  State entry() { return 0; }

  void transfer(const CFGElement &E, State &Held) {
    if (const auto Destroyed = E.getAs<CFGAutomaticObjDtor>())
      return dropGuard(Destroyed->getVarDecl(), Held);
    const auto Stmt = E.getAs<CFGStmt>();
    const auto It = Stmt ? Read.Operations.find(Stmt->getStmt())
                         : Read.Operations.end();
    if (It == Read.Operations.end())
      return;
    for (const Operation &O : It->second) {
      if (O.What == Operation::Take)
        Held |= O.Places;
      else if (O.What == Operation::DropGuard)
        dropGuard(O.Guard, Held);
      else if (!drop(O.Lock, Held) && O.Lock && Foreign)
        Foreign->push_back(O.Lock);
    }
  }

  void assume(const Expr *Condition, bool Taken, State &Held) {
    const flow::TruthTest Test = flow::truthTest(Condition);
    const Expr *Subject = Test.Subject;
    bool TrueWhen = Test.TrueWhen;
    // PyThread_acquire_lock(...) == PY_LOCK_ACQUIRED, which is 1.
    if (const auto *Compare = dyn_cast<BinaryOperator>(Subject);
        Compare && Compare->isEqualityOp()) {
      TrueWhen = (Compare->getOpcode() == BO_EQ) == TrueWhen;
      Subject = capi::strip(Compare->getLHS());
    }
    if (const auto *Assign = dyn_cast<BinaryOperator>(Subject);
        Assign && Assign->getOpcode() == BO_Assign)
      Subject = capi::strip(Assign->getRHS());
    const auto It = Read.Trials.find(Subject);
    if (It != Read.Trials.end() &&
        It->second.TakenWhen == (TrueWhen == Taken))
      Held |= It->second.Place;
  }

  // A lock that is held on both ways is held, whichever place took it.
  bool join(State &Into, const State &From) {
    State Both = Into & From;
    if (Into != From)
      for (size_t I = 0; I < All.size(); ++I)
        if ((Into | From) & State(1) << I && Into & Same[I] && From & Same[I])
          Both |= State(1) << I;
    const bool Changed = Both != Into;
    Into = Both;
    return Changed;
  }

  std::vector<LockPath> *Foreign = nullptr;

private:
  void dropGuard(const VarDecl *Guard, State &Held) {
    for (size_t I = 0; I < All.size(); ++I)
      if (Guard && All[I].Guard == Guard)
        Held &= ~(State(1) << I);
  }
  // A release that is not understood releases everything.
  bool drop(const LockPath &Lock, State &Held) {
    bool Found = false;
    for (size_t I = 0; I < All.size(); ++I)
      if (!Lock || All[I].Lock == Lock || (!All[I].Lock && !All[I].Guard)) {
        Found |= bool(Held & State(1) << I);
        Held &= ~(State(1) << I);
      }
    return Found;
  }

  const Reader &Read;
  llvm::ArrayRef<Acquisition> All;
  llvm::SmallVector<State, 8> Same; ///< the places with the lock of this one
};

Locks::Locks(Function &F, Session &S) {
  Reader Read(F, S, All);
  Read.read();
  if (Read.Operations.empty() && Read.Trials.empty())
    return;
  const flow::Graph *G = F.graphWithDestructors();
  if (!G) {
    All.clear();
    return;
  }
  LocksDomain Domain(Read, All);
  flow::solveForward(*G, Domain, [&](const CFGBlock &B, uint64_t Held) {
    Domain.Foreign = &Released;
    for (const CFGElement &E : B) {
      if (const auto Stmt = E.getAs<CFGStmt>(); Stmt && Held)
        Points.try_emplace(Stmt->getStmt(), Held);
      Domain.transfer(E, Held);
    }
    if (const Stmt *Last = B.getTerminatorStmt(); Last && Held)
      Points.try_emplace(Last, Held);
    if (&B == &G->cfg().getExit())
      AtExit = Held;
  });
}

uint64_t Locks::maskAt(const Stmt *S) const {
  if (!S || Points.empty())
    return 0;
  if (const auto It = Points.find(S); It != Points.end())
    return It->second;
  // A statement is where its first part is.
  for (const Stmt *Child : S->children())
    if (Child)
      return maskAt(Child);
  return 0;
}

static llvm::SmallVector<const Acquisition *, 2>
placesOf(uint64_t Mask, llvm::ArrayRef<Acquisition> All) {
  llvm::SmallVector<const Acquisition *, 2> Result;
  for (size_t I = 0; I < All.size(); ++I)
    if (Mask & uint64_t(1) << I)
      Result.push_back(&All[I]);
  return Result;
}

llvm::SmallVector<const Acquisition *, 2> Locks::heldAt(const Stmt *S) const {
  return placesOf(maskAt(S), All);
}

llvm::SmallVector<const Acquisition *, 2> Locks::heldAtExit() const {
  return placesOf(AtExit, All);
}

} // namespace ftidy::guards
