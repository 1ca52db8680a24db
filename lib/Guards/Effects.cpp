//===-- Effects.cpp - what a call may do besides its result
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A question about a function first collects what is reached from it and was
// not looked at before, then hands the effects of callees to their callers until
// nothing changes. All that was collected is answered with it: a later question
// never looks at a function again.
//
//===----------------------------------------------------------------------===//

#include "Guards/Effects.h"
#include "CApi/FactIndex.h"
#include "CApi/Origin.h"
#include "CApi/Use.h"
#include "Guards/ThreadState.h"
#include "Guards/UseEffects.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::guards {

static EffectSet effectsOf(const Native &N) {
  const bool Locks = N.Op == NativeOp::Acquire ||
                     N.Op == NativeOp::TryAcquire || N.Op == NativeOp::Release;
  return (blocks(N.Op) && !N.WaitsDetached ? Blocks : NoEffect) |
         (Locks ? TakesLocks : NoEffect);
}

// A guard of a binding library. Its destructor undoes what it did: who detaches
// here waits until it is attached again at the end of the block.
static EffectSet effectsOf(StateChange Change) {
  switch (Change) {
  case StateChange::Ensure:
  case StateChange::Attach:
    return Attaches;
  case StateChange::Release:
  case StateChange::Detach:
    return Detaches | Attaches;
  default:
    return NoEffect;
  }
}

bool Effects::isPythonObject(const RecordDecl *R) {
  for (unsigned Depth = 0; R && Depth < 4; ++Depth) {
    if (R->getIdentifier() && (R->getName() == "_object" ||
                               R->getName() == "_typeobject" ||
                               R->getName() == "PyObject"))
      return true;
    for (const DeclContext *In = R->getDeclContext(); In; In = In->getParent())
      if (const auto *N = dyn_cast<NamespaceDecl>(In))
        if (N->getName() == "pybind11" || N->getName() == "nanobind")
          return R->getIdentifier() && !R->getName().starts_with("gil_scoped");
    R = R->getDefinition();
    if (!R)
      return false;
    QualType First;
    if (const auto *Class = dyn_cast<CXXRecordDecl>(R);
        Class && Class->getNumBases())
      First = Class->bases_begin()->getType();
    else if (!R->field_empty())
      First = R->field_begin()->getType();
    R = First.isNull() ? nullptr : First->getAsRecordDecl();
  }
  return false;
}

static bool carriesObject(QualType T) {
  while (!T->getPointeeType().isNull())
    T = T->getPointeeType();
  return Effects::isPythonObject(T->getAsRecordDecl());
}

bool Effects::touchesPython(QualType FunctionType) {
  const auto *Type = FunctionType->getAs<clang::FunctionType>();
  if (!Type)
    return false;
  if (carriesObject(Type->getReturnType()))
    return true;
  const auto *Proto = dyn_cast<FunctionProtoType>(Type);
  return Proto && llvm::any_of(Proto->param_types(), carriesObject);
}

EffectSet Effects::unknown(const FunctionDecl *F, QualType Type) {
  if (F) {
    const capi::Origin From = Of.origins().of(F->getLocation());
    if (From == capi::Origin::Python || From == capi::Origin::System ||
        roles::isInStd(*F) || F->getBuiltinID())
      return NoEffect;
  }
  return touchesPython(Type)
             ? EffectSet(Collects | Releases | RunsPython | Detaches)
             : EffectSet(NoEffect);
}

const FunctionDecl *Effects::bodyOf(const FunctionDecl &F) {
  const auto [It, New] = Bodies.try_emplace(&F, nullptr);
  if (!New)
    return It->second;
  const FunctionDecl *Definition = F.getDefinition();
  const bool Destroys = isa<CXXDestructorDecl>(F);
  if (Definition ? !Definition->hasBody() && !Destroys : !Destroys)
    return nullptr;
  const FunctionDecl *Result = Definition ? Definition : &F;
  if (Result->isDependentContext() || roles::isInStd(F) ||
      Known.size() >= MaxFunctions)
    return nullptr;
  const capi::Origin From = Of.origins().of(F.getLocation());
  if (From == capi::Origin::Python ||
      (From == capi::Origin::System && !touchesPython(F.getType()) &&
       !isa<CXXConstructorDecl, CXXDestructorDecl>(F)))
    return nullptr;
  return Bodies[&F] = Result;
}

void Effects::collect(const FunctionDecl &F, Summary &Into) {
  const SourceManager &SM = Of.context().getSourceManager();
  const auto Add = [&](Event E) {
    E.Loc = SM.getFileLoc(E.Loc);
    Into.Events.push_back(E);
  };
  if (F.getBody())
    for (const capi::Use &U : Of.function(F).uses().all())
      if (const EffectSet Known = effectsOf(U))
        Add({U.Node, U.Loc, U.F, nullptr, Known, NoEffect});
  // `PyGILState_STATE state = PyGILState_Ensure();` in the class.
  llvm::DenseSet<const Stmt *> ByDefault;
  if (const auto *Made = dyn_cast<CXXConstructorDecl>(&F))
    for (const CXXCtorInitializer *Init : Made->inits())
      if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(Init->getInit()))
        ByDefault.insert(capi::strip(Default->getExpr()));
  for (const roles::Callee &C : Of.function(F).callees()) {
    const SourceLocation Loc = C.At ? C.At->getBeginLoc() : F.getLocation();
    if (!C.Function) {
      if (const EffectSet Known = effectsOfSlot(*C.Through)) {
        Add({C.At, Loc, nullptr, nullptr, Known, NoEffect});
        continue;
      }
      const EffectSet May =
          unknown(nullptr, C.Through->getCallee()->getType()->isPointerType()
                               ? C.Through->getCallee()->getType()->getPointeeType()
                               : C.Through->getCallee()->getType());
      if (May)
        Add({C.At, Loc, nullptr, nullptr, NoEffect, May});
      continue;
    }
    if (isa<CXXMethodDecl>(C.Function))
      if (const StateChange Change = Names.stateChange(*C.Function);
          Change != StateChange::None) {
        if (const EffectSet Known = effectsOf(Change))
          Add({C.At, Loc, nullptr, C.Function, Known, NoEffect});
        continue;
      }
    const Native N = Names.of(*C.Function);
    if (N.Op != NativeOp::None) {
      if (const EffectSet Known = effectsOf(N))
        Add({C.At, Loc, nullptr, C.Function, Known, NoEffect});
      // What runs once runs here.
      if (N.Op == NativeOp::Once)
        for (const FunctionDecl *Run : roles::functionsPassedTo(*C.At))
          Add({C.At, Loc, nullptr, Run, NoEffect, NoEffect});
      continue;
    }
    if (!isa<CXXMethodDecl>(C.Function))
      if (const capi::Fact *Fact =
              Of.facts().lookup(C.Function->getIdentifier())) {
        if (const EffectSet Known = effectsOf(*Fact);
            Known && ByDefault.contains(C.At))
          Add({C.At, Loc, Fact, nullptr, Known, NoEffect});
        continue; // else a use
      }
    Event E{C.At, Loc, nullptr, C.Function, NoEffect, NoEffect};
    if (!bodyOf(*C.Function))
      E.Assumed = unknown(C.Function, C.Function->getType());
    else
      E.Callee = C.Function;
    if (E.Assumed || bodyOf(*C.Function))
      Add(E);
  }
  llvm::stable_sort(Into.Events, [&](const Event &A, const Event &B) {
    return A.Loc != B.Loc && SM.isBeforeInTranslationUnit(A.Loc, B.Loc);
  });
}

Effects::Summary &Effects::summaryOf(const FunctionDecl &Definition) {
  Summary &Wanted = Known[&Definition];
  if (Wanted.Solved)
    return Wanted;
  // Everything that is reached and not known yet.
  std::vector<std::pair<const FunctionDecl *, Summary *>> Reached;
  llvm::DenseMap<const FunctionDecl *, std::vector<Summary *>> CallersOf;
  std::vector<const FunctionDecl *> Work{&Definition};
  llvm::DenseSet<const FunctionDecl *> Seen{&Definition};
  while (!Work.empty()) {
    const FunctionDecl *F = Work.back();
    Work.pop_back();
    Summary &S = Known[F];
    collect(*F, S);
    Reached.push_back({F, &S});
    for (const Event &E : S.Events) {
      const FunctionDecl *Body = E.Callee ? bodyOf(*E.Callee) : nullptr;
      if (!Body)
        continue;
      CallersOf[Body].push_back(&S);
      const auto It = Known.find(Body);
      if ((It == Known.end() || !It->second.Solved) && Seen.insert(Body).second)
        Work.push_back(Body);
    }
  }
  const auto Spread = [&](EffectSet Summary::*Which, EffectSet Event::*By) {
    llvm::DenseMap<Summary *, const FunctionDecl *> Of;
    std::vector<Summary *> Changed;
    for (const auto &[F, S] : Reached) {
      Of[S] = F;
      Changed.push_back(S);
    }
    while (!Changed.empty()) {
      Summary &S = *Changed.back();
      Changed.pop_back();
      EffectSet All = S.*Which;
      for (Event &E : S.Events) {
        if (const FunctionDecl *Body = E.Callee ? bodyOf(*E.Callee) : nullptr)
          E.*By |= Known[Body].*Which;
        All |= E.*By;
      }
      if (All == S.*Which)
        continue;
      S.*Which = All;
      for (Summary *Caller : CallersOf[Of[&S]])
        Changed.push_back(Caller);
    }
  };
  Spread(&Summary::Proved, &Event::Proved);
  Spread(&Summary::Assumed, &Event::Assumed);
  for (const auto &[F, S] : Reached) {
    S->Solved = true;
    for (Event &E : S->Events)
      E.Assumed &= ~E.Proved;
    S->Assumed &= ~S->Proved;
    llvm::erase_if(S->Events, [](const Event &E) {
      return !E.Proved && !E.Assumed;
    });
  }
  return Wanted;
}

llvm::ArrayRef<Event> Effects::eventsOf(const FunctionDecl &F) {
  const FunctionDecl *Body = bodyOf(F);
  return Body ? llvm::ArrayRef<Event>(summaryOf(*Body).Events)
              : llvm::ArrayRef<Event>();
}

EffectSet Effects::proved(const FunctionDecl &F) {
  if (const FunctionDecl *Body = bodyOf(F))
    return summaryOf(*Body).Proved;
  const Native N = Names.of(F);
  if (N.Op != NativeOp::None)
    return effectsOf(N);
  const capi::Fact *Fact = isa<CXXMethodDecl>(F)
                               ? nullptr
                               : Of.facts().lookup(F.getIdentifier());
  return Fact ? effectsOf(*Fact) : EffectSet(NoEffect);
}

EffectSet Effects::ofPassed(const Stmt &Call) {
  EffectSet Result = NoEffect;
  if (isa<CallExpr>(Call))
    for (const FunctionDecl *Passed : roles::functionsPassedTo(Call))
      Result |= proved(*Passed);
  return Result;
}

EffectSet Effects::assumed(const FunctionDecl &F) {
  if (const FunctionDecl *Body = bodyOf(F))
    return summaryOf(*Body).Assumed;
  if (Names.of(F).Op != NativeOp::None || proved(F) != NoEffect)
    return NoEffect;
  return unknown(&F, F.getType());
}

const Event *Effects::decidedBy(const FunctionDecl &F, Effect E) {
  const llvm::ArrayRef<Event> Events = eventsOf(F);
  for (const Event &Ev : Events)
    if (Ev.Proved & E)
      return &Ev;
  for (const Event &Ev : Events)
    if (Ev.Assumed & E)
      return &Ev;
  return nullptr;
}

bool Effects::onlyComparesKeys(const Event &Ev) {
  llvm::DenseSet<const FunctionDecl *> Seen;
  llvm::SmallVector<const Event *, 8> Work{&Ev};
  bool Compares = false;
  while (!Work.empty()) {
    const Event *At = Work.pop_back_val();
    if (!(At->Proved & (RunsPython | Detaches)))
      continue;
    if (At->Fact) {
      if (At->Fact->RunsPython != capi::Runs::HashEq ||
          At->Fact->ThreadState != capi::Thread::None)
        return false;
      Compares = true;
      continue;
    }
    const FunctionDecl *Body = At->Callee ? bodyOf(*At->Callee) : nullptr;
    if (!Body)
      return false;
    if (Seen.insert(Body).second)
      for (const Event &Inner : summaryOf(*Body).Events)
        Work.push_back(&Inner);
  }
  return Compares;
}

std::string Effects::nameOf(const Event &Ev, Effect E) {
  const Event *At = &Ev;
  // Recursion never leads back: what decides was there before it was handed on,
  // but the first event that has the effect may be a call of oneself.
  llvm::DenseSet<const FunctionDecl *> Seen;
  while (!At->Fact && At->Callee) {
    const FunctionDecl *Body = bodyOf(*At->Callee);
    const bool Known = At->Proved & E;
    if (!Body || !Seen.insert(Body).second)
      break;
    const Event *Next = nullptr;
    for (const Event &Inner : summaryOf(*Body).Events) {
      if (!((Known ? Inner.Proved : Inner.Assumed) & E))
        continue;
      const FunctionDecl *Deeper =
          !Inner.Fact && Inner.Callee ? bodyOf(*Inner.Callee) : nullptr;
      if (Deeper && Seen.contains(Deeper))
        continue;
      if (!Next || (Next->Callee && !Deeper))
        Next = &Inner;
    }
    if (!Next)
      break;
    At = Next;
  }
  if (At->Fact)
    return At->Fact->Name.str();
  return At->Callee ? At->Callee->getNameAsString() : std::string();
}

} // namespace ftidy::guards
