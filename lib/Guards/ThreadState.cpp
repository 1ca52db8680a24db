//===-- ThreadState.cpp - is the thread attached here?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A function in which nothing changes the thread state has one answer, and needs
// no graph. In the others one forward pass keeps the state, what made it, and
// what an Ensure has to be undone to.
//
//===----------------------------------------------------------------------===//

#include "Guards/ThreadState.h"
#include "CApi/FactIndex.h"
#include "CApi/LockWords.h"
#include "CApi/Origin.h"
#include "CApi/Use.h"
#include "Flow/Graph.h"
#include "Guards/Effects.h"
#include "Roles/Bindings.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/SaveAndRestore.h"
#include <array>

using namespace clang;

namespace ftidy::guards {

// The destructor that an element of the graph runs, or null.
static const CXXDestructorDecl *destructorOf(const VarDecl *V) {
  const CXXRecordDecl *R =
      V->getType()->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  return R && R->hasDefinition() ? R->getDestructor() : nullptr;
}

static const FunctionDecl *calledBy(const Stmt *S) {
  if (const auto *Call = dyn_cast<CallExpr>(S))
    return Call->getDirectCallee();
  if (const auto *Made = dyn_cast<CXXConstructExpr>(S))
    return Made->getConstructor();
  return nullptr;
}

class ThreadStateDomain {
public:
  struct State {
    ThreadState::Now Now;
    /// What the last Ensure or Release found, and the ones around it.
    std::array<Attachment, 4> Before{};
  };

  ThreadStateDomain(ThreadStates &Of, Natives &Names, ThreadState &Into,
                    const llvm::DenseSet<const VarDecl *> &Saved)
      : Of(Of), Names(Names), Into(Into), Saved(Saved) {}

  State entry() {
    State S;
    S.Now.State = Into.atEntry();
    return S;
  }

  void transfer(const CFGElement &E, State &S) {
    if (const auto Destroyed = E.getAs<CFGAutomaticObjDtor>()) {
      const VarDecl *V = Destroyed->getVarDecl();
      if (const FunctionDecl *D = destructorOf(V)) {
        StateChange Change = Of.changeBy(*D);
        // A destructor that is not understood undoes what was done.
        if (Change == StateChange::None)
          Change = inverse(changeByInit(V->getInit()));
        apply(Change, Destroyed->getTriggerStmt(), S);
      }
      return;
    }
    const auto Stmt = E.getAs<CFGStmt>();
    if (!Stmt)
      return;
    if (const FunctionDecl *F = calledBy(Stmt->getStmt()))
      apply(Of.changeBy(*F), Stmt->getStmt(), S);
    else if (const auto *Call = dyn_cast<CallExpr>(Stmt->getStmt());
             Call && Of.mayChange(*Call))
      apply(StateChange::Forget, Call, S);
  }

  // A saved thread state that is NULL was never saved, or was restored.
  void assume(const Expr *Condition, bool Taken, State &S) {
    const flow::TruthTest Truth = flow::truthTest(Condition);
    if (const auto *Call = dyn_cast<CallExpr>(Truth.Subject))
      if (const FunctionDecl *F = Call->getDirectCallee();
          F && Names.isStateTest(*F)) {
        S.Now = {Truth.TrueWhen == Taken ? Attachment::Attached
                                         : Attachment::Detached,
                 nullptr};
        return;
      }
    const auto Test = flow::nullTest(Condition);
    const auto *Ref = Test ? dyn_cast<DeclRefExpr>(Test->Subject) : nullptr;
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (!V || !Saved.contains(V))
      return;
    const Attachment Told = Test->NullWhen == Taken ? Attachment::Attached
                                                    : Attachment::Detached;
    if (S.Now.State != Told)
      S.Now = {Told, nullptr};
  }

  bool join(State &To, const State &From) {
    bool Changed = false;
    if (To.Now.State != From.Now.State &&
        To.Now.State != Attachment::Unknown) {
      To.Now = {};
      Changed = true;
    }
    if (To.Now.By != From.Now.By && To.Now.By) {
      To.Now.By = nullptr;
      Changed = true;
    }
    for (size_t I = 0; I < To.Before.size(); ++I)
      if (To.Before[I] != From.Before[I] &&
          To.Before[I] != Attachment::Unknown) {
        To.Before[I] = Attachment::Unknown;
        Changed = true;
      }
    return Changed;
  }

private:
  StateChange changeByInit(const Expr *Init) {
    Init = Init ? capi::strip(Init) : nullptr;
    if (const auto *Bound = dyn_cast_or_null<CXXBindTemporaryExpr>(Init))
      Init = capi::strip(Bound->getSubExpr());
    const auto *Made = dyn_cast_or_null<CXXConstructExpr>(Init);
    return Made ? Of.changeBy(*Made->getConstructor()) : StateChange::None;
  }

  static StateChange inverse(StateChange Change) {
    switch (Change) {
    case StateChange::Detach:
      return StateChange::Attach;
    case StateChange::Ensure:
    case StateChange::Release:
      return StateChange::Restore;
    default:
      return StateChange::None;
    }
  }

  static void apply(StateChange Change, const Stmt *By, State &S) {
    switch (Change) {
    case StateChange::None:
      return;
    case StateChange::Ensure:
    case StateChange::Release:
      std::copy_backward(S.Before.begin(), S.Before.end() - 1, S.Before.end());
      S.Before.front() = S.Now.State;
      S.Now.State = Change == StateChange::Ensure ? Attachment::Attached
                                                  : Attachment::Detached;
      break;
    case StateChange::Detach:
      S.Now.State = Attachment::Detached;
      break;
    case StateChange::Attach:
      S.Now.State = Attachment::Attached;
      break;
    case StateChange::Forget:
      S.Now.State = Attachment::Unknown;
      break;
    case StateChange::Restore:
      S.Now.State = S.Before.front();
      std::copy(S.Before.begin() + 1, S.Before.end(), S.Before.begin());
      S.Before.back() = Attachment::Unknown;
      break;
    }
    S.Now.By = By;
  }

  ThreadStates &Of;
  Natives &Names;
  ThreadState &Into;
  const llvm::DenseSet<const VarDecl *> &Saved;
};

// The local variables that a call which detaches gives its result to.
static void findSaved(const Stmt *S, ThreadStates &Of,
                      llvm::DenseSet<const VarDecl *> &Saved) {
  if (!S || isa<LambdaExpr>(S))
    return;
  const VarDecl *To = nullptr;
  const Expr *Value = nullptr;
  if (const auto *Assign = dyn_cast<BinaryOperator>(S);
      Assign && Assign->getOpcode() == BO_Assign) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(capi::strip(Assign->getLHS())))
      To = dyn_cast<VarDecl>(Ref->getDecl());
    Value = Assign->getRHS();
  }
  const auto Note = [&] {
    const auto *Call = dyn_cast_or_null<CallExpr>(capi::strip(Value));
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    if (To && F && Of.changeBy(*F) == StateChange::Detach)
      Saved.insert(To);
  };
  Note();
  if (const auto *Declares = dyn_cast<DeclStmt>(S))
    for (const Decl *D : Declares->decls())
      if (const auto *V = dyn_cast<VarDecl>(D)) {
        To = V;
        Value = V->getInit();
        Note();
      }
  for (const Stmt *Child : S->children())
    findSaved(Child, Of, Saved);
}

ThreadState::ThreadState(Function &F, Session &S) {
  ThreadStates &Of = S.threadStates();
  Entry = Of.atEntry(F.decl());
  for (const roles::Callee &C : F.callees())
    if (C.Function ? Of.changeBy(*C.Function) != StateChange::None ||
                         S.effects().natives().isStateTest(*C.Function)
                   : Of.mayChange(*C.Through))
      Changes = true;
  const flow::Graph *G = Changes ? F.graphWithDestructors() : nullptr;
  if (!G) {
    if (Changes)
      Entry = Attachment::Unknown;
    return;
  }
  llvm::DenseSet<const VarDecl *> Saved;
  findSaved(F.decl().getBody(), Of, Saved);
  ThreadStateDomain Domain(Of, S.effects().natives(), *this, Saved);
  flow::solveForward(*G, Domain, [&](const CFGBlock &B,
                                     ThreadStateDomain::State State) {
    for (const CFGElement &E : B) {
      if (const auto Stmt = E.getAs<CFGStmt>())
        Points.try_emplace(Stmt->getStmt(), State.Now);
      Domain.transfer(E, State);
    }
    if (const Stmt *Last = B.getTerminatorStmt())
      Points.try_emplace(Last, State.Now);
  });
}

const ThreadState::Now *ThreadState::find(const Stmt *S) const {
  if (!S)
    return nullptr;
  if (const auto It = Points.find(S); It != Points.end())
    return &It->second;
  for (const Stmt *Child : S->children())
    if (const Now *N = find(Child))
      return N;
  return nullptr;
}

Attachment ThreadState::before(const Stmt *S) const {
  if (!Changes)
    return Entry;
  const Now *N = find(S);
  return N ? N->State : Attachment::Unknown;
}

const Stmt *ThreadState::changedBy(const Stmt *S) const {
  const Now *N = Changes ? find(S) : nullptr;
  return N ? N->By : nullptr;
}

const ThreadState &ThreadStates::in(const FunctionDecl &F) {
  const auto It = Known.find(&F);
  if (It != Known.end())
    return *It->second;
  auto State = std::make_unique<ThreadState>(Of.function(F), Of);
  return *Known.try_emplace(&F, std::move(State)).first->second;
}

// `up.gil_release();`, by itself or in a macro of that name.
bool ThreadStates::mayChange(const CallExpr &Through) const {
  const Expr *Callee = capi::strip(Through.getCallee());
  const NamedDecl *D = nullptr;
  if (const auto *Member = dyn_cast<MemberExpr>(Callee))
    D = Member->getMemberDecl();
  else if (const auto *Ref = dyn_cast<DeclRefExpr>(Callee))
    D = Ref->getDecl();
  const SourceLocation L = Through.getBeginLoc();
  return (D && D->getIdentifier() && capi::saysGil(D->getName())) ||
         (L.isMacroID() && capi::saysGil(capi::macroName(L, Of.context())));
}

StateChange ThreadStates::changeBy(const FunctionDecl &F) {
  const auto [It, New] = ChangesBy.try_emplace(&F, StateChange::None);
  if (!New)
    return It->second;
  StateChange Result = Of.effects().natives().stateChange(F);
  // Going back to what was before is no effect of its own: the destructor of a
  // class that has a guard as its member does nothing else.
  if (Result == StateChange::None && Depth < MaxDepth)
    if (const FunctionDecl *Body = Of.effects().bodyOf(F);
        Body && (isa<CXXDestructorDecl>(F) ||
                 Of.effects().proved(F) & (Detaches | Attaches))) {
      llvm::SaveAndRestore Deeper(Depth, Depth + 1);
      Result = changeByBody(*Body);
    }
  // A function of another file that says so, one way or the other.
  if (Result == StateChange::None && !F.hasBody() && F.getIdentifier() &&
      !isa<CXXMethodDecl>(F) && capi::saysGil(F.getName()) &&
      !Of.effects().natives().isStateTest(F) &&
      !Of.facts().lookup(F.getIdentifier()) &&
      Of.origins().of(F.getLocation()) == capi::Origin::User)
    Result = StateChange::Forget;
  return ChangesBy[&F] = Result;
}

// True when S may be passed by: it stands in a branch or a loop.
static bool isConditional(const Stmt *S, const ParentMap &Parents) {
  while ((S = Parents.getParent(S)))
    if (isa<IfStmt, SwitchStmt, WhileStmt, ForStmt, ConditionalOperator>(S))
      return true;
  return false;
}

// A function that detaches and attaches again, in whatever order and on
// whatever paths, is taken to leave the state as it was. One that may do half of
// that, as its arguments say, leaves it unknown; classes are taken to know what
// they undo.
StateChange ThreadStates::changeByBody(const FunctionDecl &F) {
  bool Any[static_cast<unsigned>(StateChange::Forget) + 1] = {};
  bool Always = isa<CXXMethodDecl>(F);
  StateChange Only = StateChange::None;
  unsigned Kinds = 0;
  for (const roles::Callee &C : Of.function(F).callees()) {
    if (!C.Function)
      continue;
    // The destructor of a local guard undoes what its constructor does.
    const StateChange Change = changeBy(*C.Function);
    if (Change == StateChange::None)
      continue;
    Always = Always || !C.At || !F.getBody() ||
             !isConditional(C.At, Of.function(F).parents());
    if (Any[static_cast<unsigned>(Change)])
      continue;
    Any[static_cast<unsigned>(Change)] = true;
    Only = Change;
    ++Kinds;
  }
  if (Kinds == 1 && !Always)
    return StateChange::Forget;
  return Kinds == 1 ? Only : StateChange::None;
}

Attachment ThreadStates::atEntry(const FunctionDecl &F) {
  const auto [It, New] = Entries.try_emplace(&F, Attachment::Unknown);
  if (!New)
    return It->second;
  const roles::RoleSet Roles = Of.roles().of(&F);
  Attachment Result = Attachment::Unknown;
  if (Roles.only(roles::Role::Thread))
    return Entries[&F] = Attachment::Detached;
  // Who calls it in another way may be attached.
  if (const roles::Bound *How = Of.roles().bindings().of(F);
      How && How->Detached)
    return Entries[&F] = Of.roles().isCalledLater(&F) ? Attachment::Unknown
                                                      : Attachment::Detached;
  for (const roles::Role R :
       {roles::Role::ModuleInit, roles::Role::ModuleEnd, roles::Role::Traverse,
        roles::Role::Clear, roles::Role::Dealloc, roles::Role::New, roles::Role::Init,
        roles::Role::Getter, roles::Role::Setter, roles::Role::Method,
        roles::Role::Call, roles::Role::Iternext, roles::Role::Slot})
    if (Roles.has(R))
      return Entries[&F] = Attachment::Attached;
  if (const auto Callers = Of.roles().callersOf(&F);
      Callers && !Callers->empty() && Depth < MaxDepth) {
    llvm::SaveAndRestore Deeper(Depth, Depth + 1);
    bool First = true;
    for (const roles::Caller &C : *Callers) {
      const FunctionDecl *Caller = C.Function->getDefinition();
      if (Caller == &F)
        continue;
      const Attachment There =
          Caller ? in(*Caller).before(C.Call) : Attachment::Unknown;
      Result = First || There == Result ? There : Attachment::Unknown;
      First = false;
      if (Result == Attachment::Unknown)
        break;
    }
    // Attached here and detached there is not for the body to decide.
    if (Result == Attachment::Unknown && !First)
      Result = fromOutside(F);
  } else {
    Result = fromOutside(F);
  }
  if (Result == Attachment::Unknown && isa<CXXDestructorDecl>(F) &&
      Depth < MaxDepth)
    Result = whereDeleted(F);
  return Entries[&F] = Result;
}

// One `delete` in an attached thread, as in tp_dealloc, is enough, when none is
// known to be detached: what other files do does not take it back.
Attachment ThreadStates::whereDeleted(const FunctionDecl &Destructor) {
  llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  Attachment Result = Attachment::Unknown;
  for (const FunctionDecl *Caller : Of.roles().callersHere(&Destructor)) {
    const FunctionDecl *Body = Caller->getDefinition();
    if (!Body || !Body->getBody() || Body->isDependentContext())
      continue;
    for (const roles::Callee &C : Of.function(*Body).callees()) {
      if (!C.At || !isa<CXXDeleteExpr>(C.At) || !C.Function ||
          C.Function->getCanonicalDecl() != Destructor.getCanonicalDecl())
        continue;
      const Attachment There = in(*Body).before(C.At);
      if (There == Attachment::Detached)
        return Attachment::Unknown;
      if (There == Attachment::Attached)
        Result = There;
    }
  }
  return Result;
}

const capi::Use *ThreadStates::wants(const FunctionDecl &F) {
  const FunctionDecl *Body = Of.effects().bodyOf(F);
  if (!Body || !Body->getBody() || fromOutside(F) != Attachment::Attached)
    return nullptr;
  for (const capi::Use &U : Of.function(*Body).uses().all())
    if (capi::needsAttached(*U.F))
      return &U;
  return nullptr;
}

// What the body wants: the first thing in it that tells.
Attachment ThreadStates::fromOutside(const FunctionDecl &F) {
  const FunctionDecl *Body = Of.effects().bodyOf(F);
  const bool Says = Effects::touchesPython(F.getType());
  if (!Body || !Body->getBody())
    return Says ? Attachment::Attached : Attachment::Unknown;
  const SourceManager &SM = Of.context().getSourceManager();
  SourceLocation First;
  Attachment Result = Attachment::Unknown;
  const auto Consider = [&](SourceLocation L, Attachment A) {
    L = SM.getFileLoc(L);
    if (First.isValid() && !SM.isBeforeInTranslationUnit(L, First))
      return;
    First = L;
    Result = A;
  };
  Function &In = Of.function(*Body);
  for (const capi::Use &U : In.uses().all())
    if (capi::needsAttached(*U.F)) {
      Consider(U.Loc, Attachment::Attached);
      break;
    }
  for (const roles::Callee &C : In.callees()) {
    // A destructor ends what its constructor began before.
    if (!C.Function || !C.At || isa<CXXDestructorDecl>(C.Function))
      continue;
    const StateChange Change = changeBy(*C.Function);
    if (Of.effects().natives().isStateTest(*C.Function))
      Consider(C.At->getBeginLoc(), Attachment::Unknown);
    else if (Change == StateChange::Detach || Change == StateChange::Release)
      Consider(C.At->getBeginLoc(), Attachment::Attached);
    else if (Change == StateChange::Attach)
      Consider(C.At->getBeginLoc(), Attachment::Detached);
    else if (Change != StateChange::None)
      Consider(C.At->getBeginLoc(), Attachment::Unknown);
  }
  if (First.isInvalid() && Says)
    return Attachment::Attached;
  return Result;
}

} // namespace ftidy::guards
