//===-- StaleReads.cpp - what was read before the lock was given up
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One forward pass: a variable is marked where it is read from a locked object,
// the mark remembers the first call that may suspend the section, and a use of a
// marked variable that comes after that call, or outside of the section, is too
// late.
//
//===----------------------------------------------------------------------===//

#include "Guards/StaleReads.h"
#include "Flow/Graph.h"
#include "Guards/Effects.h"
#include "Session.h"
#include "Sharing/Fields.h"
#include "Sharing/Sharing.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include <map>

using namespace clang;

namespace ftidy::guards {

using Kind = StaleRead::Kind;

namespace {

const VarDecl *localOf(const Expr *E) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E ? capi::strip(E) : nullptr);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasLocalStorage() ? V : nullptr;
}

bool isLoop(const Stmt *S) {
  return isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S);
}

} // namespace

class StaleDomain {
public:
  struct Mark {
    Kind What;
    const Section *In;
    const Expr *Read;
    const Event *By = nullptr; ///< null: the lock was held all the time

    bool operator==(const Mark &O) const {
      return What == O.What && In == O.In && Read == O.Read && By == O.By;
    }
  };
  using State = std::map<const VarDecl *, Mark>;

  StaleDomain(StaleReads &Of, Function &F)
      : Of(Of), F(F), All(F.sections()), Context(Of.Of.context()),
        SM(Context.getSourceManager()) {
    Effects &Effects = Of.Of.effects();
    for (const Event &E : Effects.eventsOf(F.decl()))
      if (E.At && (E.Proved & (RunsPython | Detaches)) && !Effects.onlyComparesKeys(E) &&
          All.around(E.Loc) && !isOfSection(E.Loc))
        Suspends.try_emplace(E.At, &E);
    for (const Section &S : All.all())
      if (changesObject(S))
        Changing.insert(&S);
    for (const Stmt *Node : F.statements())
      if (const auto *Assign = dyn_cast<BinaryOperator>(Node);
          Assign && Assign->isAssignmentOp())
        if (const auto *Field =
                dyn_cast<MemberExpr>(capi::strip(Assign->getLHS())))
          if (const Section *In =
                  All.around(SM.getFileLoc(Assign->getOperatorLoc())))
            Replaced.insert({In, Field->getMemberDecl()});
  }

  State entry() { return {}; }

  void transfer(const CFGElement &Element, State &S) {
    const auto Node = Element.getAs<CFGStmt>();
    if (!Node)
      return;
    const Stmt *At = Node->getStmt();
    if (const auto It = Suspends.find(At); It != Suspends.end())
      for (auto &[V, M] : S)
        if (!M.By && All.inside(*M.In, It->second->Loc))
          M.By = It->second;
    if (const auto *Declared = dyn_cast<DeclStmt>(At)) {
      for (const Decl *D : Declared->decls())
        if (const auto *V = dyn_cast<VarDecl>(D); V && V->getInit())
          give(V, V->getInit(), S);
    } else if (const auto *Binary = dyn_cast<BinaryOperator>(At)) {
      if (const VarDecl *V = localOf(Binary->getLHS());
          V && Binary->getOpcode() == BO_Assign)
        give(V, Binary->getRHS(), S);
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(At)) {
      // Somebody else may give it a value.
      if (Unary->getOpcode() == UO_AddrOf)
        if (const VarDecl *V = localOf(Unary->getSubExpr()))
          S.erase(V);
    }
    if (const capi::Use *U = F.uses().at(At))
      for (unsigned I = 0; I < U->Args.size(); ++I)
        if (U->effect(I) == '+')
          own(U->arg(I), S);
  }

  void assume(const Expr *, bool, State &) {}

  // A use is too late when one way to it is.
  bool join(State &To, const State &From) {
    bool Changed = false;
    for (const auto &[V, M] : From) {
      const auto [It, New] = To.try_emplace(V, M);
      Changed |= New;
      if (!It->second.By && M.By) {
        It->second = M;
        Changed = true;
      }
    }
    return Changed;
  }

  /// A use of a marked variable that comes too late.
  void check(const CFGElement &Element, const State &S,
             std::vector<StaleRead> &Into) {
    const auto Node = Element.getAs<CFGStmt>();
    const auto *Ref = Node ? dyn_cast<DeclRefExpr>(Node->getStmt()) : nullptr;
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    const auto It = V ? S.find(V) : S.end();
    if (It == S.end())
      return;
    const Mark &M = It->second;
    const bool Over = !All.inside(*M.In, Ref->getLocation());
    if ((!M.By && !Over) || (Over && M.What == Kind::Size) ||
        (!Over && M.What == Kind::Reference))
      return;
    if (M.What == Kind::Size ? !boundsUnchecked(*Ref, M) : !isNeeded(*Ref))
      return;
    StaleRead R{M.What, M.In, V, M.Read, Ref, nullptr, {}};
    if (!Over) {
      R.By = M.By->At;
      R.ByName = Of.Of.effects().nameOf(
          *M.By, M.By->Proved & RunsPython ? RunsPython : Detaches);
    }
    Into.push_back(std::move(R));
  }

private:
  bool isOfSection(SourceLocation L) const {
    return llvm::any_of(All.all(), [&](const Section &S) {
      return L == S.Begin || L == S.End;
    });
  }

  // What a variable is given.
  void give(const VarDecl *V, const Expr *Value, State &S) {
    S.erase(V);
    const Section *In = All.around(SM.getFileLoc(Value->getBeginLoc()));
    if (!In || !V->hasLocalStorage() || V->getType()->isReferenceType())
      return;
    const auto What = kindOf(Value, *In);
    if (What && *What == Kind::Reference && isCounted(Value, *In))
      return;
    if (What && !(*What == Kind::Reference && Changing.contains(In)) &&
        !(*What == Kind::Memory && isReplaced(Value, *In)))
      S.insert({V, Mark{*What, In, Value}});
  }

  // `Py_INCREF(self->f); v = self->f;`: the reference is taken by this name.
  bool isCounted(const Expr *Value, const Section &In) const {
    const llvm::StringRef Text = capi::written(capi::strip(Value), Context);
    return llvm::any_of(F.uses().all(), [&](const capi::Use &U) {
      return U.effect(0) == '+' && U.arg(0) && All.inside(In, U.Loc) &&
             capi::written(capi::strip(U.arg(0)), Context) == Text;
    });
  }

  // The section gives the field another value: what it had may be taken over.
  bool isReplaced(const Stmt *Value, const Section &In) const {
    const auto *Field = dyn_cast<MemberExpr>(Value);
    if (Field && Field->getType()->isPointerType() &&
        Replaced.contains({&In, Field->getMemberDecl()}))
      return true;
    return llvm::any_of(Value->children(), [&](const Stmt *Child) {
      return Child && isReplaced(Child, In);
    });
  }

  // The variable has a reference of its own, or another name of it has.
  void own(const Expr *Argument, State &S) {
    if (const VarDecl *V = localOf(Argument))
      S.erase(V);
    const llvm::StringRef Text = Argument
                                     ? capi::written(capi::strip(Argument),
                                                     Context)
                                     : llvm::StringRef();
    for (auto It = S.begin(); !Text.empty() && It != S.end();)
      It = capi::written(capi::strip(It->second.Read), Context) == Text
               ? S.erase(It)
               : std::next(It);
  }

  std::optional<Kind> kindOf(const Expr *E, const Section &In) {
    E = capi::strip(E);
    if (!E)
      return std::nullopt;
    if (const capi::Use *U = F.uses().at(E)) {
      if (!U->arg(0) || !isLocked(U->arg(0), In))
        return std::nullopt;
      if (U->F->Returns == capi::Result::Interior)
        return U->F->hasHazard(capi::WalksUnlocked)
                   ? std::optional<Kind>(Kind::Memory)
                   : std::nullopt;
      return U->F->Returns == capi::Result::Other && U->Args.size() == 1 &&
                     Context.hasSameUnqualifiedType(
                         E->getType(), Context.getSignedSizeType())
                 ? std::optional<Kind>(Kind::Size)
                 : std::nullopt;
    }
    if (const auto *Field = dyn_cast<MemberExpr>(E)) {
      const auto *D = dyn_cast<FieldDecl>(Field->getMemberDecl());
      if (!D || !Field->isArrow() || !All.locks(In, Field->getBase()) ||
          !Of.isChanged(D))
        return std::nullopt;
      const QualType T = D->getType();
      if (T->isIntegerType() && !T->isBooleanType())
        return Kind::Size;
      if (sharing::isReference(T))
        return Kind::Reference;
      return T->isPointerType() && !T->isFunctionPointerType()
                 ? std::optional<Kind>(Kind::Memory)
                 : std::nullopt;
    }
    if (const auto *Item = dyn_cast<ArraySubscriptExpr>(E))
      return kindOf(Item->getBase(), In) == Kind::Memory &&
                     sharing::isReference(Item->getType())
                 ? std::optional<Kind>(Kind::Reference)
                 : std::nullopt;
    if (const auto *Unary = dyn_cast<UnaryOperator>(E);
        Unary && Unary->getOpcode() == UO_AddrOf) {
      const auto *Item =
          dyn_cast<ArraySubscriptExpr>(capi::strip(Unary->getSubExpr()));
      return Item && kindOf(Item->getBase(), In) == Kind::Memory
                 ? std::optional<Kind>(Kind::Memory)
                 : std::nullopt;
    }
    if (const auto *Sum = dyn_cast<BinaryOperator>(E);
        Sum && Sum->isAdditiveOp() && Sum->getType()->isPointerType())
      return kindOf(Sum->getLHS(), In) == Kind::Memory ||
                     kindOf(Sum->getRHS(), In) == Kind::Memory
                 ? std::optional<Kind>(Kind::Memory)
                 : std::nullopt;
    return std::nullopt;
  }

  bool isLocked(const Expr *Container, const Section &In) {
    if (All.locks(In, Container))
      return true;
    const Expr *Original =
        F.sharing() ? F.sharing()->originalOf(Container) : nullptr;
    return Original && All.locks(In, Original);
  }

  // The section does more than to read its object.
  bool changesObject(const Section &S) {
    return llvm::any_of(F.statements(), [&](const Stmt *Node) {
      if (!All.inside(S, SM.getFileLoc(Node->getBeginLoc())))
        return false;
      if (const auto *Binary = dyn_cast<BinaryOperator>(Node))
        return Binary->isAssignmentOp() && isPartOf(Binary->getLHS(), S);
      if (const auto *Unary = dyn_cast<UnaryOperator>(Node))
        return (Unary->isIncrementDecrementOp() ||
                Unary->getOpcode() == UO_AddrOf) &&
               isPartOf(Unary->getSubExpr(), S);
      const auto *Call = dyn_cast<CallExpr>(Node);
      const capi::Use *U = F.uses().at(Node);
      if (!Call || isOfSection(SM.getFileLoc(Call->getBeginLoc())) ||
          (U && U->effect(0) == '+'))
        return false;
      return llvm::any_of(Call->arguments(), [&](const Expr *A) {
        return A->getType()->isPointerType() &&
               (All.locks(S, A) || isPartOf(A, S));
      });
    });
  }

  // A field of the locked object, an item of one, or a place in it.
  bool isPartOf(const Expr *E, const Section &S) const {
    for (E = capi::strip(E); E;) {
      if (const auto *Field = dyn_cast<MemberExpr>(E)) {
        if (All.locks(S, Field->getBase()))
          return true;
        E = capi::strip(Field->getBase());
      } else if (const auto *Item = dyn_cast<ArraySubscriptExpr>(E)) {
        E = capi::strip(Item->getBase());
      } else if (const auto *Sum = dyn_cast<BinaryOperator>(E);
                 Sum && Sum->isAdditiveOp()) {
        E = capi::strip(Sum->getLHS());
      } else if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
        E = capi::strip(Unary->getSubExpr());
      } else {
        return false;
      }
    }
    return false;
  }

  // What the variable points to is used, or it is handed on.
  bool isNeeded(const Expr &Ref) {
    const Stmt *Child = &Ref;
    for (const Stmt *Up = F.parents().getParent(Child); Up;
         Child = Up, Up = F.parents().getParent(Up)) {
      if (isa<ArraySubscriptExpr, ReturnStmt>(Up))
        return true;
      if (const auto *Call = dyn_cast<CallExpr>(Up))
        return Call->getCallee() != Child;
      if (const auto *Field = dyn_cast<MemberExpr>(Up))
        return Field->isArrow();
      if (const auto *Unary = dyn_cast<UnaryOperator>(Up)) {
        if (Unary->getOpcode() == UO_Deref)
          return true;
        if (!Unary->isIncrementDecrementOp())
          return false;
      } else if (const auto *Binary = dyn_cast<BinaryOperator>(Up)) {
        if (!Binary->isAdditiveOp())
          return false;
      } else if (!isa<CastExpr, ParenExpr>(Up)) {
        return false;
      }
    }
    return false;
  }

  // The size decides about another round that takes it for granted that the
  // item is there.
  bool boundsUnchecked(const Expr &Ref, const Mark &M) {
    bool Compared = false;
    for (const Stmt *Up = F.parents().getParent(&Ref); Up;
         Up = F.parents().getParent(Up)) {
      if (const auto *Binary = dyn_cast<BinaryOperator>(Up))
        Compared |= Binary->isRelationalOp() || Binary->getOpcode() == BO_NE;
      if (!isLoop(Up))
        continue;
      if (!Compared)
        return false;
      return llvm::any_of(F.statements(), [&](const Stmt *Node) {
        return SM.isBeforeInTranslationUnit(SM.getFileLoc(Up->getBeginLoc()),
                                            SM.getFileLoc(Node->getBeginLoc())) &&
               SM.isBeforeInTranslationUnit(SM.getFileLoc(Node->getBeginLoc()),
                                            SM.getFileLoc(Up->getEndLoc())) &&
               isUncheckedItem(Node, *M.In);
      });
    }
    return false;
  }

  bool isUncheckedItem(const Stmt *Node, const Section &In) {
    if (const auto *Item = dyn_cast<ArraySubscriptExpr>(Node))
      return kindOf(Item->getBase(), In) == Kind::Memory;
    const capi::Use *U = F.uses().at(Node);
    return U && U->Node == Node && U->F->Returns == capi::Result::Borrowed &&
           U->F->Spelling != capi::Kind::Function && U->F->From == 0 &&
           U->arg(0) && isLocked(U->arg(0), In);
  }

  StaleReads &Of;
  Function &F;
  const Sections &All;
  const ASTContext &Context;
  const SourceManager &SM;
  llvm::DenseMap<const Stmt *, const Event *> Suspends;
  llvm::DenseSet<const Section *> Changing;
  llvm::DenseSet<std::pair<const Section *, const ValueDecl *>> Replaced;
};

std::vector<StaleRead> StaleReads::in(Function &F) {
  std::vector<StaleRead> Found;
  const flow::Graph *G = F.sections().all().empty() ? nullptr : F.graph();
  if (!G)
    return Found;
  StaleDomain Domain(*this, F);
  flow::solveForward(*G, Domain,
                     [&](const CFGBlock &B, StaleDomain::State State) {
                       for (const CFGElement &E : B) {
                         Domain.check(E, State, Found);
                         Domain.transfer(E, State);
                       }
                     });
  const SourceManager &SM = Of.context().getSourceManager();
  llvm::stable_sort(Found, [&](const StaleRead &A, const StaleRead &B) {
    return SM.isBeforeInTranslationUnit(A.Use->getBeginLoc(),
                                        B.Use->getBeginLoc());
  });
  // What points to freed memory is worse than a number.
  llvm::DenseSet<const Section *> Said;
  std::vector<StaleRead> Result;
  for (bool Numbers : {false, true})
    for (StaleRead &R : Found)
      if ((R.What == Kind::Size) == Numbers && Said.insert(R.In).second)
        Result.push_back(std::move(R));
  return Result;
}

bool StaleReads::isChanged(const FieldDecl *Field) {
  if (!Collected) {
    Collected = true;
    const sharing::Fields &Fields = Of.fields();
    for (const FunctionDecl *F : Fields.functions())
      if (!Fields.isLifecycle(*F) || Fields.isEntry(*F))
        for (const sharing::FieldUse &Use : Fields.in(*F)->all())
          if (Use.What & (sharing::Sets | sharing::Nulls | sharing::Steps |
                          sharing::Fills | sharing::Drops | sharing::Ends))
            Changed.insert(Use.Field);
  }
  return Changed.contains(Field);
}

} // namespace ftidy::guards
