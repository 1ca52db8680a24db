//===-- FieldRaces.cpp - fields that two threads can use at once
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// First what each function does to each object, then who writes, then who else
// uses what is written. An object of a function is known by its owner; the
// objects that it is handed on as are reached along the calls.
//
//===----------------------------------------------------------------------===//

#include "Guards/FieldRaces.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::guards {

using namespace sharing;
using Kind = FieldRace::Kind;

namespace {

/// One place in a function: a field, or a call that gets the object.
struct Place {
  const Expr *At = nullptr;
  const Expr *Where = nullptr;
  const FieldDecl *Field = nullptr;
  Touches What = 0;
  const HandedOn *Call = nullptr;
  bool Guarded = false;
};

/// What a function does to one object, and the functions it gives it to.
struct Object {
  const FunctionDecl *In = nullptr;
  const Decl *Owner = nullptr;
  std::vector<Place> Places;
  llvm::DenseMap<const FieldDecl *, Touches> Fields; ///< of all Places
  bool Exposed = false; ///< reached with nothing held
};

using Effects = llvm::DenseMap<const FieldDecl *, Touches>;

bool isMemory(const FieldDecl *F) {
  return F->getType()->isPointerType() && !isReference(F->getType()) &&
         !F->getType()->isFunctionPointerType();
}

} // namespace

class RaceFinder {
public:
  RaceFinder(Session &Of, FieldRaces &Into)
      : Of(Of), Known(Of.fields()), Into(Into) {}

  void run() {
    for (const FunctionDecl *F : Known.functions())
      addFunction(*F);
    expose();
    for (Object &O : Objects)
      if (Known.isShared(O.Owner))
        findWriters(O);
    for (Object &O : Objects)
      if (Known.isShared(O.Owner))
        findMachines(O);
    for (Object &O : Objects)
      if (O.Exposed)
        findReferences(O);
    for (Object &O : Objects)
      if (O.Exposed)
        findState(O);
    settle();
  }

private:
  struct Writer {
    const Object *Of = nullptr;
    const Expr *At = nullptr;
  };
  /// Fields that one function changes together.
  struct Machine {
    const Object *Of;
    const Expr *At;
    llvm::SmallVector<const FieldDecl *, 4> Fields;
  };

  void addFunction(const FunctionDecl &F) {
    const FieldUses &Uses = *Known.in(F);
    llvm::DenseMap<const Decl *, size_t> Here;
    const auto ObjectOf = [&](const Decl *Owner) -> Object & {
      const auto [It, New] = Here.try_emplace(Owner, Objects.size());
      if (New) {
        Objects.emplace_back();
        Objects.back().In = &F;
        Objects.back().Owner = Owner;
        ByOwner[Owner] = It->second;
      }
      return Objects[It->second];
    };
    for (const FieldUse &Use : Uses.all()) {
      if (Of.project().isImmutable(Use.Field))
        continue;
      Object &O = ObjectOf(Use.Owner);
      O.Places.push_back({Use.At, Use.Where, Use.Field, whatOf(Use), nullptr,
                          isGuarded(F, Use.Where)});
      O.Fields[Use.Field] |= O.Places.back().What;
    }
    for (const HandedOn &H : Uses.handedOn())
      ObjectOf(H.Owner).Places.push_back(
          {H.Call, H.Call, nullptr, 0, &H, isGuarded(F, H.Call)});
    for (const auto &[Owner, Index] : Here)
      combine(Objects[Index]);
  }

  // What is handed to a function of a library may be changed there, when all
  // there is to it is what it holds.
  Touches whatOf(const FieldUse &Use) const {
    Touches What = Use.What;
    if (What & Passes) {
      const RecordDecl *R =
          Use.Field->getType()->getPointeeType()->getAsRecordDecl();
      if (R && Known.isCopied(R))
        What |= Fills;
    }
    return What;
  }

  // Several places together say what is done with a field.
  static void combine(Object &O) {
    for (auto &[Field, What] : O.Fields) {
      const bool MayEnd = What & Ends;
      if (MayEnd && (What & Sets) && isMemory(Field))
        What |= Drops;
      // `r = self->f; self->f = NULL; return r;` moves the reference out.
      if ((What & Nulls) && (What & Takes) && !(What & (Owns | Drops)) &&
          isReference(Field->getType()))
        What |= Drops;
    }
  }

  bool isGuarded(const FunctionDecl &, const Expr *At) const {
    const SourceLocation L = At->getExprLoc();
    return llvm::any_of(Of.macros().scopes(), [&](const capi::ScopeMacro &S) {
      return S.Kind == capi::ScopeKind::CriticalSection &&
             Of.guards().inside(S, L);
    });
  }

  // An object is exposed when it gets into the function with nothing held.
  void expose() {
    std::vector<size_t> Work;
    const auto Add = [&](const Decl *Owner) {
      const auto It = ByOwner.find(Owner);
      if (It == ByOwner.end() || Objects[It->second].Exposed)
        return;
      Objects[It->second].Exposed = true;
      Work.push_back(It->second);
    };
    for (Object &O : Objects)
      if (Known.isShared(O.Owner) &&
          (Known.isEntry(*O.In) || !isa<ParmVarDecl>(O.Owner)) &&
          !isa<CXXMethodDecl>(O.Owner))
        Add(O.Owner);
    while (!Work.empty()) {
      const size_t I = Work.back();
      Work.pop_back();
      for (const Place &P : Objects[I].Places)
        if (P.Call && !P.Guarded) {
          CallersOf[P.Call->As].push_back(I);
          Add(P.Call->As);
        }
    }
  }

  static bool swaps(Touches What) { return (What & Sets) && (What & Drops); }

  static bool makes(Touches What) {
    return (What & Tests) && (What & Sets) && !(What & (Drops | Nulls));
  }

  void findWriters(const Object &O) {
    for (const Place &P : O.Places)
      if (P.Field && swaps(O.Fields.lookup(P.Field)) &&
          (P.What & (Sets | Drops)))
        Writers[P.Field].push_back({&O, P.At});
  }

  // Numbers that depend on each other: one of them on what it was.
  void findMachines(const Object &O) {
    if (!isPlaceOfState(O))
      return;
    Machine M{&O, nullptr, {}};
    bool Steps = false, Fills = false;
    for (const auto &[Field, What] : effects(O)) {
      if (!isState(Field) || !(What & (Sets | sharing::Steps | sharing::Fills)))
        continue;
      M.Fields.push_back(Field);
      Steps |= What & sharing::Steps;
      Fills |= (What & sharing::Fills) && isMachine(Field);
    }
    if (!Fills && (M.Fields.size() < 2 || !Steps))
      return;
    sortFields(M.Fields);
    for (const Place &P : O.Places)
      if (touches(P, M.Fields, Sets | sharing::Steps | sharing::Fills)) {
        M.At = P.At;
        break;
      }
    Machines.push_back(std::move(M));
  }

  // A C++ object, or the state of a library that can be copied.
  bool isMachine(const FieldDecl *Field) const {
    QualType T = Field->getType();
    if (T->isPointerType())
      T = T->getPointeeType();
    const RecordDecl *R = T->getAsRecordDecl();
    return R && (isa<CXXRecordDecl>(R) || Known.isCopied(R));
  }

  bool isState(const FieldDecl *Field) const {
    const RecordDecl *R = Field->getParent();
    return !isReference(Field->getType()) && !Known.isIterator(R) &&
           !hasLock(R);
  }

  bool isPlaceOfState(const Object &O) const {
    return !Of.roles().of(O.In).has(roles::Role::Iternext);
  }

  // A type whose author has thought of threads.
  bool hasLock(const RecordDecl *R) const {
    return llvm::any_of(R->fields(), [&](const FieldDecl *F) {
      return isLock(F->getType());
    });
  }

  static bool isLock(QualType T) {
    while (T->isPointerType())
      T = T->getPointeeType();
    if (const auto *Typedef = T->getAs<TypedefType>())
      if (Typedef->getDecl()->getName().contains_insensitive("lock") ||
          Typedef->getDecl()->getName().contains_insensitive("mutex"))
        return true;
    const RecordDecl *R = T->getAsRecordDecl();
    return R && R->getIdentifier() &&
           (R->getName().contains_insensitive("lock") ||
            R->getName().contains_insensitive("mutex"));
  }

  /// What O's function does to the fields, with what it calls.
  const Effects &effects(const Object &O) {
    const auto [It, New] = Closed.try_emplace(&O);
    if (!New)
      return It->second; // of a function that calls itself: what is known yet
    Effects Result = O.Fields;
    for (const Place &P : O.Places)
      if (const Object *To = P.Call ? objectOf(P.Call->As) : nullptr)
        for (const auto &[Field, What] : Effects(effects(*To)))
          Result[Field] |= What;
    return Closed[&O] = std::move(Result);
  }

  const Object *objectOf(const Decl *Owner) const {
    const auto It = ByOwner.find(Owner);
    return It == ByOwner.end() ? nullptr : &Objects[It->second];
  }

  bool touches(const Place &P, llvm::ArrayRef<const FieldDecl *> Fields,
               Touches How) {
    if (P.Field)
      return (P.What & How) && llvm::is_contained(Fields, P.Field);
    const Object *To = objectOf(P.Call->As);
    if (!To)
      return false;
    const Effects &E = effects(*To);
    return llvm::any_of(Fields, [&](const FieldDecl *F) {
      return E.lookup(F) & How;
    });
  }

  // References: the race is where the reference is replaced or used.
  void findReferences(const Object &O) {
    if (Known.isLifecycle(*O.In) && !Known.isEntry(*O.In))
      return;
    FieldRace Swap{Kind::Swap, O.In, O.Owner, {}, nullptr, {}};
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
      const Touches All = O.Fields.lookup(P.Field);
      if (swaps(All))
        add(Swap, P, P.What & (Sets | Drops));
      else if (makes(All))
        add(Make, P, P.What & Sets);
      else if (P.What & (Takes | Owns))
        addUse(Use, P);
    }
    // One race: the worst one has the others under its lock, too.
    FieldRace *Worst = nullptr;
    for (FieldRace *R : {&Swap, &Use, &Make})
      if (R->At) {
        if (!Worst)
          Worst = R;
        else
          Worst->Places.append(R->Places.begin(), R->Places.end());
      }
    if (Worst)
      Into.Races[O.In].push_back(std::move(*Worst));
  }

  void add(FieldRace &R, const Place &P, bool Report) {
    R.Places.push_back(P.At);
    R.Places.push_back(P.Where);
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
    const Object *To = objectOf(P.Call->As);
    if (!To || !Known.isLifecycle(*To->In) || Known.isEntry(*To->In))
      return;
    for (const auto &[Field, What] : effects(*To))
      if (swaps(What) && isReference(Field->getType())) {
        Swap.Places.push_back(P.At);
        if (!llvm::is_contained(Swap.Fields, Field))
          Swap.Fields.push_back(Field);
        if (!Swap.At) {
          Swap.At = P.At;
          Swap.Against = To->In;
          Swap.AgainstAt = writerIn(Field, *To);
        }
      }
  }

  const Expr *writerIn(const FieldDecl *Field, const Object &O) const {
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

  static void sortFields(llvm::SmallVectorImpl<const FieldDecl *> &Fields) {
    llvm::sort(Fields, [](const FieldDecl *A, const FieldDecl *B) {
      return A->getFieldIndex() != B->getFieldIndex()
                 ? A->getFieldIndex() < B->getFieldIndex()
                 : A->getName() < B->getName();
    });
  }

  // Memory and state: the race is the outermost function's.
  void findState(const Object &O) {
    if (Known.isLifecycle(*O.In) && !Known.isEntry(*O.In))
      return;
    FieldRace R{Kind::State, O.In, O.Owner, {}, nullptr, {}};
    if (!findMemory(O, R) && !findMachine(O, R))
      return;
    for (const Place &P : O.Places)
      if (!P.Guarded && touches(P, R.Fields, ~Touches(0))) {
        R.Places.push_back(P.At);
        if (P.Where != P.At)
          R.Places.push_back(P.Where);
      }
    if (!R.Places.empty() && R.At)
      State[&O] = std::move(R);
  }

  bool findMemory(const Object &O, FieldRace &R) {
    Touches Worst = 0;
    for (const auto &[Field, What] : effects(O)) {
      if (!isMemory(Field) || hasLock(Field->getParent()) ||
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
    R.What = swaps(Worst) ? Kind::Free : Kind::UseMemory;
    for (const Place &P : O.Places)
      if (!P.Guarded && !R.At && touches(P, R.Fields, Takes | Fills | Drops | Sets))
        R.At = P.At;
    return true;
  }

  bool findMachine(const Object &O, FieldRace &R) {
    for (const Machine &M : Machines)
      if (M.Of == &O) {
        R.Fields = M.Fields;
        R.At = M.At;
        return true;
      }
    if (!isPlaceOfState(O))
      return false;
    const Effects &Mine = effects(O);
    for (const Machine &M : Machines) {
      llvm::SmallVector<const FieldDecl *, 4> Both;
      bool Whole = false;
      for (const FieldDecl *F : M.Fields)
        if (Mine.contains(F)) {
          Both.push_back(F);
          Whole |= isMachine(F);
        }
      if (Both.size() < 2 && !Whole)
        continue;
      R.What = Kind::LookAtState;
      R.Fields = Both;
      R.Against = M.Of->In;
      R.AgainstAt = M.At;
      for (const Place &P : O.Places)
        if (!P.Guarded && !R.At && touches(P, Both, ~Touches(0)))
          R.At = P.At;
      return true;
    }
    return false;
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
      llvm::stable_sort(List, [&](const FieldRace &A, const FieldRace &B) {
        return SM.isBeforeInTranslationUnit(A.At->getBeginLoc(),
                                            B.At->getBeginLoc());
      });
  }

  // The one function that O's object is handed on to and that has the race.
  const Object *onlyHandedTo(const Object &O) const {
    const auto It = State.find(&O);
    if (It == State.end() || It->second.Places.size() != 1)
      return nullptr;
    for (const Place &P : O.Places)
      if (P.Call && P.At == It->second.At) {
        const Object *To = objectOf(P.Call->As);
        return To && State.count(To) ? To : nullptr;
      }
    return nullptr;
  }

  bool allDelegate(const Object &O) const {
    const auto It = CallersOf.find(O.Owner);
    return It != CallersOf.end() && llvm::all_of(It->second, [&](size_t I) {
             return &Objects[I] == &O || onlyHandedTo(Objects[I]) == &O;
           });
  }

  bool delegate(const Object &O) const {
    const Object *To = onlyHandedTo(O);
    return To && !Known.isEntry(*To->In) && allDelegate(*To);
  }

  Session &Of;
  const Fields &Known;
  FieldRaces &Into;
  std::vector<Object> Objects;
  llvm::DenseMap<const Decl *, size_t> ByOwner;
  llvm::DenseMap<const Decl *, llvm::SmallVector<size_t, 2>> CallersOf;
  llvm::DenseMap<const FieldDecl *, std::vector<Writer>> Writers;
  std::vector<Machine> Machines;
  std::map<const Object *, Effects> Closed;
  std::map<const Object *, FieldRace> State;
};

FieldRaces::FieldRaces(Session &Of) { RaceFinder(Of, *this).run(); }

llvm::ArrayRef<FieldRace> FieldRaces::in(const FunctionDecl &F) const {
  const auto It = Races.find(&F);
  if (It == Races.end())
    return {};
  return It->second;
}

} // namespace ftidy::guards
