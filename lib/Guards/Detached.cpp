//===-- Detached.cpp - what is touched without protection?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/Detached.h"
#include "CApi/MacroLog.h"
#include "CApi/Origin.h"
#include "CApi/ProjectFacts.h"
#include "CApi/Use.h"
#include "Flow/Graph.h"
#include "Guards/Effects.h"
#include "Guards/Guards.h"
#include "Guards/Held.h"
#include "Guards/Locks.h"
#include "Guards/Sections.h"
#include "Guards/ThreadState.h"
#include "Roles/Accesses.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "Sharing/Fields.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::guards {

namespace {

class Finder {
public:
  explicit Finder(Session &S) : S(S) {}

  void look(const FunctionDecl &F) {
    const ThreadState &State = S.threadStates().in(F);
    if (State.changes() || State.atEntry() == Attachment::Detached) {
      lookAtUses(F, State);
      lookAtCalls(F, State);
    }
    lookAtExit(F);
  }

  // Functions that run when the process ends, and where that is said.
  void findExits(llvm::ArrayRef<const FunctionDecl *> In) {
    for (const FunctionDecl *F : In)
      for (const roles::Callee &C : S.function(*F).callees()) {
        const auto *Call = dyn_cast_or_null<CallExpr>(C.At);
        const Native N = C.Function ? S.effects().natives().of(*C.Function) : Native{};
        if (!Call || N.Op != NativeOp::AtExit || unsigned(N.Arg) >= Call->getNumArgs())
          continue;
        const Expr *Arg = capi::strip(Call->getArg(N.Arg));
        if (const auto *Address = dyn_cast<UnaryOperator>(Arg))
          Arg = capi::strip(Address->getSubExpr());
        if (const auto *Ref = dyn_cast<DeclRefExpr>(Arg))
          Exits.try_emplace(Ref->getDecl()->getCanonicalDecl(), place(Call));
      }
    for (const VarDecl *V : S.accesses().variables())
      if (const CXXRecordDecl *R = V->getType()->getAsCXXRecordDecl())
        if (const CXXDestructorDecl *D = R->hasDefinition() ? R->getDestructor() : nullptr)
          if (V->getTLSKind() == VarDecl::TLS_None)
            Exits.try_emplace(D->getCanonicalDecl(), V->getLocation());
  }

  void lookAtVariables() {
    for (const FieldDecl *Field : S.accesses().fields()) {
      if (isFlag(Field->getType()))
        lookForBusyFlag(*Field);
      if (isOfObject(*Field))
        lookAtField(*Field);
    }
    for (const VarDecl *V : S.accesses().variables()) {
      if (roles::storageOf(*V) != roles::Storage::Plain)
        continue;
      if (isFlag(V->getType()))
        lookForBusyFlag(*V);
      lookForEnsured(*V);
    }
  }

  std::vector<Trespass> Found;

private:
  SourceLocation place(const Stmt *At) {
    return S.context().getSourceManager().getFileLoc(At->getBeginLoc());
  }

  void add(TrespassKind Kind, const FunctionDecl &F, const Stmt *At,
           SourceLocation Loc, std::string Name, const Stmt *Other,
           std::string OtherName = {}) {
    Trespass T{Kind, &F, At, Loc, std::move(Name)};
    if (Other)
      T.OtherAt = place(Other);
    T.Other = std::move(OtherName);
    Found.push_back(std::move(T));
  }

  void lookAtUses(const FunctionDecl &F, const ThreadState &State) {
    for (const capi::Use &U : S.function(F).uses().all())
      if (capi::needsAttached(*U.F) && !U.Repeated &&
          State.before(U.Node) == Attachment::Detached)
        add(TrespassKind::Use, F, U.Node, U.Loc, U.F->Name.str(),
            State.changedBy(U.Node));
  }

  // Static objects may go without a count of their own; that is for others to say.
  void lookAtExit(const FunctionDecl &F) {
    const auto Exit = Exits.find(F.getCanonicalDecl());
    if (Exit == Exits.end() || asksAlive(F))
      return;
    const bool Registered = !isa<CXXDestructorDecl>(F);
    for (const capi::Use &U : S.function(F).uses().all()) {
      if (U.F->ThreadState != capi::Thread::Attaches &&
          !(Registered && capi::needsAttached(*U.F)))
        continue;
      add(TrespassKind::AtExit, F, U.Node, U.Loc, U.F->Name.str(), nullptr);
      Found.back().OtherAt = Exit->second;
      return;
    }
  }

  bool asksAlive(const FunctionDecl &F, bool Deeper = true) {
    return llvm::any_of(S.function(F).callees(), [&](const roles::Callee &C) {
      const FunctionDecl *Body =
          C.Function && Deeper ? S.effects().bodyOf(*C.Function) : nullptr;
      return C.Function &&
             (S.effects().natives().of(*C.Function).Op == NativeOp::AsksAlive ||
              (Body && Body->getBody() && asksAlive(*Body, false)));
    });
  }

  // What a binding library does with Python objects. Its getters, such as
  // array::data(), do nothing that needs a thread state.
  bool isOfHandle(const FunctionDecl &F) {
    const auto *Member = dyn_cast<CXXMethodDecl>(&F);
    if (!S.origins().isForeign(F.getLocation()) ||
        !(Member ? S.project().isHandle(*Member->getParent())
                 : !roles::isInStd(F) && Effects::touchesPython(F.getType())))
      return false;
    const EffectSet Does = S.effects().proved(F);
    return (Does & (Collects | Releases | RunsPython)) && !(Does & Attaches);
  }

  void lookAtCalls(const FunctionDecl &F, const ThreadState &State) {
    SourceLocation Last; // of an object that is made and destroyed there
    for (const roles::Callee &C : S.function(F).callees()) {
      if (C.Function && C.At && State.before(C.At) == Attachment::Detached &&
          isOfHandle(*C.Function) && place(C.At) != Last) {
        Last = place(C.At);
        add(TrespassKind::Use, F, C.At, Last, C.Function->getNameAsString(),
            State.changedBy(C.At));
      }
      if (!C.Function || !C.At || isa<CXXMethodDecl>(C.Function) ||
          !S.effects().bodyOf(*C.Function) ||
          State.before(C.At) != Attachment::Detached ||
          S.threadStates().atEntry(*C.Function) != Attachment::Attached ||
          S.threadStates().changeBy(*C.Function) != StateChange::None)
        continue;
      if (const capi::Use *Wants = S.threadStates().wants(*C.Function)) {
        add(TrespassKind::Call, F, C.At, place(C.At),
            C.Function->getNameAsString(), nullptr, Wants->F->Name.str());
        Found.back().OtherAt = Wants->Loc;
      }
    }
  }

  // The parts of an object's life that only one thread sees.
  bool isLifecycle(const FunctionDecl &F) {
    return S.roles().of(&F).lifecycle() || S.initOnly(F);
  }

  const FunctionDecl *bodyOf(const roles::Access &A) {
    const FunctionDecl *F = A.In ? A.In->getDefinition() : nullptr;
    return F && F->getBody() && !F->isDependentContext() &&
                   S.origins().of(F->getLocation()) == capi::Origin::User
               ? F
               : nullptr;
  }

  // Also by a guard that only its name tells: in a build with the GIL nothing may
  // be left of it.
  bool isLocked(const FunctionDecl &F, const Stmt *At) {
    return !S.locks().heldAt(F, At).empty() || S.held().at(place(At), F) ||
           llvm::any_of(S.macros().scopes(), [&](const capi::ScopeMacro &M) {
             return M.Kind == capi::ScopeKind::CriticalSection &&
                    S.guards().inside(M, At->getBeginLoc());
           });
  }

  // A field of a struct that begins with PyObject_HEAD.
  static bool isOfObject(const FieldDecl &Field) {
    return Effects::isPythonObject(Field.getParent());
  }

  void lookAtField(const FieldDecl &Field) {
    if (roles::storageOf(Field) != roles::Storage::Plain)
      return;
    const auto All = S.accesses().of(&Field);
    llvm::DenseSet<const FunctionDecl *> Read; // said once in a function
    bool InMacro = false;
    for (const roles::Access &A : All) {
      const FunctionDecl *F = A.Atomic ? nullptr : bodyOf(A);
      if (!F || isLifecycle(*F) || !baseIsParameter(A) ||
          !isDetachedHere(*F, A.At) || isLocked(*F, A.At))
        continue;
      const bool Writes = A.writes();
      if (!Writes && (!Field.getType()->isPointerType() || !A.reads()))
        continue;
      // One macro that many functions use is one place.
      if (A.At->getBeginLoc().isMacroID() && InMacro)
        continue;
      // Somebody else has to see it, or change it.
      for (const roles::Access &B : All) {
        const FunctionDecl *Other = bodyOf(B);
        if (!Other || Other == F || isLifecycle(*Other) ||
            !(Writes ? B.reads() || B.writes() : givesUp(B, All)) ||
            !baseIsParameter(B)) // the fields of a new object are its maker's
          continue;
        if (!Writes && !Read.insert(F).second)
          break;
        InMacro |= A.At->getBeginLoc().isMacroID();
        add(Writes ? TrespassKind::FieldWrite : TrespassKind::FieldRead, *F, A.At,
            place(A.At), nameOf(A.At, Field), B.At, Other->getNameAsString());
        Found.back().Field = &Field;
        break;
      }
    }
  }

  // What a macro hides has the name of the field.
  std::string nameOf(const Expr *At, const ValueDecl &D) {
    const std::string Text = capi::written(At, S.context()).str();
    return Text.empty() ? D.getNameAsString() : Text;
  }

  // Detached by this function, or by all who call it. A function that others
  // call detached may hold their lock.
  bool isDetachedHere(const FunctionDecl &F, const Stmt *At) {
    const ThreadState &State = S.threadStates().in(F);
    return State.before(At) == Attachment::Detached &&
           (State.changedBy(At) || S.roles().callersOf(&F));
  }

  // The old value ends here: it is replaced by NULL, released by a macro, or
  // given to a call of the function that then sets another one. A pointer that is
  // only set may still be read: the reader has the old value or the new one.
  bool givesUp(const roles::Access &B, llvm::ArrayRef<roles::Access> All) {
    if (!B.writes())
      return false;
    if (B.Kind == roles::AccessKind::ReadWrite)
      return true;
    const auto *Assign = dyn_cast_or_null<BinaryOperator>(B.By);
    if (Assign && flow::isNullConstant(Assign->getRHS()))
      return true;
    return llvm::any_of(All, [&](const roles::Access &C) {
      return C.In == B.In && C.passedTo() &&
             S.context().getSourceManager().isBeforeInTranslationUnit(
                 place(C.At), place(B.At));
    });
  }

  static bool baseIsParameter(const roles::Access &A) {
    const auto *Member = dyn_cast<MemberExpr>(A.At);
    const auto *Ref =
        Member ? dyn_cast<DeclRefExpr>(capi::strip(Member->getBase())) : nullptr;
    if (Member && isa<CXXThisExpr>(capi::strip(Member->getBase())))
      return true;
    if (!Ref)
      return false;
    if (isa<ParmVarDecl>(Ref->getDecl()))
      return true;
    // Foo *self = (Foo *)op;
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    const auto *From = V && V->getInit()
                           ? dyn_cast<DeclRefExpr>(capi::strip(V->getInit()))
                           : nullptr;
    return From && isa<ParmVarDecl>(From->getDecl());
  }

  void lookForEnsured(const VarDecl &V) {
    for (const roles::Access &A : S.accesses().of(&V)) {
      const FunctionDecl *F = A.writes() && !A.Atomic ? bodyOf(A) : nullptr;
      if (!F || S.initOnly(*F) ||
          (Exits.contains(F->getCanonicalDecl()) && !isa<CXXDestructorDecl>(F)))
        continue; // nobody else is there
      const ThreadState &State = S.threadStates().in(*F);
      const auto *By = dyn_cast_or_null<Expr>(State.changedBy(A.At));
      if (!By || State.before(A.At) != Attachment::Attached ||
          !isEnsure(*By) || isOnlySet(A, S.accesses().of(&V)) ||
          isLocked(*F, A.At) || !Ensured.insert(By).second)
        continue;
      const auto *Call = dyn_cast<CallExpr>(By);
      add(TrespassKind::Ensured, *F, By, place(By),
          Call ? Call->getDirectCallee()->getNameAsString()
               : By->getType()->getAsCXXRecordDecl()->getNameAsString(),
          A.At, V.getNameAsString());
    }
  }

  // Set as a whole by a function that does not ask for its value: one store, and
  // nothing that a lock would keep together.
  static bool isOnlySet(const roles::Access &A,
                        llvm::ArrayRef<roles::Access> All) {
    return A.Kind == roles::AccessKind::Write &&
           A.Of == roles::Extent::Whole &&
           llvm::none_of(All, [&](const roles::Access &B) {
             return B.In == A.In && B.At != A.At && B.reads();
           });
  }

  bool isEnsure(const Expr &By) {
    const FunctionDecl *F = nullptr;
    if (const auto *Call = dyn_cast<CallExpr>(&By))
      F = Call->getDirectCallee();
    else if (const auto *Made = dyn_cast<CXXConstructExpr>(&By))
      F = Made->getConstructor();
    return F && S.threadStates().changeBy(*F) == StateChange::Ensure;
  }

  // A number that can say yes or no.
  static bool isFlag(QualType T) {
    return T->isIntegerType() && !T->isAtomicType();
  }

  // 1, 0 or nothing: what a place sets the flag to.
  std::optional<bool> setTo(const roles::Access &A) {
    const auto *Assign = dyn_cast_or_null<BinaryOperator>(A.By);
    if (!A.writes() || A.Of != roles::Extent::Whole || !Assign ||
        Assign->getOpcode() != BO_Assign)
      return std::nullopt;
    Expr::EvalResult Value;
    if (Assign->getRHS()->isValueDependent() ||
        !Assign->getRHS()->EvaluateAsInt(Value, S.context()))
      return std::nullopt;
    // Other numbers make it a state, not a lock.
    const int64_t Number = Value.Val.getInt().getExtValue();
    return Number == 0 || Number == 1 ? std::optional<bool>(Number == 1)
                                      : std::nullopt;
  }

  // The `if` that leaves the function when the flag is set, or null.
  const IfStmt *turnsAway(const roles::Access &A) {
    if (A.Kind != roles::AccessKind::Read)
      return nullptr;
    const FunctionDecl *F = bodyOf(A);
    if (!F)
      return nullptr;
    const ParentMap &Parents = S.function(*F).parents();
    for (const Stmt *At = Parents.getParent(A.At); At;
         At = Parents.getParent(At)) {
      if (const auto *If = dyn_cast<IfStmt>(At))
        return leaves(If->getThen()) ? If : nullptr;
      if (const auto *Binary = dyn_cast<BinaryOperator>(At)) {
        if (Binary->getOpcode() == BO_LOr ||
            (Binary->getOpcode() == BO_NE &&
             flow::isNullConstant(Binary->getRHS())))
          continue;
        if (Binary->getOpcode() == BO_EQ) {
          Expr::EvalResult Value;
          if (Binary->getRHS()->EvaluateAsInt(Value, S.context()) &&
              Value.Val.getInt() != 0)
            continue;
        }
        return nullptr;
      }
      if (!isa<CastExpr, ParenExpr>(At))
        return nullptr;
    }
    return nullptr;
  }

  static bool leaves(const Stmt *Then) {
    if (const auto *Block = dyn_cast<CompoundStmt>(Then))
      return !Block->body_empty() && leaves(Block->body_back());
    return isa<ReturnStmt, GotoStmt, CXXThrowExpr>(Then);
  }

  // Tested by who then sets it, and given back somewhere: a lock made of an
  // integer. What is only ever set once is no lock.
  void lookForBusyFlag(const ValueDecl &D) {
    const auto All = S.accesses().of(&D);
    const roles::Access *Set = nullptr;
    llvm::DenseSet<const FunctionDecl *> Claims, Resets;
    for (const roles::Access &A : All) {
      const FunctionDecl *F = bodyOf(A);
      if (!F || isLifecycle(*F))
        continue;
      // Atomic, counted or handed to others: another idiom.
      if (A.Atomic || A.Kind == roles::AccessKind::ReadWrite ||
          A.Kind == roles::AccessKind::Address)
        return;
      const auto Value = setTo(A);
      if (A.writes() && !Value)
        return;
      // The fields of a new object are its maker's.
      if (isa<FieldDecl>(D) && !baseIsParameter(A))
        continue;
      if (Value && !*Value)
        Resets.insert(A.In);
      if (Value && *Value && testedBefore(All, A)) {
        Claims.insert(A.In);
        Set = Set ? Set : &A;
      }
    }
    if (!Set || Resets.empty())
      return;
    // Given back by who claims it: whoever is turned away waits for that one.
    const bool Brackets = llvm::any_of(
        Claims, [&](const FunctionDecl *F) { return Resets.contains(F); });
    for (const roles::Access &A : All) {
      const FunctionDecl *F = bodyOf(A);
      if (!F || isLifecycle(*F) || isLocked(*F, A.At) || !turnsAway(A))
        continue;
      // Where this very function sets it, or else any that does.
      const roles::Access *Other = nullptr;
      for (const roles::Access &B : All)
        if (B.In == A.In && setTo(B).value_or(false) && testedBefore(All, B)) {
          Other = &B;
          break;
        }
      if (!Other && !Brackets)
        continue;
      if (!Other && Set->In != A.In &&
          S.threadStates().in(*F).atEntry() != Attachment::Attached)
        continue;
      add(TrespassKind::BusyFlag, *F, A.At, place(A.At), nameOf(A.At, D),
          Other ? Other->At : Set->At);
    }
  }

  // Nothing but the way past this `if` leads to At: both are in the same block,
  // or At is in the other branch.
  static bool leadsTo(const IfStmt &Test, const Stmt *At,
                      const ParentMap &Parents) {
    const Stmt *Around = Parents.getParent(&Test);
    while (const Stmt *Up = Parents.getParent(At)) {
      if (Up == &Test)
        return At == Test.getElse();
      if (Up == Around)
        return true;
      At = Up;
    }
    return false;
  }

  // The function that sets it turned away before, without a lock.
  bool testedBefore(llvm::ArrayRef<roles::Access> All,
                    const roles::Access &Set) {
    const FunctionDecl *F = bodyOf(Set);
    if (!F || isLocked(*F, Set.At) ||
        S.threadStates().in(*F).before(Set.At) != Attachment::Attached)
      return false;
    return llvm::any_of(All, [&](const roles::Access &A) {
      const IfStmt *Test = A.In == Set.In ? turnsAway(A) : nullptr;
      return Test && leadsTo(*Test, Set.At, S.function(*F).parents()) &&
             S.context().getSourceManager().isBeforeInTranslationUnit(
                 place(A.At), place(Set.At));
    });
  }

  Session &S;
  llvm::DenseSet<const Stmt *> Ensured;
  llvm::DenseMap<const Decl *, SourceLocation> Exits;
};

} // namespace

std::vector<Trespass> findTrespasses(Session &S,
                               llvm::ArrayRef<const FunctionDecl *> In) {
  Finder F(S);
  F.findExits(In);
  for (const FunctionDecl *Function : In)
    F.look(*Function);
  F.lookAtVariables();
  return std::move(F.Found);
}

} // namespace ftidy::guards
