//===-- FieldUses.cpp - what a function does with fields
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The walk goes down with the fate of each value: what the code around an
// expression does with it. Where it meets the name of a field, fate and Access
// together say what is done with the field.
//
//===----------------------------------------------------------------------===//

#include "Sharing/FieldUses.h"
#include "CApi/Allocators.h"
#include "Flow/Graph.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"

using namespace clang;

namespace ftidy::sharing {

namespace {

// What the code around a value does with it.
struct Fate {
  enum Kind : uint8_t { None, Test, Use, Own, Release, Load, Give } What = None;
  const VarDecl *Into = nullptr;   ///< of Load
  const CallExpr *Call = nullptr;  ///< of Use: the call that gets it
  unsigned Argument = 0;           ///< as this parameter
};

} // namespace

class FieldWalk {
public:
  FieldWalk(FieldUses &Into, const FunctionDecl &F, const capi::Uses &Uses,
            const FieldUses::AccessAt &Known)
      : Into(Into), Owner(Into.Owner), F(F), Uses(Uses), Known(Known) {}

  void run() {
    visit(F.getBody(), {});
    for (const auto &[Loaded, Use] : Returned)
      giveAway(Loaded, Into.List[Use]);
  }

private:
  // `old = self->f; self->f = value; return old;`
  void giveAway(size_t Loaded, FieldUse &Use) {
    bool Owned = false, Replaced = false;
    for (size_t I = 0; I < Into.List.size(); ++I) {
      const FieldUse &Each = Into.List[I];
      if (Each.Field != Use.Field || Each.Owner != Use.Owner)
        continue;
      Owned |= bool(Each.What & Owns);
      Replaced |= I > Loaded && (Each.What & Sets);
    }
    if (Replaced && !Owned)
      Use.What |= Gives;
  }

  void visit(const Stmt *S, Fate As) {
    if (!S || isa<LambdaExpr, UnaryExprOrTypeTraitExpr>(S))
      return;
    if (const capi::Use *U = Uses.at(S); U && visitUse(*U, As))
      return;
    if (const auto *E = dyn_cast<Expr>(S))
      return visitExpr(E, As);
    if (const auto *Declared = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : Declared->decls())
        if (const auto *V = dyn_cast<VarDecl>(D); V && V->getInit())
          load(V, V->getInit());
    } else if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
      visit(Return->getRetValue(), {Fate::Give});
    } else if (const auto *If = dyn_cast<IfStmt>(S)) {
      visit(If->getInit(), {});
      visit(If->getConditionVariableDeclStmt(), {});
      visit(If->getCond(), {Fate::Test});
      visitBranches(*If);
    } else if (const auto *While = dyn_cast<WhileStmt>(S)) {
      visit(While->getCond(), {Fate::Test});
      visit(While->getBody(), {});
    } else {
      for (const Stmt *Child : S->children())
        visit(Child, {});
    }
  }

  // Behind both branches a variable stands for what it stands for on one of them:
  // `if (value == NULL) value = Py_None;`.
  void visitBranches(const IfStmt &If) {
    const auto Before = Fields;
    visit(If.getThen(), {});
    const auto Then = std::exchange(Fields, Before);
    visit(If.getElse(), {});
    if (!leaves(If.getThen()))
      Fields.insert(Then.begin(), Then.end());
  }

  static bool leaves(const Stmt *S) {
    if (const auto *Block = dyn_cast_or_null<CompoundStmt>(S))
      S = Block->body_empty() ? nullptr : Block->body_back();
    return isa_and_nonnull<ReturnStmt, GotoStmt, BreakStmt, ContinueStmt>(S);
  }

  // False when what it expands to says more than the fact.
  bool visitUse(const capi::Use &U, Fate) {
    const bool Swaps =
        U.F->hasHazard(capi::WritesUnlocked) && U.F->Args.starts_with("-");
    if (!Swaps && !U.F->Args.contains('-') && !U.F->Args.contains('+'))
      return false;
    for (unsigned I = 0; I < U.Args.size(); ++I) {
      const Expr *Argument = U.Args[I];
      if (!Argument)
        continue;
      if (Swaps && I == 0) {
        Swapped = &U; // the very next field
        visit(Argument, {});
        Swapped = nullptr;
      } else if (U.effect(I) == '-') {
        visit(Argument, {Fate::Release});
      } else if (U.effect(I) == '+') {
        visit(Argument, {Fate::Own});
      } else {
        visit(Argument, {Fate::Use});
      }
    }
    return true;
  }

  void load(const VarDecl *V, const Expr *Value) {
    if (V->hasLocalStorage() && V->getType()->isPointerType()) {
      Loaded = nullptr;
      visit(Value, {Fate::Load, V});
      if (Loaded != V && !isReachedFrom(Value, V))
        Fields.erase(V);
    } else {
      visit(Value, {V->getType()->isReferenceType() ? Fate::Use : Fate::None});
    }
  }

  void load(const VarDecl *V, size_t Use) {
    Fields[V] = Use;
    Loaded = V;
  }

  // `node = node->next` goes on through what the field holds.
  static bool isReachedFrom(const Expr *Value, const VarDecl *V) {
    const Expr *E = capi::strip(Value);
    bool Through = false;
    while (const auto *Member = dyn_cast_or_null<MemberExpr>(E)) {
      Through = true;
      E = capi::strip(Member->getBase());
    }
    return Through && localOf(E) == V && !isReference(V->getType());
  }

  void visitExpr(const Expr *E, Fate As) {
    if (const auto *Member = dyn_cast<MemberExpr>(E))
      return visitMember(Member, As);
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return visitVariable(Ref, As);
    if (const auto *Cast = dyn_cast<CastExpr>(E)) {
      if (Cast->getCastKind() == CK_PointerToBoolean)
        As = {Fate::Test};
      else if (Cast->getCastKind() == CK_PointerToIntegral)
        As = {}; // a number to show; nobody follows it
      return visit(Cast->getSubExpr(), As);
    }
    if (const auto *Paren = dyn_cast<ParenExpr>(E))
      return visit(Paren->getSubExpr(), As);
    if (isa<FullExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr>(E)) {
      for (const Stmt *Child : E->children())
        visit(Child, As);
      return;
    }
    if (const auto *Binary = dyn_cast<BinaryOperator>(E))
      return visitBinary(Binary, As);
    if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      switch (Unary->getOpcode()) {
      case UO_Deref:
        return visit(Unary->getSubExpr(), {Fate::Use});
      case UO_AddrOf:
        if (As.What == Fate::Load && replacesThrough(As.Into))
          pointTo(Unary->getSubExpr());
        return visit(Unary->getSubExpr(), {});
      case UO_LNot:
        return visit(Unary->getSubExpr(), {Fate::Test});
      default:
        return visit(Unary->getSubExpr(), As);
      }
    }
    if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
      visit(Subscript->getIdx(), {});
      return visit(Subscript->getBase(), {Fate::Use});
    }
    if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
      visit(Choice->getCond(), {Fate::Test});
      visit(Choice->getTrueExpr(), As);
      return visit(Choice->getFalseExpr(), As);
    }
    if (const auto *Generic = dyn_cast<GenericSelectionExpr>(E))
      return Generic->isResultDependent() ? void()
                                          : visit(Generic->getResultExpr(), As);
    if (const auto *Delete = dyn_cast<CXXDeleteExpr>(E))
      return visit(Delete->getArgument(), {Fate::Release});
    if (const auto *Call = dyn_cast<CallExpr>(E))
      return visitCall(Call);
    const bool Keeps = isa<InitListExpr, CXXConstructExpr, CXXNewExpr>(E);
    for (const Stmt *Child : E->children())
      visit(Child, {Keeps ? Fate::Use : Fate::None});
  }

  // `PyObject **slot = &node->left; Py_XSETREF(*slot, value);`
  bool replacesThrough(const VarDecl *V) const {
    return llvm::any_of(Uses.all(), [&](const capi::Use &U) {
      const auto *Deref = dyn_cast_or_null<UnaryOperator>(
          U.arg(0) ? capi::strip(U.arg(0)) : nullptr);
      return U.effect(0) == '-' && Deref && Deref->getOpcode() == UO_Deref &&
             localOf(Deref->getSubExpr()) == V;
    });
  }

  void pointTo(const Expr *Place) {
    const auto *Member = dyn_cast<MemberExpr>(capi::strip(Place));
    const auto *Field =
        Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
    const Decl *Of = Field ? Owner.of(Member->getBase()) : nullptr;
    if (Of && isReference(Field->getType()))
      Into.List.push_back({Field, Of, Member, Member, Sets | Drops});
  }

  void visitBinary(const BinaryOperator *Op, Fate As) {
    if (Op->getOpcode() == BO_Assign) {
      visit(Op->getLHS(), {});
      if (const VarDecl *V = localOf(Op->getLHS()))
        load(V, Op->getRHS());
      else
        visit(Op->getRHS(), {Fate::Use});
      return;
    }
    if (Op->getOpcode() == BO_Comma) {
      visit(Op->getLHS(), {});
      return visit(Op->getRHS(), As);
    }
    if (Op->isEqualityOp() && (flow::isNullConstant(Op->getLHS()) ||
                               flow::isNullConstant(Op->getRHS())))
      As = {Fate::Test};
    else if (Op->isLogicalOp())
      As = {Fate::Test};
    else if (!Op->isAdditiveOp())
      As = {};
    visit(Op->getLHS(), As);
    visit(Op->getRHS(), As);
  }

  void visitCall(const CallExpr *Call) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    const FunctionDecl *Defined = nullptr;
    if (Callee)
      Callee->hasBody(Defined);
    if (!Callee)
      visit(Call->getCallee(), {Fate::Use});
    if (const auto *Method = dyn_cast<CXXMemberCallExpr>(Call)) {
      const Expr *Object = Method->getImplicitObjectArgument();
      if (Defined)
        handOn(Call, Defined, Object, Defined);
      visit(Object, Object->getType()->isPointerType() ? Fate{Fate::Use}
                                                       : Fate{});
    }
    const unsigned Shift = isa<CXXOperatorCallExpr>(Call) &&
                           isa_and_nonnull<CXXMethodDecl>(Callee);
    for (unsigned I = 0; I < Call->getNumArgs(); ++I) {
      const Expr *Argument = Call->getArg(I);
      if (Defined && I >= Shift && I - Shift < Defined->getNumParams())
        handOn(Call, Defined, Argument, Defined->getParamDecl(I - Shift));
      visit(Argument, {Fate::Use, nullptr, Call, I - Shift});
    }
    if (Callee && !Defined)
      findCopied(*Call, *Callee);
  }

  // `XXH_copyState(to, from)`, or a memcpy of a whole struct.
  void findCopied(const CallExpr &Call, const FunctionDecl &Callee) {
    const bool Raw = Callee.getBuiltinID() == Builtin::BImemcpy;
    const RecordDecl *To = nullptr, *From = nullptr;
    for (unsigned I = 0; I < Callee.getNumParams() && I < Call.getNumArgs();
         ++I) {
      QualType T = Callee.getParamDecl(I)->getType();
      if (!T->isPointerType())
        continue;
      const bool Const = T->getPointeeType().isConstQualified();
      if (Raw)
        T = capi::strip(Call.getArg(I))->getType();
      if (const RecordDecl *R = T->isPointerType()
                                    ? T->getPointeeType()->getAsRecordDecl()
                                    : nullptr)
        (Const ? From : To) = R;
    }
    if (To && From && To->getCanonicalDecl() == From->getCanonicalDecl())
      Into.Copied.push_back(cast<RecordDecl>(To->getCanonicalDecl()));
  }

  void handOn(const CallExpr *Call, const FunctionDecl *To,
              const Expr *Argument, const Decl *As) {
    if (const Decl *Of = Owner.of(Argument))
      Into.Calls.push_back({Call, To, As, Of});
  }

  void visitMember(const MemberExpr *Member, Fate As) {
    const Decl *Of = isa<FieldDecl>(Member->getMemberDecl())
                         ? Owner.of(Member->getBase())
                         : nullptr;
    if (const capi::Use *By = std::exchange(Swapped, nullptr); By && Of)
      return swap(Member, Of, *By);
    const auto It = Of ? Known.find(Member) : Known.end();
    if (It != Known.end())
      return touch(*It->second, Member, Of, As);
    if (Of)
      return;
    visit(Member->getBase(), Member->isArrow() ? Fate{Fate::Use} : As);
  }

  void touch(const roles::Access &A, const MemberExpr *At, const Decl *Of,
             Fate As) {
    const auto *Field = cast<FieldDecl>(At->getMemberDecl());
    if (roles::storageOf(*Field) == roles::Storage::Atomic || A.Atomic ||
        isHeader(*Field))
      return;
    const TouchSet What =
        written(A) | (A.reads() ? read(Field->getType(), As) : 0);
    if (What)
      Into.List.push_back({Field, Of, At, At, What});
    if (What && As.What == Fate::Load && Field->getType()->isPointerType())
      load(As.Into, Into.List.size() - 1);
  }

  // What the object begins with: `&self->ob_base` is the object by another name.
  static bool isHeader(const FieldDecl &Field) {
    return Field.getFieldIndex() == 0 &&
           isObject(Field.getType()->getAsRecordDecl());
  }

  // Py_CLEAR and its kin. The place may be one of several that the macro makes
  // of its argument.
  void swap(const MemberExpr *At, const Decl *Of, const capi::Use &By) {
    const auto *Field = cast<FieldDecl>(At->getMemberDecl());
    if (roles::storageOf(*Field) != roles::Storage::Atomic)
      Into.List.push_back({Field, Of, At, By.Node, Sets | Drops});
  }

  // What happens to the field itself, and to what it points to.
  TouchSet written(const roles::Access &A) const {
    using roles::AccessKind;
    using roles::Extent;
    if (A.Kind == AccessKind::Read)
      return 0;
    if (A.Kind == AccessKind::Address) {
      // A parser fills a number; a struct is worked on.
      if (!A.passedTo() || A.Of != Extent::Whole)
        return 0;
      const QualType T = cast<MemberExpr>(A.At)->getType();
      if (const FunctionDecl *To = A.passedTo()->getDirectCallee();
          To && To->isInStdNamespace() && To->getIdentifier() &&
          (To->getName() == "exchange" || To->getName() == "swap"))
        return Sets | Drops; // the old one is somebody else's now
      if (isOnlyShown(*A.passedTo(), A.Argument))
        return 0;
      return T->isRecordType() || T->isArrayType() ? Steps : Sets;
    }
    if (A.Of == Extent::Behind)
      return Fills;
    if (A.Of == Extent::Part)
      return Steps;
    if (A.Kind == AccessKind::ReadWrite)
      return Steps;
    const auto *Op = dyn_cast_or_null<BinaryOperator>(A.By);
    return Op && flow::isNullConstant(Op->getRHS()) ? Sets | Nulls : Sets;
  }

  // `PyLong_FromVoidPtr(&self->state)`: the API looks at the address only.
  static bool isOnlyShown(const CallExpr &Call, unsigned Argument) {
    const FunctionDecl *To = Call.getDirectCallee();
    const capi::Fact *Fact =
        To && To->getIdentifier() ? capi::findFact(To->getName()) : nullptr;
    return Fact && Fact->Returns == capi::Result::New && Argument == 0 &&
           To->getNumParams() > 0 &&
           To->getParamDecl(0)->getType()->isVoidPointerType();
  }

  TouchSet read(QualType Field, Fate As) const {
    const bool Points = Field->isPointerType();
    switch (As.What) {
    case Fate::None:
    case Fate::Load:
      return Looks;
    case Fate::Test:
      return Looks | (Points ? Tests : 0);
    case Fate::Give:
    case Fate::Use:
      return !Points ? Looks : Takes | ended(As);
    case Fate::Own:
      return Takes | Owns;
    case Fate::Release:
      return Drops;
    }
    return Looks;
  }

  // What a call may do to the only thing it gets: free it.
  static TouchSet ended(Fate As) {
    const FunctionDecl *Callee =
        As.Call ? As.Call->getDirectCallee() : nullptr;
    if (!Callee)
      return 0;
    if (Callee->getBuiltinID() == Builtin::BIfree ||
        Callee->getBuiltinID() == Builtin::BIrealloc)
      return Drops;
    if (Callee->getIdentifier())
      if (const capi::Allocator *A = capi::findAllocator(Callee->getName()))
        return A->Does == capi::Allocation::Release ||
                       A->Does == capi::Allocation::Resize
                   ? TouchSet(Drops)
                   : TouchSet(0);
    if (Callee->hasBody() || As.Call->getNumArgs() == 0)
      return 0;
    const QualType T = As.Argument < Callee->getNumParams()
                           ? Callee->getParamDecl(As.Argument)->getType()
                           : QualType();
    if (T.isNull() || !T->isPointerType() ||
        T->getPointeeType().isConstQualified())
      return 0;
    if (As.Call->getNumArgs() == 1)
      return Ends | Passes;
    return T->isVoidPointerType() && As.Call->getNumArgs() == 2 &&
                   Callee->getReturnType()->isVoidPointerType()
               ? Ends
               : Passes;
  }

  // A variable that stands for a field.
  void visitVariable(const DeclRefExpr *Ref, Fate As) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    const auto It = V ? Fields.find(V) : Fields.end();
    if (It == Fields.end())
      return;
    const FieldUse Of = Into.List[It->second];
    if (As.What == Fate::Load) {
      load(As.Into, It->second);
      return;
    }
    const TouchSet What = read(Of.Field->getType(), As);
    if (What == Looks)
      return;
    if (As.What == Fate::Give && isReference(Of.Field->getType()))
      Returned.push_back({It->second, Into.List.size()});
    Into.List.push_back({Of.Field, Of.Owner, Of.At, Ref, What});
  }

  FieldUses &Into;
  const Owners &Owner;
  const FunctionDecl &F;
  const capi::Uses &Uses;
  const FieldUses::AccessAt &Known;
  const capi::Use *Swapped = nullptr;
  /// The variable that was loaded last.
  const VarDecl *Loaded = nullptr;
  /// The touches that loaded and that returned a variable.
  llvm::SmallVector<std::pair<size_t, size_t>, 2> Returned;
  /// The variables that stand for a field, and the touch that loaded them.
  llvm::DenseMap<const VarDecl *, size_t> Fields;
};

FieldUses::FieldUses(const FunctionDecl &F, const capi::Uses &U,
                     const AccessAt &Known, const roles::Bindings &Bound)
    : Owner(F, U, Bound) {
  if (!Owner.none())
    FieldWalk(*this, F, U, Known).run();
}

} // namespace ftidy::sharing
