//===-- Waits.cpp - who waits for whom?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The places where locks are taken are put together by lock. In each group one
// place has to wait attached and one has to do something with the lock in hand
// that other threads may keep from happening; often it is the same place, run by
// two threads.
//
//===----------------------------------------------------------------------===//

#include "Guards/Waits.h"
#include "Flow/Graph.h"
#include "Guards/NoWait.h"
#include "Guards/Sections.h"
#include "Guards/Spins.h"
#include "Guards/ThreadState.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/MapVector.h"
#include <map>

using namespace clang;

namespace ftidy::guards {

namespace {

/// One place where a lock is taken, and what happens until it is given back.
struct Place {
  const FunctionDecl *In;
  const Acquisition *Taken;
  bool WaitsAttached;
  bool Unsure = false; ///< waits, attached or detached
  Effect Does = NoEffect;
  const Event *By = nullptr;
  const Event *Drops = nullptr; ///< gives up any object

  Place dropping() const {
    return {In, Taken, WaitsAttached, Unsure, Releases, Drops, Drops};
  }
};

class Finder {
public:
  explicit Finder(Session &S) : S(S) {}

  void look(const FunctionDecl &F) {
    const EffectSet May = S.effects().proved(F);
    if (May & TakesLocks)
      lookForLocks(F);
    if (May & Blocks)
      lookForWaits(F);
    if (!S.initOnly(F))
      for (const Spin &Loop : findSpins(F, S.effects().natives(), S.context()))
        spin(F, Loop);
  }

  Waits finish() {
    // What one function does with a file that says "not yet", others do too.
    llvm::erase_if(Found, [&](const Wait &W) {
      return W.Op == NativeOp::Transfer && NotYet.contains(W.Asked);
    });
    for (auto &[Lock, Places] : Groups)
      judge(*Lock, Places);
    return {std::move(Found), std::move(LocksWaitedFor)};
  }

private:
  // Worst first.
  static constexpr Effect Worst[] = {RunsPython, Attaches, Detaches, Releases,
                                     Collects};

  bool isAttached(const FunctionDecl &F, const Stmt *At) {
    return S.threadStates().in(F).before(At) == Attachment::Attached;
  }

  // What tells locks apart in different functions; null for a lock that only
  // this function has.
  static const Decl *keyOf(const LockPath &L) {
    if (!L)
      return nullptr;
    if (!L.Fields.empty())
      return L.Fields.back()->getCanonicalDecl();
    const auto *V = dyn_cast<VarDecl>(L.Root);
    if (V && V->hasLocalStorage() && !isa<ParmVarDecl>(V))
      return nullptr;
    return L.Root->getCanonicalDecl();
  }

  // The lock of an object that nobody else has any more.
  bool isLast(const FunctionDecl &F, const LockPath &L) {
    return !L.Fields.empty() && !L.isGlobal() &&
           S.roles().of(&F).only(roles::Role::Dealloc);
  }

  // Taking and giving back other locks is not what a lock is held for.
  static bool isAboutLocks(const Event &E, Natives &Names) {
    if (E.Callee && Names.of(*E.Callee).Op != NativeOp::None)
      return true;
    const auto *Call = dyn_cast_or_null<CallExpr>(E.At);
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    return F && Names.of(*F).Op != NativeOp::None &&
           Names.of(*F).Op != NativeOp::Once;
  }

  // Only containers count for the collector; numbers and text never start it.
  static bool makesContainer(const Event &E) {
    return E.Fact && E.Fact->Lends == capi::Lending::Fresh;
  }

  void lookForLocks(const FunctionDecl &F) {
    const Locks &L = S.locks().in(F);
    if (L.acquisitions().empty())
      return;
    llvm::DenseMap<const Acquisition *, Place> Here;
    for (const Acquisition &A : L.acquisitions()) {
      Place P{&F, &A, false};
      if (A.Waits && !A.WaitsDetached && !S.initOnly(F) &&
          !isLast(F, A.Lock)) {
        const Attachment Now = S.threadStates().in(F).before(A.At);
        P.WaitsAttached = Now == Attachment::Attached;
        P.Unsure = Now == Attachment::Unknown;
      }
      Here[&A] = P;
    }
    for (const Event &E : S.effects().eventsOf(F)) {
      if (isAboutLocks(E, S.effects().natives()))
        continue;
      for (const Acquisition *A : L.heldAt(E.At)) {
        Place &P = Here[A];
        if (A->WaitsDetached && !P.Drops && dropsAny(F, E))
          P.Drops = &E;
        for (const Effect Does : Worst) {
          if (P.Does == Does)
            break;
          if (!(E.Proved & Does) || (Does == Collects && !makesContainer(E)))
            continue;
          P.Does = Does;
          P.By = &E;
          break;
        }
      }
    }
    for (const Acquisition &A : L.acquisitions()) {
      if (const Decl *Key = keyOf(A.Lock))
        Groups[Key].push_back(Here[&A]);
      for (const Acquisition *Outer : L.heldAt(A.At))
        order(F, *Outer, A);
    }
    for (const Section &Around : S.function(F).sections().all()) {
      for (const Acquisition *Outer : L.heldAt(firstIn(Around)))
        order(F, *Outer, Around);
      for (const Acquisition &A : L.acquisitions())
        if (Here[&A].WaitsAttached &&
            S.function(F).sections().inside(Around, A.Loc))
          order(F, Around, A);
    }
  }

  // Other files see a global that is not static, and the fields of a type that a
  // header defines.
  bool isElsewhere(const Decl &Lock) {
    if (const auto *V = dyn_cast<VarDecl>(&Lock))
      return V->isExternallyVisible();
    return !isa<FieldDecl>(Lock) || !isInMain(Lock.getLocation());
  }

  bool isInMain(SourceLocation L) {
    const SourceManager &SM = S.context().getSourceManager();
    return SM.isInMainFile(SM.getFileLoc(L));
  }

  void judge(const Decl &Lock, llvm::ArrayRef<Place> Places) {
    const Place *Waiter = nullptr, *Holder = nullptr;
    for (const Place &P : Places) {
      if (P.WaitsAttached && !Waiter)
        Waiter = &P;
      if (P.By && !P.Taken->WaitsDetached &&
          (!Holder || worse(P.Does, Holder->Does)))
        Holder = &P;
      if (!P.Taken->WaitsDetached)
        continue;
      if (P.Does == RunsPython && !S.effects().onlyComparesKeys(*P.By))
        add(WaitKind::Held, P, P);
      else if (P.Drops)
        add(WaitKind::Held, P, P.dropping());
    }
    if (!Waiter || !Holder)
      return;
    LockWaits All;
    All.Elsewhere = isElsewhere(Lock);
    for (const Place &P : Places)
      if (!P.Taken->Through) {
        All.Unsure |= P.Unsure;
        if (P.WaitsAttached)
          All.Attached.push_back({P.In, P.Taken->At});
      }
    LocksWaitedFor.push_back(std::move(All));
    // Who takes a lock through a function of the file is helped there.
    llvm::DenseSet<const FunctionDecl *> Said;
    // One macro may define many functions: the worst of them is said.
    llvm::DenseSet<SourceLocation> Where;
    // What only makes objects is a matter of the one who holds the lock then.
    const bool Others = Holder->Does != Collects;
    // ... unless that one is in a header, and it is this file that runs Python.
    const auto IsForOthers = [&](const Place &P) {
      return !isInMain(P.In->getLocation()) &&
             llvm::any_of(Places, [&](const Place &Q) {
               return Q.Taken->Through && Q.WaitsAttached && Q.By &&
                      Q.Taken->Through->getCanonicalDecl() ==
                          P.In->getCanonicalDecl();
             });
    };
    for (const bool Holds : {true, false})
      for (const Place &P : Places)
        if (P.WaitsAttached && !P.Taken->Through && bool(P.By) == Holds &&
            (P.By || Others) && !IsForOthers(P) &&
            (!P.In->getLocation().isMacroID() ||
             Where.insert(P.Taken->Loc).second)) {
          add(WaitKind::Lock, P, P.By ? P : *Holder);
          Said.insert(P.In->getCanonicalDecl());
        }
    for (const Place &P : Places)
      if (P.WaitsAttached && P.Taken->Through && (P.By || Others) &&
          !Said.contains(P.Taken->Through->getCanonicalDecl()))
        add(WaitKind::Lock, P, P.By ? P : *Holder);
  }

  // The last reference to any object: one that was in a field, a global or an
  // array, and whose finaliser is Python code.
  bool dropsAny(const FunctionDecl &Of, const Event &By) {
    Function &F = S.function(Of);
    const capi::Use *U = By.Fact ? F.uses().at(By.At) : nullptr;
    const Expr *E = U && U->effect(0) == '-' && U->arg(0)
                        ? capi::strip(U->arg(0))
                        : nullptr;
    if (!E || !isAnyObject(E->getType()))
      return false;
    if (isOthersToo(E))
      return true;
    const auto *Ref = dyn_cast<DeclRefExpr>(E);
    return Ref && llvm::any_of(F.statements(), [&](const Stmt *Node) {
      if (const auto *Declared = dyn_cast<DeclStmt>(Node))
        return llvm::any_of(Declared->decls(), [&](const Decl *D) {
          const auto *V = dyn_cast<VarDecl>(D);
          return V && V == Ref->getDecl() && V->getInit() &&
                 isOthersToo(V->getInit());
        });
      const auto *Assign = dyn_cast<BinaryOperator>(Node);
      const auto *To = Assign && Assign->getOpcode() == BO_Assign
                           ? dyn_cast<DeclRefExpr>(capi::strip(Assign->getLHS()))
                           : nullptr;
      return To && To->getDecl() == Ref->getDecl() &&
             isOthersToo(Assign->getRHS());
    });
  }

  static bool isAnyObject(QualType T) {
    const RecordDecl *R =
        T->isPointerType() ? T->getPointeeType()->getAsRecordDecl() : nullptr;
    return R && R->getIdentifier() && R->getName() == "_object";
  }

  static bool isOthersToo(const Expr *E) {
    E = capi::strip(E);
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    return isa_and_nonnull<MemberExpr, ArraySubscriptExpr>(E) ||
           (V && V->hasGlobalStorage());
  }

  static bool worse(Effect A, Effect B) {
    return llvm::find(Worst, A) < llvm::find(Worst, B);
  }

  void add(WaitKind Kind, const Place &Waiter, const Place &Holder) {
    Wait W{Kind, Waiter.In, Waiter.Taken->At, Waiter.Taken->Loc,
           Waiter.Taken->Name};
    W.Op = NativeOp::Acquire;
    W.Does = Holder.Does;
    W.DoesAt = Holder.By->Loc;
    W.DoesBy = S.effects().nameOf(*Holder.By, Holder.Does);
    if (Holder.Taken != Waiter.Taken)
      W.OtherAt = Holder.Taken->Loc;
    if (Kind == WaitKind::Lock)
      W.Group = LocksWaitedFor.size();
    Found.push_back(std::move(W));
  }

  void lookForWaits(const FunctionDecl &F) {
    for (const roles::Callee &C : S.function(F).callees()) {
      const Native N = C.Function && C.At
                           ? S.effects().natives().of(*C.Function)
                           : Native();
      Wait W{WaitKind::Native, &F, C.At, SourceLocation(), std::string()};
      W.Op = N.Op;
      switch (N.Op) {
      case NativeOp::Once:
        once(W, C);
        break;
      case NativeOp::Sleep:
      case NativeOp::Transfer:
        if (S.initOnly(F) || readsFile(S.function(F), C))
          break;
        if (N.Op == NativeOp::Transfer && takesNotYet(S.function(F)))
          NotYet.insert(C.Function->getCanonicalDecl());
        [[fallthrough]];
      case NativeOp::Condition:
      case NativeOp::Wait:
      case NativeOp::Join:
        if (isAttached(F, C.At) && !endsAtOnce(C, S.context()))
          add(std::move(W), C);
        break;
      default:
        break;
      }
    }
  }

  void add(Wait W, const roles::Callee &C) {
    W.Loc = S.context().getSourceManager().getFileLoc(C.At->getBeginLoc());
    W.Name = C.Function->getNameAsString();
    W.Asked = C.Function->getCanonicalDecl();
    Found.push_back(std::move(W));
  }

  void once(Wait &W, const roles::Callee &C) {
    // While the module is initialised nobody else waits.
    const Attachment Now = S.threadStates().in(*W.In).before(C.At);
    if (S.initOnly(*W.In) || Now == Attachment::Detached)
      return;
    for (const FunctionDecl *Run : roles::functionsPassedTo(*C.At)) {
      // It runs in this thread: what it wants of it, this one is.
      if (Now != Attachment::Attached && !S.threadStates().wants(*Run))
        continue;
      for (const Effect Does : Worst)
        if (const Event *By = S.effects().decidedBy(*Run, Does);
            By && By->Proved & Does) {
          W.Kind = WaitKind::Once;
          W.Does = Does;
          W.DoesAt = By->Loc;
          W.DoesBy = S.effects().nameOf(*By, Does);
          return add(W, C);
        }
    }
  }

  // The macro is followed by a semicolon.
  static const Stmt *firstIn(const Section &Around) {
    if (Around.Body && !Around.Holder)
      for (const Stmt *Child : Around.Body->body())
        if (!isa<NullStmt>(Child))
          return Child;
    return nullptr;
  }

  // What a critical section is on, told apart in different functions: a variable
  // of the file, or a parameter by its name and type.
  static std::string keyOf(const FunctionDecl &F, llvm::StringRef Object) {
    llvm::StringRef Name = Object.trim("&() ");
    if (const size_t Cast = Name.rfind(')'); Cast != llvm::StringRef::npos)
      Name = Name.drop_front(Cast + 1).ltrim();
    for (const ParmVarDecl *P : F.parameters())
      if (P->getName() == Name)
        return (Name + " " + P->getType().getCanonicalType().getAsString())
            .str();
    return Name.str();
  }

  // A lock, and then a critical section.
  void order(const FunctionDecl &F, const Acquisition &Outer,
             const Section &Inner) {
    const Decl *Key = Outer.WaitsDetached ? nullptr : keyOf(Outer.Lock);
    for (const std::string &Object : Inner.Objects)
      if (Key) {
        Entered.try_emplace({Key, keyOf(F, Object)}, Inner.Begin);
        inverted(Key, keyOf(F, Object));
      }
  }

  // A critical section, which stays entered while its thread waits attached.
  void order(const FunctionDecl &F, const Section &Outer,
             const Acquisition &Inner) {
    const Decl *Key = keyOf(Inner.Lock);
    for (const std::string &Object : Outer.Objects)
      if (Key) {
        Wait W{WaitKind::Inverted, &F, Inner.At, Inner.Loc, Inner.Name};
        W.Second = Object;
        W.Section = true;
        WaitedIn.try_emplace({Key, keyOf(F, Object)}, std::move(W));
        inverted(Key, keyOf(F, Object));
      }
  }

  void inverted(const Decl *Lock, const std::string &Object) {
    const auto Enters = Entered.find({Lock, Object});
    const auto Waits = WaitedIn.find({Lock, Object});
    if (Enters == Entered.end() || Waits == WaitedIn.end() ||
        Waits->second.OtherAt.isValid())
      return;
    Waits->second.OtherAt =
        S.context().getSourceManager().getFileLoc(Enters->second);
    Found.push_back(Waits->second);
  }

  // A loop that waits for a flag waits for a thread. One that takes a lock may
  // do so when nothing of Python happens to who has the lock.
  void spin(const FunctionDecl &F, const Spin &Loop) {
    if (!isAttached(F, Loop.Loop))
      return;
    const SourceManager &SM = S.context().getSourceManager();
    Wait W{Loop.Takes ? WaitKind::Lock : WaitKind::Native, &F, Loop.Loop,
           SM.getFileLoc(Loop.Loop->getBeginLoc()), Loop.Name};
    W.Op = NativeOp::Spin;
    if (!Loop.Takes) {
      Found.push_back(std::move(W));
      return;
    }
    const SourceLocation From = SM.getFileLoc(Loop.Loop->getEndLoc());
    for (const Effect Does : Worst)
      for (const Event &E : S.effects().eventsOf(F)) {
        if (!(E.Proved & Does) || (Does == Collects && !makesContainer(E)) ||
            !SM.isBeforeInTranslationUnit(From, E.Loc) ||
            (Loop.GivenBack.isValid() &&
             !SM.isBeforeInTranslationUnit(E.Loc, Loop.GivenBack)))
          continue;
        // A lock that somebody else gives back may be anything.
        if (Loop.GivenBack.isInvalid())
          return;
        W.Does = Does;
        W.DoesAt = E.Loc;
        W.DoesBy = S.effects().nameOf(E, Does);
        Found.push_back(std::move(W));
        return;
      }
  }

  // Outer is held where Inner is taken.
  void order(const FunctionDecl &F, const Acquisition &Outer,
             const Acquisition &Inner) {
    const Decl *A = keyOf(Outer.Lock), *B = keyOf(Inner.Lock);
    if (!A || !B || A == B || !Inner.Waits)
      return;
    Orders.try_emplace({A, B}, &Inner);
    const auto It = Orders.find({B, A});
    if (It == Orders.end() || !Told.insert({B, A}).second)
      return;
    Wait W{WaitKind::Inverted, &F, Inner.At, Inner.Loc, Inner.Name};
    W.Second = Outer.Name;
    W.OtherAt = It->second->Loc;
    Found.push_back(std::move(W));
  }

  Session &S;
  std::vector<Wait> Found;
  std::vector<LockWaits> LocksWaitedFor;
  llvm::DenseSet<const FunctionDecl *> NotYet;
  llvm::MapVector<const Decl *, std::vector<Place>> Groups;
  llvm::DenseMap<std::pair<const Decl *, const Decl *>, const Acquisition *>
      Orders;
  llvm::DenseSet<std::pair<const Decl *, const Decl *>> Told;
  std::map<std::pair<const Decl *, std::string>, SourceLocation> Entered;
  std::map<std::pair<const Decl *, std::string>, Wait> WaitedIn;
};

} // namespace

Waits findWaits(Session &S, llvm::ArrayRef<const FunctionDecl *> In) {
  Finder F(S);
  for (const FunctionDecl *Function : In)
    F.look(*Function);
  return F.finish();
}

} // namespace ftidy::guards
