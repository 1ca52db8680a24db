//===-- Sharing.cpp - who else can see this object?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sharing/Sharing.h"
#include "Sharing/Holders.h"
#include "Sharing/Owners.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

using namespace clang;
using namespace ftidy::capi;

namespace ftidy::sharing {

namespace {

// What one variable points to. Origin tells two objects apart that only this
// call knows, so that publishing one publishes its aliases and nothing else. Of
// is set when another function decides: then S says Unknown.
struct Object {
  Seen S = Seen::Unknown;
  const void *Origin = nullptr;
  const Decl *Of = nullptr;

  bool operator==(const Object &O) const {
    return S == O.S && Origin == O.Origin && Of == O.Of;
  }
  /// Whether anything is known of it at all.
  bool isKnown() const { return isPrivate(S) || Of; }
  /// Private only until it is published.
  bool canBePublished() const {
    return S == Seen::Fresh || S == Seen::CallPrivate || Of;
  }
};

Object joined(Object A, Object B) {
  if (A == B || B.S == Seen::Null)
    return A;
  if (A.S == Seen::Null)
    return B;
  if (!isPrivate(A.S) || !isPrivate(B.S)) // or another function decides
    return {};
  // Private either way. Two different fresh objects stay fresh; publishing
  // either must then be noticed, so the join forgets instead.
  return A.S == B.S && A.S != Seen::Fresh ? Object{A.S, nullptr} : Object{};
}

using Tracked = llvm::SmallVector<std::pair<const VarDecl *, Object>, 4>;

// Whether this type may point to a Python object: a pointer to one, to nothing in
// particular, or to what only another file knows.
bool mayBeObject(QualType T) {
  if (!T->isPointerType())
    return false;
  const QualType To = T->getPointeeType();
  const RecordDecl *R = To->getAsRecordDecl();
  return isReference(T) || To->isVoidType() || (R && !R->getDefinition());
}

// Whether one variable alone stands for this object.
bool hasOneName(const Tracked &S, Object O) {
  return llvm::count_if(S, [&](const auto &Entry) {
           return Entry.second.Origin == O.Origin;
         }) == 1;
}

} // namespace

class SharingDomain {
public:
  using State = Tracked;

  SharingDomain(Sharing &Into, const FunctionDecl &F, const Uses &U,
                const roles::Roles &Roles, const ProjectFacts &Project)
      : Into(Into), F(F), U(U), Roles(Roles), Project(Project), Held(F) {}

  State entry() {
    State S;
    for (const ParmVarDecl *P : F.parameters()) {
      if (Roles.isKeywordDictAtEntry(P) || Project.isCallPrivate(P))
        set(S, P, {Seen::CallPrivate, nullptr});
      else if (Roles.isArgumentTuple(P) || Project.isImmutable(P))
        set(S, P, {Seen::Immutable, nullptr});
      else if (mayBeObject(P->getType()))
        set(S, P, {Seen::Unknown, P, P});
    }
    return S;
  }

  void transfer(const CFGElement &E, State &S) {
    auto Statement = E.getAs<CFGStmt>();
    if (!Statement)
      return;
    const Stmt *Node = Statement->getStmt();
    if (const Use *At = U.at(Node); At && At->Node)
      use(*At, S);
    if (const auto *Declared = dyn_cast<DeclStmt>(Node)) {
      for (const Decl *D : Declared->decls())
        if (const auto *V = dyn_cast<VarDecl>(D)) {
          if (V->getType()->isReferenceType())
            forget(V->getInit(), S); // changed by another name from now on
          else if (V->hasLocalStorage())
            assign(V, Held.madeFrom(V) ? Held.madeFrom(V) : V->getInit(), S);
        }
    } else if (const auto *Binary = dyn_cast<BinaryOperator>(Node)) {
      if (Binary->getOpcode() == BO_Assign)
        store(Binary->getLHS(), Binary->getRHS(), S);
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(Node)) {
      if (Unary->getOpcode() == UO_AddrOf)
        giveAddress(*Unary, S);
    } else if (const auto *Lambda = dyn_cast<LambdaExpr>(Node)) {
      for (const LambdaCapture &Capture : Lambda->captures())
        if (Capture.capturesVariable() && Capture.getCaptureKind() == LCK_ByRef)
          if (const auto *V = dyn_cast<VarDecl>(Capture.getCapturedVar()))
            set(S, V, {});
    } else if (const auto *Call = dyn_cast<CallExpr>(Node)) {
      if (const Holders::Setting Set = Held.setBy(*Call); Set.Holder)
        assign(Set.Holder, Set.Value, S);
      else
        pass(*Call, S);
    }
  }

  // Py_CLEAR goes through a pointer to the variable and leaves NULL.
  void giveAddress(const UnaryOperator &AddressOf, State &S) {
    const VarDecl *V = variable(AddressOf.getSubExpr());
    const SourceLocation L = AddressOf.getOperatorLoc();
    if (V && L.isMacroID() &&
        capi::macroName(L, F.getASTContext()) == "Py_CLEAR")
      set(S, V, {Seen::Null, nullptr});
    else
      forget(AddressOf.getSubExpr(), S);
  }

  // A function of the project gets objects that may be ours alone.
  void pass(const CallExpr &Call, State &S) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (!Callee)
      return;
    const unsigned Shift = isa<CXXOperatorCallExpr>(Call) &&
                           isa<CXXMethodDecl>(Callee);
    for (unsigned I = Shift;
         I < Call.getNumArgs() && I - Shift < Callee->getNumParams(); ++I) {
      const QualType T = Callee->getParamDecl(I - Shift)->getType();
      if (T->isReferenceType() && !T.getNonReferenceType().isConstQualified())
        forget(Call.getArg(I), S);
      else if (!U.at(&Call) && valueOf(Call.getArg(I), S).canBePublished() &&
               Into.Around.publishes(*Callee, I - Shift))
        publish(Call.getArg(I), S);
    }
  }

  // C++: what a reference is bound to may change behind our back.
  void forget(const Expr *E, State &S) {
    if (const VarDecl *V = E ? variable(E) : nullptr)
      set(S, V, {});
  }

  void assume(const Expr *Condition, bool Taken, State &S) {
    const flow::TruthTest Test = flow::truthTest(Condition);
    const Use *Check = U.at(Test.Subject);
    if (!Check || Check->F->Lends != Lending::ProvesImmutable ||
        Taken != Test.TrueWhen)
      return;
    if (const VarDecl *V = variable(Check->arg(0)))
      set(S, V, {Seen::Immutable, nullptr});
  }

  bool join(State &A, const State &B) {
    bool Changed = false;
    for (size_t I = 0; I < A.size();) {
      const Object Before = A[I].second, Other = get(B, A[I].first);
      const Object After = isMadeWhereMissing(Before, Other, A, B)
                               ? (Before.S == Seen::Fresh ? Before : Other)
                           : isMadeTwice(Before, Other, A, B)
                               ? Object{Seen::Fresh, Before.Origin}
                               : joined(Before, Other);
      if (After == Before) {
        ++I;
        continue;
      }
      Changed = true;
      if (After.isKnown())
        A[I++].second = After;
      else
        A.erase(A.begin() + I);
    }
    return Changed;
  }

  // `if (!kwargs) kwargs = PyDict_New();`: ours either way. When no other name
  // is left for the dictionary of the call, publishing this one is noticed.
  static bool isMadeWhereMissing(Object X, Object Y, const State &A,
                                 const State &B) {
    if (X.S != Seen::Fresh)
      std::swap(X, Y);
    const auto OfCall = [](const State &S) {
      return llvm::count_if(S, [](const auto &Entry) {
        return Entry.second.S == Seen::CallPrivate;
      });
    };
    return X.S == Seen::Fresh && Y.S == Seen::CallPrivate &&
           OfCall(A) + OfCall(B) == 1;
  }

  // `list = f()` on one way and `list = g()` on the other: new either way, and
  // no other name is left that could publish one of them.
  bool isMadeTwice(Object X, Object Y, const State &A, const State &B) const {
    return X.Origin && Y.Origin && X.Origin != Y.Origin && isNew(X) &&
           isNew(Y) && hasOneName(A, X) && hasOneName(B, Y);
  }

  bool isNew(Object O) const {
    return O.S == Seen::Fresh ||
           (isa_and_nonnull<FunctionDecl>(O.Of) &&
            Into.resolve({O.S, O.Of}) == Seen::Fresh);
  }

  // After the fixpoint: note what is known where a use stands.
  void answer(const CFGBlock &B, State S) {
    for (const CFGElement &E : B) {
      if (auto Statement = E.getAs<CFGStmt>()) {
        const Stmt *Node = Statement->getStmt();
        if (const Use *At = U.at(Node))
          answer(At->Node, At->Args, S);
        else if (const auto *Call = dyn_cast<CallExpr>(Node))
          answer(Call, llvm::ArrayRef(Call->getArgs(), Call->getNumArgs()), S);
        else if (const auto *Member = dyn_cast<MemberExpr>(Node))
          answer(Member, Member->getBase(), S);
        else if (const auto *Return = dyn_cast<ReturnStmt>(Node)) {
          const Object O = valueOf(Return->getRetValue(), S);
          Into.Returned.push_back({O.S, O.Of});
        }
      }
      transfer(E, S);
    }
  }

private:
  void answer(const Stmt *Call, llvm::ArrayRef<const Expr *> Args,
              const State &S) {
    for (unsigned I = 0; I < Args.size(); ++I)
      if (const Object O = valueOf(Args[I], S); O.isKnown())
        Into.Answers[{Call, I}] = {O.S, O.Of};
  }

  static const VarDecl *variable(const Expr *E) {
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(capi::strip(E));
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    return V && V->hasLocalStorage() ? V : nullptr;
  }

  static Object get(const State &S, const VarDecl *V) {
    for (const auto &[Known, O] : S)
      if (Known == V)
        return O;
    return {};
  }

  static void set(State &S, const VarDecl *V, Object O) {
    for (size_t I = 0; I < S.size(); ++I)
      if (S[I].first == V) {
        if (O.isKnown())
          S[I].second = O;
        else
          S.erase(S.begin() + I);
        return;
      }
    if (O.isKnown() && S.size() < Sharing::MaxTracked)
      S.push_back({V, O});
  }

  Object valueOf(const Expr *E, const State &S) const {
    E = capi::strip(E);
    if (!E)
      return {};
    if (flow::isNullConstant(E))
      return {Seen::Null, nullptr};
    if (const VarDecl *Holder = Held.shownBy(E))
      return get(S, Holder);
    if (const Use *At = U.at(E)) {
      switch (At->F->Lends) {
      case Lending::Fresh:
        return {Seen::Fresh, E};
      case Lending::Immutable:
        return {Seen::Immutable, nullptr};
      case Lending::PerThread:
        return {Seen::ThreadPrivate, nullptr};
      case Lending::AsArgument:
        return valueOf(At->arg(std::max<int>(At->F->From, 0)), S);
      case Lending::Unknown:
      case Lending::ProvesImmutable:
      case Lending::ProvesNone:
      case Lending::ComparesIdentity:
      case Lending::InstanceData:
        break;
      }
    }
    if (const auto *Choice = dyn_cast<ConditionalOperator>(E))
      return joined(valueOf(Choice->getTrueExpr(), S),
                    valueOf(Choice->getFalseExpr(), S));
    if (const auto *Binary = dyn_cast<BinaryOperator>(E)) {
      if (Binary->getOpcode() == BO_Comma)
        return valueOf(Binary->getRHS(), S);
      if (Binary->getOpcode() != BO_Assign)
        return {};
      // `a = b = f()`: what went into something others see is seen.
      return variable(Binary->getLHS()) ? valueOf(Binary->getRHS(), S)
                                        : Object{};
    }
    if (const auto *Call = dyn_cast<CallExpr>(E)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      if (!Callee) { // `type->tp_alloc(type, 0)`
        const Use *Slot = U.at(capi::strip(Call->getCallee()));
        return Slot && Slot->F->Lends == Lending::Fresh
                   ? Object{Seen::Fresh, E}
                   : Object{};
      }
      if (Project.isImmutable(Callee) || isAccessor(*Callee))
        return {Seen::Immutable, nullptr};
      return Callee->getReturnType()->isPointerType()
                 ? Object{Seen::Unknown, E, Callee}
                 : Object{};
    }
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      if (Project.isImmutable(Member->getMemberDecl()))
        return {Seen::Immutable, nullptr};
      const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
      return Field && isReference(Field->getType()) &&
                     !isObject(Field->getParent())
                 ? Object{Seen::Unknown, Field, Field}
                 : Object{};
    }
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      if (const VarDecl *V = variable(Ref))
        return get(S, V);
      if (Project.isImmutable(Ref->getDecl()))
        return {Seen::Immutable, nullptr};
    }
    return {};
  }

  // A function that only reads an immutable field: each return gives such a
  // field or NULL.
  bool isAccessor(const FunctionDecl &Callee) const {
    const auto *Body = dyn_cast_or_null<CompoundStmt>(Callee.getBody());
    if (!Body || Body->size() > 3)
      return false;
    bool Found = false;
    llvm::SmallVector<const Stmt *, 8> Work{Body};
    while (!Work.empty()) {
      const Stmt *Node = Work.pop_back_val();
      if (const auto *Return = dyn_cast<ReturnStmt>(Node)) {
        const Expr *Value = capi::strip(Return->getRetValue());
        const auto *Member = dyn_cast_or_null<MemberExpr>(Value);
        const bool IsField =
            Member && Project.isImmutable(Member->getMemberDecl());
        if (!IsField && !(Value && flow::isNullConstant(Value)))
          return false;
        Found |= IsField;
      }
      for (const Stmt *Child : Node->children())
        if (Child)
          Work.push_back(Child);
    }
    return Found;
  }

  void assign(const VarDecl *V, const Expr *Value, State &S) {
    set(S, V, Value ? valueOf(Value, S) : Object{});
    const Use *At = Value ? U.at(capi::strip(Value)) : nullptr;
    if (At && At->F->Lends == Lending::AsArgument) {
      auto [It, New] = Into.Originals.try_emplace(V, At->arg(0));
      if (!New && It->second != At->arg(0))
        It->second = nullptr;
    }
  }

  void store(const Expr *To, const Expr *Value, State &S) {
    if (const VarDecl *V = variable(To))
      assign(V, Value, S);
    else
      publish(Value, S);
  }

  // The first argument of an API is the object it works on; the others may be
  // kept by it. What a fresh object keeps is published with it: from then on
  // both have one origin.
  void use(const Use &At, State &S) {
    if (At.Args.size() < 2 || At.F->Lends == Lending::ComparesIdentity ||
        At.F->hasQuirk(capi::Copies))
      return;
    const Object Container = valueOf(At.Args[0], S);
    for (unsigned I = 1; I < At.Args.size(); ++I) {
      const Expr *A = At.Args[I];
      if (!A)
        continue;
      if (Container.S != Seen::Fresh) {
        // Keyword dictionaries are handed to parsers all the time.
        const char Effect = At.effect(I);
        const Object O = valueOf(A, S);
        if (O.S == Seen::Fresh || O.Of || Effect == 'S' || Effect == 's')
          publish(A, S);
        continue;
      }
      const Object Kept = valueOf(A, S);
      if (Kept.S == Seen::Fresh)
        for (auto &[V, O] : S)
          if (O.Origin == Kept.Origin)
            O.Origin = Container.Origin;
      if (Kept.Of) // of another function's: its name must not change
        publish(A, S);
    }
  }

  void publish(const Expr *Value, State &S) {
    const Object O = valueOf(Value, S);
    if (!O.canBePublished())
      return;
    if (const auto *P = dyn_cast_or_null<ParmVarDecl>(O.Of);
        P && O.Of == O.Origin && !Into.publishes(P))
      Into.Published.push_back(P);
    llvm::erase_if(S, [&](const auto &Entry) {
      return Entry.second.S == O.S && Entry.second.Origin == O.Origin;
    });
  }

  Sharing &Into;
  const FunctionDecl &F;
  const Uses &U;
  const roles::Roles &Roles;
  const ProjectFacts &Project;
  const Holders Held;
};

Sharing::Sharing(const FunctionDecl &F, const flow::Graph &G, const Uses &U,
                 const roles::Roles &Roles, const ProjectFacts &Project,
                 Surroundings &Around)
    : Around(Around) {
  SharingDomain D(*this, F, U, Roles, Project);
  flow::solveForward(G, D, [&](const CFGBlock &B, const Tracked &S) {
    D.answer(B, S);
  });
}

Seen Sharing::ofArgument(const Stmt *Call, unsigned Arg) const {
  auto It = Answers.find({Call, Arg});
  return It == Answers.end() ? Seen::Unknown : resolve(It->second);
}

Seen Sharing::ofResult() const {
  Seen Result = Seen::Null;
  for (const Answer &A : Returned) {
    const Seen S = resolve(A);
    if (S == Seen::Null || S == Result)
      continue;
    if (Result != Seen::Null)
      return Seen::Unknown;
    Result = S;
  }
  return Result;
}

Seen Sharing::resolve(Answer A) const {
  if (const auto *P = dyn_cast_or_null<ParmVarDecl>(A.Of))
    return Around.ofParameter(*P);
  if (const auto *F = dyn_cast_or_null<FunctionDecl>(A.Of))
    return Around.ofResult(*F);
  if (const auto *Field = dyn_cast_or_null<FieldDecl>(A.Of))
    return Around.ofField(*Field);
  return A.S;
}

const Expr *Sharing::originalOf(const Expr *E) const {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(capi::strip(E));
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V ? Originals.lookup(V) : nullptr;
}

} // namespace ftidy::sharing
