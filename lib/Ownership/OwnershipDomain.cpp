//===-- OwnershipDomain.cpp - the transfer functions of Ownership
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ownership/OwnershipDomain.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

using namespace clang;

namespace ftidy::own {

const VarDecl *localVariable(const Expr *E) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(capi::strip(E));
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasLocalStorage() && !V->getType()->isReferenceType() ? V
                                                                      : nullptr;
}

static bool isPointer(const Expr *E) {
  return E->getType()->isAnyPointerType();
}

// A struct of plain numbers, all of it in sight.
static bool isPlainStruct(QualType T) {
  const RecordDecl *Record = T->getAsRecordDecl();
  Record = Record ? Record->getDefinition() : nullptr;
  return Record && !isa<CXXRecordDecl>(Record) &&
         llvm::all_of(Record->fields(), [](const FieldDecl *Field) {
           QualType Of = Field->getType();
           while (const ArrayType *Array = Of->getAsArrayTypeUnsafe())
             Of = Array->getElementType();
           // A pointer may be kept as a number, by its name.
           return (Of->isArithmeticType() &&
                   Of.getAsString().find("ptr") == std::string::npos) ||
                  Of->isEnumeralType() || isPlainStruct(Of);
         });
}

// Whether a value of this type may hang on an object: pointers, arrays (they are
// pointers into their object), structs that may hold pointers.
static bool mayHang(QualType T) {
  T = T.getNonReferenceType();
  return T->isAnyPointerType() || T->isArrayType() ||
         (T->isRecordType() && !isPlainStruct(T));
}

static HeldSet withoutDerived(const HeldSet &Values) {
  if (!Values.has(Hold::Derived))
    return Values;
  HeldSet Result =
      Values.filtered([](Held H) { return H.What != Hold::Derived; });
  Result.insert({});
  return Result;
}

void OwnershipDomain::transfer(const CFGElement &E, State &S) {
  if (auto Statement = E.getAs<CFGStmt>())
    statement(Statement->getStmt(), S);
}

void OwnershipDomain::statement(const Stmt *Node, State &S) {
  evaluate(Node, S);
  // A site that runs again yields another object than before.
  if (auto It = Into.SiteOf.find(Node); It != Into.SiteOf.end()) {
    S.change(It->second, Hold::Borrowed, Hold::Past);
    if (Into.Sites[It->second].Made)
      S.change(It->second, Hold::Owned, Hold::Past);
    S.change(It->second, Hold::Derived, Hold::Past);
    S.change(It->second, Hold::Counted, Hold::Past);
  }
}

void OwnershipDomain::evaluate(const Stmt *Node, State &S) {
  if (auto It = Into.Triggers.find(Node); It != Into.Triggers.end())
    return apiUse(*It->second, It->second->Node, S);
  if (Into.Inside.count(Node))
    return;
  if (const capi::Use *U = Into.Uses.at(Node); U && U->expr())
    return apiUse(*U, Node, S);

  if (const auto *Declared = dyn_cast<DeclStmt>(Node)) {
    for (const Decl *D : Declared->decls()) {
      const auto *V = dyn_cast<VarDecl>(D);
      if (!V)
        continue;
      if (V->getType()->isReferenceType()) {
        if (V->getInit())
          note(Action::Captured, V->getInit(), Node, S);
      } else if (!V->hasLocalStorage()) {
        if (V->getInit())
          note(Action::Stored, V->getInit(), Node, S);
      } else if (V->getInit()) {
        assign(V, V->getInit(), S);
      } else {
        S.set(V, Held{Hold::Uninit});
      }
    }
  } else if (const auto *Binary = dyn_cast<BinaryOperator>(Node)) {
    if (Binary->getOpcode() == BO_Assign) {
      if (const VarDecl *V = localVariable(Binary->getLHS()))
        assign(V, Binary->getRHS(), S);
      else
        store(*Binary, S);
    } else if (Binary->isComparisonOp()) {
      note(Action::Test, Binary->getLHS(), Node, S);
      note(Action::Test, Binary->getRHS(), Node, S);
    }
  } else if (const auto *Return = dyn_cast<ReturnStmt>(Node)) {
    const Expr *Value = Return->getRetValue();
    if (Value && !Into.TakenNextTo.contains(capi::strip(Value)) &&
        !(Into.ReturnsNew && isa<CallExpr>(capi::strip(Value)) &&
          !Into.Uses.at(Value)))
      note(Action::Returned, Value, Node, S);
  } else if (const auto *Call = dyn_cast<CallExpr>(Node)) {
    for (const Expr *A : Call->arguments())
      note(Action::Argument, A, Node, S);
    fillOutParameters(llvm::ArrayRef(Call->getArgs(), Call->getNumArgs()),
                      nullptr, S);
    fillObject(*Call, S);
    keepArguments(*Call, S);
    if (!Call->getDirectCallee())
      note(Action::Deref, Call->getCallee(), Node, S);
  } else if (const auto *Atomic = dyn_cast<AtomicExpr>(Node)) {
    for (unsigned I = 0; I < Atomic->getNumSubExprs(); ++I) {
      note(Action::Stored, Atomic->getSubExprs()[I], Node, S);
      handOver(Atomic->getSubExprs()[I], S);
    }
  } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(Node)) {
    for (const Expr *A : Construct->arguments())
      note(Action::Argument, A, Node, S);
  } else if (const auto *Member = dyn_cast<MemberExpr>(Node)) {
    if (Member->isArrow())
      note(Action::Deref, Member->getBase(), Node, S);
  } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(Node)) {
    note(Action::Deref, Subscript->getBase(), Node, S);
  } else if (const auto *Unary = dyn_cast<UnaryOperator>(Node)) {
    if (Unary->getOpcode() == UO_Deref) {
      note(Action::Deref, Unary->getSubExpr(), Node, S);
    } else if (Unary->getOpcode() == UO_LNot) {
      note(Action::Test, Unary->getSubExpr(), Node, S);
    } else if (Unary->getOpcode() == UO_AddrOf) {
      if (const VarDecl *V = localVariable(Unary->getSubExpr())) {
        note(Action::AddressTaken, Unary->getSubExpr(), Node, S);
        S.set(V, Held{});
      }
    }
  } else if (const auto *Ref = dyn_cast<DeclRefExpr>(Node);
             Ref && !Ref->getType().isNull()) {
    // A struct or number that came from the object: any use of it counts.
    if (!Ref->getType()->isAnyPointerType())
      note(Action::Deref, Ref, Node, S);
  } else if (const auto *List = dyn_cast<InitListExpr>(Node)) {
    // What the variable holds hangs on its items from then on.
    for (const Expr *Item : List->inits())
      note(Into.OwnLists.contains(List) ? Action::Deref : Action::Stored, Item,
           Node, S);
  } else if (const auto *Lambda = dyn_cast<LambdaExpr>(Node)) {
    for (const Expr *Capture : Lambda->capture_inits())
      if (Capture)
        note(Action::Captured, Capture, Node, S);
  } else if (const auto *Throw = dyn_cast<CXXThrowExpr>(Node)) {
    if (Throw->getSubExpr())
      note(Action::Stored, Throw->getSubExpr(), Node, S);
  }
}

void OwnershipDomain::apiUse(const capi::Use &U, const Stmt *Node, State &S) {
  const capi::Fact &F = *U.F;
  for (unsigned I = 0; I < U.Args.size(); ++I) {
    const Expr *A = U.Args[I];
    if (!A)
      continue;
    const char Effect = U.effect(I);
    if (Effect == '+') {
      const bool ReturnsIt = F.Returns == capi::Result::New;
      note(ReturnsIt ? Action::NewRef : Action::Incref, A, Node, S);
      if (ReturnsIt)
        continue;
      for (Held H : valueOf(A, S))
        if (H.What == Hold::Borrowed)
          S.change(H.Site, Hold::Borrowed, Hold::Owned);
      // An item of the object that has a reference of its own now.
      if (const VarDecl *V = localVariable(A))
        for (Held H : S.get(V))
          if (H.What == Hold::Derived)
            S.set(V, S.get(V).changed(H.Site, Hold::Derived, Hold::Counted));
    } else if (Effect == '-') {
      note(Action::Decref, A, Node, S);
      giveUp(A, S);
      release(A, Node, S);
    } else if (Effect == 'S' || Effect == 's') {
      note(Action::Stolen, A, Node, S);
      giveUp(A, S);
      handOver(A, S);
    } else {
      const bool Compares = F.Lends == capi::Lending::ComparesIdentity ||
                            F.Lends == capi::Lending::ProvesNone;
      note(Compares ? Action::Test : Action::Argument, A, Node, S);
    }
  }
  fillOutParameters(U.Args, &F, S);
  // Py_CLEAR(v) leaves NULL, Py_SETREF(v, w) leaves w.
  if (!U.expr() && F.Args.starts_with("-"))
    if (const VarDecl *V = localVariable(U.arg(0))) {
      if (U.Args.size() > 1)
        assign(V, U.Args[1], S);
      else
        S.set(V, Held{Hold::Null});
    }
}

// `f(v, &x)`: what x holds afterwards may hang on v, unless the facts say that
// it is a new reference.
void OwnershipDomain::fillOutParameters(llvm::ArrayRef<const Expr *> Args,
                                        const capi::Fact *F, State &S) {
  HeldSet From;
  for (const Expr *A : Args)
    if (A)
      From.join(derivedFrom(valueOf(A, S)));
  if (!From.has(Hold::Derived) && !From.has(Hold::Gone))
    return;
  for (unsigned I = 0; I < Args.size(); ++I) {
    const auto *Address =
        dyn_cast_or_null<UnaryOperator>(Args[I] ? capi::strip(Args[I]) : nullptr);
    if (!Address || Address->getOpcode() != UO_AddrOf)
      continue;
    const VarDecl *V = localVariable(Address->getSubExpr());
    if (!V || V->getType()->isArrayType() || !mayHang(V->getType()))
      continue;
    const std::string New = std::to_string(I) + ":new";
    if (!F || !F->Outs.contains(New))
      S.set(V, From);
  }
}

// `view = PyUnicode_AsUTF8(v);`, `view.set(PyUnicode_AsUTF8(v));`: what the object
// holds afterwards may hang on v.
void OwnershipDomain::fillObject(const CallExpr &Call, State &S) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call.getDirectCallee());
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  const bool IsOperator = isa<CXXOperatorCallExpr>(Call) && Call.getNumArgs();
  if (!Method || (!Member && !IsOperator) || Method->isConst())
    return;
  const VarDecl *V = localVariable(Member ? Member->getImplicitObjectArgument()
                                          : Call.getArg(0));
  if (!V || !V->getType()->isRecordType() || !mayHang(V->getType()))
    return;
  HeldSet From = S.get(V);
  for (const Expr *A : Call.arguments())
    if (!IsOperator || A != Call.getArg(0))
      From.join(derivedFrom(valueOf(A, S)));
  if (From.has(Hold::Derived) || From.has(Hold::Gone))
    S.set(V, From);
}

void OwnershipDomain::assign(const VarDecl *V, const Expr *Value, State &S) {
  const Expr *Stripped = capi::strip(Value);
  const Expr *Site = Stripped;
  // `v = a ? f() : NULL`.
  if (const auto *Choice = dyn_cast<ConditionalOperator>(Stripped))
    Site = capi::strip(flow::isNullConstant(Choice->getFalseExpr())
                           ? Choice->getTrueExpr()
                       : flow::isNullConstant(Choice->getTrueExpr())
                           ? Choice->getFalseExpr()
                           : Value);
  if (auto It = Into.SiteOf.find(Site); It != Into.SiteOf.end()) {
    if (Recording && !Into.Sites[It->second].Holder)
      Into.Sites[It->second].Holder = V;
  }
  HeldSet Values = valueOf(Value, S);
  if (isa<CallExpr>(Stripped) && !Into.Uses.at(Stripped) &&
      Into.OwnReferences.contains(V))
    Values = withoutDerived(Values);
  if (!V->getType()->isAnyPointerType()) {
    // A copy of a struct, or a pointer kept as a number.
    const bool Keeps = mayHang(V->getType()) ||
                       Stripped->getType()->isAnyPointerType();
    Values = Keeps ? derivedFrom(Values) : HeldSet();
    const auto *Struct = V->getType()->getAsCXXRecordDecl();
    if (Struct && Struct->hasDefinition() && !Struct->hasTrivialDestructor())
      note(Action::Captured, Value, Value, S); // its destructor uses it, too
  }
  S.set(V, Values.empty() ? HeldSet(Held{}) : Values);
}

HeldSet OwnershipDomain::derivedFrom(const HeldSet &Values) const {
  HeldSet Result;
  for (Held H : Values)
    if (H.Site != Held::NoSite && H.What != Hold::Null)
      Result.insert({H.What == Hold::Gone || H.What == Hold::Given ? Hold::Gone
                     : H.What == Hold::Past                        ? Hold::Past
                                                                   : Hold::Derived,
                     H.Site});
  if (Result.empty())
    Result.insert({});
  return Result;
}

HeldSet OwnershipDomain::valueOf(const Expr *E, const State &S) const {
  E = capi::strip(E);
  if (!E || E->getType().isNull()) // code that does not parse
    return Held{};
  if (auto It = Into.SiteOf.find(E); It != Into.SiteOf.end()) {
    HeldSet Result = Held{
        Into.Sites[It->second].Made ? Hold::Owned : Hold::Borrowed, It->second};
    Result.insert({Hold::Null, It->second});
    const capi::Use *U = Into.Uses.at(E);
    if (U && U->F->hasQuirk(capi::NoneWhenDead))
      Result.insert({Hold::None, It->second});
    return Result;
  }
  if (flow::isNullConstant(E))
    return Held{Hold::Null};
  if (const VarDecl *V = localVariable(E))
    return S.get(V);
  if (const auto *Choice = dyn_cast<AbstractConditionalOperator>(E)) {
    HeldSet Result = valueOf(Choice->getTrueExpr(), S);
    Result.join(valueOf(Choice->getFalseExpr(), S));
    return Result;
  }
  if (const auto *Opaque = dyn_cast<OpaqueValueExpr>(E))
    return Opaque->getSourceExpr() ? valueOf(Opaque->getSourceExpr(), S)
                                   : HeldSet(Held{});
  if (const auto *Binary = dyn_cast<BinaryOperator>(E)) {
    if (Binary->getOpcode() == BO_Assign) {
      if (const VarDecl *V = localVariable(Binary->getLHS()))
        return S.get(V);
      return valueOf(Binary->getRHS(), S);
    }
    if (Binary->getOpcode() == BO_Comma)
      return valueOf(Binary->getRHS(), S);
    if (Binary->isAdditiveOp() && isPointer(E)) {
      HeldSet Result = derivedFrom(valueOf(Binary->getLHS(), S));
      Result.join(derivedFrom(valueOf(Binary->getRHS(), S)));
      return Result;
    }
    return Held{};
  }
  if (const auto *Statement = dyn_cast<StmtExpr>(E)) {
    const Stmt *Last = Statement->getSubStmt()->body_empty()
                           ? nullptr
                           : Statement->getSubStmt()->body_back();
    const auto *Value = dyn_cast_or_null<Expr>(Last);
    return Value ? valueOf(Value, S) : HeldSet(Held{});
  }
  if (!mayHang(E->getType()))
    return Held{};
  if (const auto *List = dyn_cast<InitListExpr>(E)) {
    HeldSet Result;
    for (const Expr *Item : List->inits())
      Result.join(derivedFrom(valueOf(Item, S)));
    return Result.empty() ? HeldSet(Held{}) : Result;
  }
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    HeldSet Result;
    for (const Expr *A : Construct->arguments())
      Result.join(derivedFrom(valueOf(A, S)));
    return Result.empty() ? HeldSet(Held{}) : Result;
  }
  if (const capi::Use *U = Into.Uses.at(E))
    if (const auto Known = apiValue(*U, S))
      return *Known;
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    if (Into.NewResults.contains(Call))
      return Held{};
    // It may hang on any of the objects that the function was given.
    HeldSet Result;
    for (const Expr *A : Call->arguments())
      Result.join(derivedFrom(valueOf(A, S)));
    return Result.empty() ? HeldSet(Held{}) : Result;
  }
  // A pointer read out of the object, or the address of a part of it.
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return derivedFrom(valueOf(Member->getBase(), S));
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
    return derivedFrom(valueOf(Subscript->getBase(), S));
  if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
    const Expr *Sub = capi::strip(Unary->getSubExpr());
    if (Unary->getOpcode() == UO_AddrOf) {
      if (const auto *Member = dyn_cast<MemberExpr>(Sub))
        return derivedFrom(valueOf(Member->getBase(), S));
      if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(Sub))
        return derivedFrom(valueOf(Subscript->getBase(), S));
      return Held{};
    }
    return derivedFrom(valueOf(Sub, S));
  }
  return Held{};
}

// What the facts say that a use yields; nothing when they do not.
std::optional<HeldSet> OwnershipDomain::apiValue(const capi::Use &U,
                                                 const State &S) const {
  switch (U.F->Returns) {
  case capi::Result::New: {
    // Py_NewRef(v): the same object, now owned.
    HeldSet Result;
    for (unsigned I = 0; I < U.Args.size() && I < U.F->Args.size(); ++I)
      if (U.F->Args[I] == '+' && U.Args[I])
        for (Held H : withoutDerived(valueOf(U.Args[I], S)))
          Result.insert(H.What == Hold::Borrowed ? Held{Hold::Owned, H.Site}
                                                 : H);
    return Result.empty() ? HeldSet(Held{}) : Result;
  }
  case capi::Result::Argument:
    return valueOf(U.arg(std::max<int>(U.F->From, 0)), S);
  case capi::Result::Borrowed:
  case capi::Result::BorrowedImmutable:
  case capi::Result::Interior:
    if (U.F->From >= 0)
      return derivedFrom(valueOf(U.arg(U.F->From), S));
    return Held{};
  case capi::Result::Other:
    return std::nullopt;
  }
  return std::nullopt;
}

void OwnershipDomain::note(Action What, const Expr *E, const Stmt *At,
                           const State &S) {
  if (!Recording)
    return;
  for (Held H : valueOf(E, S))
    if (H.Site != Held::NoSite && H.What != Hold::Null &&
        H.What != Hold::Counted)
      Into.Sites[H.Site].Uses.push_back({What, At, localVariable(E), H.What});
}

// `v == Py_None`, `Py_None != v`, `Py_IsNone(v)`: the variable, and the outcome
// that means None.
static std::pair<const VarDecl *, bool> noneTest(const Expr *Condition,
                                                 const capi::Uses &Uses) {
  const flow::TruthTest Test = flow::truthTest(Condition);
  if (const auto *Compare = dyn_cast<BinaryOperator>(Test.Subject);
      Compare && Compare->isEqualityOp()) {
    const Expr *Other = capi::isNone(Compare->getRHS())   ? Compare->getLHS()
                        : capi::isNone(Compare->getLHS()) ? Compare->getRHS()
                                                          : nullptr;
    const bool Equal = Compare->getOpcode() == BO_EQ;
    return {localVariable(Other), Equal == Test.TrueWhen};
  }
  if (const capi::Use *U = Uses.at(Test.Subject);
      U && U->F->Lends == capi::Lending::ProvesNone)
    return {localVariable(U->arg(0)), Test.TrueWhen};
  return {nullptr, false};
}

void OwnershipDomain::assume(const Expr *Condition, bool Taken, State &S) {
  if (const auto [V, NoneWhen] = noneTest(Condition, Into.Uses); V) {
    const bool IsNone = Taken == NoneWhen;
    const HeldSet Held = S.get(V);
    // Both "gone" and an error are no object; neither is one that is used.
    if (Held.has(Hold::None))
      S.set(V, Held.filtered([&](own::Held H) {
        return IsNone ? H.What == Hold::None
                      : H.What != Hold::None && H.What != Hold::Null;
      }));
    return;
  }
  const auto Test = flow::nullTest(Condition);
  if (!Test)
    return;
  const VarDecl *V = localVariable(Test->Subject);
  if (!V)
    return;
  const bool IsNull = Taken == Test->NullWhen;
  HeldSet Refined = S.get(V).filtered([&](Held H) {
    // "Other" may be either, and is known to be NULL where it is.
    return IsNull ? H.What == Hold::Null
                  : H.What != Hold::Null;
  });
  if (IsNull && Refined.empty())
    Refined.insert({Hold::Null});
  S.set(V, Refined.empty() ? HeldSet(Held{}) : Refined);
}

} // namespace ftidy::own
