//===-- FieldRaces.cpp - fields that two threads can use at once
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// First who writes, then who else uses what is written.
//
//===----------------------------------------------------------------------===//

#include "Guards/FieldRaces.h"
#include "Flow/Graph.h"
#include "Guards/Effects.h"
#include "Guards/FieldStates.h"
#include "Guards/Held.h"
#include "Guards/ObjectUses.h"
#include "Roles/FirstUse.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "Sharing/Summaries.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::guards {

using namespace sharing;
using Kind = FieldRace::Kind;

namespace {

bool isThreadState(const FieldDecl *F) {
  const QualType T = F->getType();
  const RecordDecl *R =
      T->isPointerType() ? T->getPointeeType()->getAsRecordDecl() : nullptr;
  return R && R->getIdentifier() && R->getName() == "_ts";
}

// Every value of the variable is the result of a call, or NULL.
bool isGivenByCalls(const VarDecl &V, Function &In) {
  const auto IsCall = [](const Expr *Value) {
    return isa<CallExpr>(capi::strip(Value)) || flow::isNullConstant(Value);
  };
  if (V.getInit() && !IsCall(V.getInit()))
    return false;
  return llvm::all_of(In.statements(), [&](const Stmt *Node) {
    if (const auto *Op = dyn_cast<BinaryOperator>(Node))
      return Op->getOpcode() != BO_Assign || localOf(Op->getLHS()) != &V ||
             IsCall(Op->getRHS());
    const auto *Address = dyn_cast<UnaryOperator>(Node);
    return !Address || Address->getOpcode() != UO_AddrOf ||
           localOf(Address->getSubExpr()) != &V;
  });
}

bool isMemory(const FieldDecl *F) {
  return F->getType()->isPointerType() && !isThreadState(F) && !isReference(F->getType()) &&
         !F->getType()->isFunctionPointerType();
}

} // namespace

class RaceFinder {
public:
  RaceFinder(Session &Of, FieldRaces &Into)
      : Of(Of), Known(Of.fields()), Uses(Of), Into(Into) {}

  void run() {
    for (const ObjectUse &O : Uses.all())
      if (Known.isShared(O.Owner)) {
        findWriters(O);
        findChanges(O);
      }
    States.emplace(Of, Uses, [&](const FieldDecl *Field) {
      return Writers.contains(Field);
    });
    for (const ObjectUse &O : Uses.all())
      if (O.Exposed) {
        findReferences(O);
        findParked(O);
        findState(O);
      }
    settle();
  }

private:
  struct Writer {
    const ObjectUse *Of = nullptr;
    const Expr *At = nullptr;
  };
  // Who returns what it has replaced lets its caller release it.
  bool swaps(TouchSet What, const FunctionDecl &In) const {
    return (What & Sets) &&
           ((What & Drops) || ((What & Gives) && Known.isEntry(In)));
  }

  static bool makes(TouchSet What) {
    return (What & Tests) && (What & Sets) && !(What & (Drops | Nulls));
  }

  void findWriters(const ObjectUse &O) {
    for (const auto &[Field, What] : O.Fields)
      if ((What & (Sets | Steps | Fills | Drops)) && !isLock(Field->getType()))
        Changing.insert(Field);
    for (const Place &P : O.Places)
      if (P.Field && swaps(O.Fields.lookup(P.Field), *O.In) &&
          (P.What & (Sets | Drops)))
        Writers[P.Field].push_back({&O, P.At});
  }

  // An object that a call gives is a new one, as a rule: who fills that one says
  // nothing about those that others have.
  void findChanges(const ObjectUse &O) {
    const auto *V = dyn_cast<VarDecl>(O.Owner);
    if ((Known.isLifecycle(*O.In) && !Known.isEntry(*O.In)) ||
        (V && !isa<ParmVarDecl>(V) && isGivenByCalls(*V, Of.function(*O.In))))
      return;
    FieldTouches Changed;
    for (const auto &[Field, What] : Uses.effects(O))
      if (const TouchSet Change =
              What & (Sets | Steps | Fills | Drops | Passes))
        Changed[Field] = Change;
    if (Changed.size() > 1)
      Into.Together.push_back(std::move(Changed));
  }

  bool isPlaceOfState(const ObjectUse &O) const {
    return !Of.roles().of(O.In).has(roles::Role::Iternext);
  }

  // References: the race is where the reference is replaced or used.
  void findReferences(const ObjectUse &O) {
    if (Known.isLifecycle(*O.In) && !Known.isEntry(*O.In))
      return;
    FieldRace Swap{Kind::Swap, O.In, O.Owner, {}, nullptr, nullptr, {}};
    FieldRace Make = Swap, Use = Swap;
    Make.What = Kind::FirstUse;
    Use.What = Kind::Use;
    for (const Place &P : O.Places) {
      if (P.Guarded)
        continue;
      if (P.Call) {
        addLifecycleCall(P, Swap);
        continue;
      }
      if (!isReference(P.Field->getType()))
        continue;
      const TouchSet All = O.Fields.lookup(P.Field);
      if (swaps(All, *O.In))
        add(Swap, P, P.What & Sets);
      else if (makes(All) && !States->isLink(P.Field))
        add(Make, P, P.What & Sets);
      else if (P.What & (Takes | Owns))
        addUse(Use, P);
    }
    // One race: the worst one has the others under its lock, too, with all
    // that is done to their fields.
    FieldRace *Worst = nullptr;
    for (FieldRace *R : {&Swap, &Use, &Make}) {
      if (!R->At)
        continue;
      if (!Worst)
        Worst = R;
      for (const Place &P : O.Places)
        if (!P.Guarded && P.Field && llvm::is_contained(R->Fields, P.Field)) {
          Worst->Places.push_back(P.At);
          Worst->Places.push_back(P.Where);
        }
    }
    if (!Worst)
      return;
    if (Worst == &Swap && !isPlaceOfState(O))
      Worst->What = Kind::Exhausted;
    Into.Races[O.In].push_back(std::move(*Worst));
  }

  // `self->save = PyEval_SaveThread();`
  void findParked(const ObjectUse &O) {
    FieldRace R{Kind::Parked, O.In, O.Owner, {}, nullptr, nullptr, {}};
    for (const Place &P : O.Places)
      if (P.Field && isThreadState(P.Field) && (P.What & Sets) &&
          !(P.What & Nulls))
        add(R, P, true);
    if (!R.At)
      return;
    R.Places.push_back(R.At);
    Into.Races[O.In].push_back(std::move(R));
  }

  void add(FieldRace &R, const Place &P, bool Report) {
    if (!llvm::is_contained(R.Fields, P.Field))
      R.Fields.push_back(P.Field);
    if (Report && !R.At)
      R.At = P.At;
  }

  void addUse(FieldRace &R, const Place &P) {
    const Writer *Other = otherWriter(P.Field, R.In);
    const Expr *Member = Known.writableMember(P.Field);
    if (!Other && !Member)
      return;
    if (!R.At) {
      R.Against = Other ? Other->Of->In : nullptr;
      R.AgainstAt = Other ? Other->At : nullptr;
      R.Member = Other ? nullptr : Member;
    }
    add(R, P, true);
  }

  // `Foo_clear(self)` in a method swaps in the method's name.
  void addLifecycleCall(const Place &P, FieldRace &Swap) {
    const ObjectUse *To = Uses.of(P.Call->As);
    if (!To || !Known.isLifecycle(*To->In) || Known.isEntry(*To->In))
      return;
    llvm::SmallVector<const FieldDecl *, 4> Swapped;
    for (const auto &[Field, What] : Uses.effects(*To))
      if (swaps(What, *To->In) && isReference(Field->getType()))
        Swapped.push_back(Field);
    if (Swapped.empty())
      return;
    sortFields(Swapped);
    Swap.Places.push_back(P.At);
    Swap.Fields.append(Swapped.begin(), Swapped.end());
    if (Swap.At)
      return;
    Swap.At = P.At;
    Swap.Against = To->In;
    Swap.AgainstAt = writerIn(Swapped.front(), *To);
  }

  const Expr *writerIn(const FieldDecl *Field, const ObjectUse &O) const {
    const auto It = Writers.find(Field);
    if (It != Writers.end())
      for (const Writer &W : It->second)
        if (W.Of == &O)
          return W.At;
    return nullptr;
  }

  const Writer *otherWriter(const FieldDecl *Field,
                            const FunctionDecl *Than) const {
    const auto It = Writers.find(Field);
    if (It == Writers.end())
      return nullptr;
    for (const Writer &W : It->second)
      if (W.Of->In != Than)
        return &W;
    return &It->second.front();
  }

  // Memory and state: the race is the outermost function's.
  void findState(const ObjectUse &O) {
    if (Known.isLifecycle(*O.In) && !Known.isEntry(*O.In))
      return;
    if (isBufferSlot(*O.In) && findExports(O))
      return;
    FieldRace R{Kind::State, O.In, O.Owner, {}, nullptr, nullptr, {}};
    if (!findMemory(O, R) && !findTogether(O, R))
      return;
    // What else changes belongs to it: a size to its memory.
    for (const Place &P : O.Places)
      if (!P.Guarded && (Uses.touches(P, R.Fields, ~TouchSet(0)) ||
                         touchesChanging(P))) {
        R.Places.push_back(P.At);
        if (P.Where != P.At)
          R.Places.push_back(P.Where);
      }
    if (!R.Places.empty() && R.At)
      State[&O] = std::move(R);
  }

  // bf_getbuffer and bf_releasebuffer, by what they get.
  bool isBufferSlot(const FunctionDecl &F) const {
    if (!Known.isEntry(F) || F.getNumParams() < 2)
      return false;
    const QualType T = F.getParamDecl(1)->getType();
    const RecordDecl *R =
        T->isPointerType() ? T->getPointeeType()->getAsRecordDecl() : nullptr;
    if (!R)
      return false;
    const IdentifierInfo *Name = R->getIdentifier();
    if (const TypedefNameDecl *Typedef = R->getTypedefNameForAnonDecl())
      Name = Typedef->getIdentifier();
    return Name && (Name->isStr("bufferinfo") || Name->isStr("Py_buffer"));
  }

  bool findExports(const ObjectUse &O) {
    FieldRace R{Kind::Exports, O.In, O.Owner, {}, nullptr, nullptr, {}};
    for (const Place &P : O.Places)
      if (P.Field && !P.Guarded && (P.What & Steps) &&
          P.Field->getType()->isIntegerType())
        add(R, P, true);
    if (!R.At)
      return false;
    for (const Place &P : O.Places)
      if (P.Field && !P.Guarded) {
        R.Places.push_back(P.At);
        R.Places.push_back(P.Where);
      }
    Into.Races[O.In].push_back(std::move(R));
    return true;
  }

  bool touchesChanging(const Place &P) {
    if (P.Field)
      return Changing.contains(P.Field);
    const ObjectUse *To = Uses.of(P.Call->As);
    if (!To)
      return false;
    return llvm::any_of(Uses.effects(*To), [&](const auto &Effect) {
      return Changing.contains(Effect.first);
    });
  }

  bool findMemory(const ObjectUse &O, FieldRace &R) {
    TouchSet Worst = 0;
    for (const auto &[Field, What] : Uses.effects(O)) {
      if (!isMemory(Field) || States->hasLock(Field->getParent()) ||
          !Writers.contains(Field) ||
          !(What & (Takes | Fills | Drops | Sets)))
        continue;
      R.Fields.push_back(Field);
      Worst |= What;
      if (const Writer *W = otherWriter(Field, O.In); !R.Against) {
        R.Against = W->Of->In;
        R.AgainstAt = W->At;
      }
    }
    if (R.Fields.empty())
      return false;
    sortFields(R.Fields);
    R.What = swaps(Worst, *O.In) ? Kind::Free : Kind::UseMemory;
    for (const Place &P : O.Places)
      if (!P.Guarded && !R.At && Uses.touches(P, R.Fields, Takes | Fills | Drops | Sets))
        R.At = P.At;
    return true;
  }

  bool findTogether(const ObjectUse &O, FieldRace &R) {
    if (const FieldState *Mine = States->changedBy(O)) {
      for (const Place &P : O.Places)
        if (!P.Guarded && !R.At &&
            Uses.touches(P, Mine->Fields, Sets | Steps | Fills))
          R.At = P.At;
      R.Fields = Mine->Fields;
      if (R.At)
        return true;
    }
    llvm::SmallVector<const FieldDecl *, 4> Both;
    const FieldState *Other = States->readBy(O, Both);
    if (!Other)
      return false;
    R.What = Kind::LookAtState;
    R.Fields = Both;
    R.Against = Other->Of->In;
    R.AgainstAt = Other->At;
    for (const Place &P : O.Places)
      if (!P.Guarded && !R.At && Uses.touches(P, Both, ~TouchSet(0)))
        R.At = P.At;
    return true;
  }

  // A function that only hands its object on leaves the race to the one it
  // hands it to, unless somebody else who calls that does more.
  void settle() {
    for (auto &[O, R] : State) {
      const bool Called = !Known.isEntry(*O->In);
      if (Called && !allDelegate(*O))
        continue;
      if (delegate(*O))
        continue;
      Into.Races[O->In].push_back(R);
    }
    const SourceManager &SM = Of.context().getSourceManager();
    for (auto &[F, List] : Into.Races)
      for (FieldRace &R : List) {
        R.Object = objectOf(R);
        if (R.What == Kind::Use)
          ++Into.Users[R.Fields.front()];
      }
    for (auto &[F, List] : Into.Races)
      llvm::stable_sort(List, [&](const FieldRace &A, const FieldRace &B) {
        return SM.isBeforeInTranslationUnit(A.At->getBeginLoc(),
                                            B.At->getBeginLoc());
      });
  }

  // What names the object at the place that is reported.
  const Expr *objectOf(const FieldRace &R) const {
    if (const auto *Member = dyn_cast<MemberExpr>(R.At))
      return capi::strip(Member->getBase());
    const ObjectUse *O = Uses.of(R.Owner);
    for (const Place &P : O->Places)
      if (P.Call && P.At == R.At) {
        const auto *As = dyn_cast<ParmVarDecl>(P.Call->As);
        const unsigned I = As ? As->getFunctionScopeIndex() : 0;
        return As && I < P.Call->Call->getNumArgs()
                   ? capi::strip(P.Call->Call->getArg(I))
                   : nullptr;
      }
    return nullptr;
  }

  // The one function that O's object is handed on to and that has the race.
  const ObjectUse *onlyHandedTo(const ObjectUse &O) const {
    const auto It = State.find(&O);
    if (It == State.end() || It->second.Places.size() != 1)
      return nullptr;
    for (const Place &P : O.Places)
      if (P.Call && P.At == It->second.At) {
        const ObjectUse *To = Uses.of(P.Call->As);
        return To && State.count(To) ? To : nullptr;
      }
    return nullptr;
  }

  bool allDelegate(const ObjectUse &O) const {
    const auto Callers = Uses.callersOf(O);
    return !Callers.empty() && llvm::all_of(Callers, [&](const ObjectUse *C) {
      return C == &O || onlyHandedTo(*C) == &O;
    });
  }

  bool delegate(const ObjectUse &O) const {
    const ObjectUse *To = onlyHandedTo(O);
    return To && !Known.isEntry(*To->In) && allDelegate(*To);
  }

  Session &Of;
  const sharing::Fields &Known;
  ObjectUses Uses;
  FieldRaces &Into;
  llvm::DenseMap<const FieldDecl *, std::vector<Writer>> Writers;
  std::optional<FieldStates> States;
  /// Fields that some function changes while others may see the object.
  llvm::DenseSet<const FieldDecl *> Changing;
  std::map<const ObjectUse *, FieldRace> State;
};

std::string nameOf(const FieldRace &Race) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Race.Object);
  if (Ref && isReference(Ref->getType()))
    return Ref->getDecl()->getNameAsString();
  const auto *V = dyn_cast<VarDecl>(Race.Owner);
  return V ? V->getNameAsString() : "this";
}

FieldRaces::FieldRaces(Session &Of) {
  RaceFinder(Of, *this).run();
  const sharing::Fields &All = Of.fields();
  for (const FunctionDecl *F : All.functions())
    if (!Races.empty() && !All.isLifecycle(*F))
      for (const sharing::FieldUse &Use : All.in(*F)->all())
        if (Of.held().at(Use.Where->getBeginLoc(), *F))
          Locked.insert(Use.Field);
  for (const auto &[F, Each] : Races)
    for (const FieldRace &Race : Each)
      if (Race.What == Kind::Swap)
        Replaced.insert(Race.Fields.begin(), Race.Fields.end());
}

bool FieldRaces::changesWith(const FieldDecl *Field,
                             const FieldRace &Race) const {
  // What is in the memory says nothing about whether it is there.
  const TouchSet Matters =
      Race.What == Kind::Free || Race.What == Kind::UseMemory
          ? Sets | Steps | Drops
          : ~TouchSet(0);
  return llvm::any_of(Together, [&](const FieldTouches &Changed) {
    return Changed.contains(Field) &&
           llvm::any_of(Race.Fields, [&](const FieldDecl *Other) {
             return Changed.lookup(Other) & Matters;
           });
  });
}

llvm::ArrayRef<FieldRace> FieldRaces::in(const FunctionDecl &F) const {
  const auto It = Races.find(&F);
  if (It == Races.end())
    return {};
  return It->second;
}

} // namespace ftidy::guards
