//===-- AccessWalk.cpp - the walk that finds accesses
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A node that uses an lvalue notes what it does at each name on the lvalue's
// path. Parents come before their children, so the first note is the outermost
// one, and it counts.
//
//===----------------------------------------------------------------------===//

#include "Roles/Accesses.h"
#include "CApi/LockWords.h"
#include "CApi/MacroLog.h"
#include "CApi/Origin.h"
#include "Roles/Methods.h"
#include "Roles/StaticAccessors.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::roles {

static bool isStatic(const VarDecl &V) {
  return V.hasGlobalStorage() && !isa<ParmVarDecl>(V);
}

static bool pointsSomewhere(QualType T) {
  return T->isAnyPointerType() || T->isReferenceType();
}

// Whether what this parameter points or refers to cannot be changed through it.
static bool pointsToConst(QualType Parameter) {
  const QualType To = Parameter->getPointeeType();
  return !To.isNull() && To.isConstQualified();
}

class AccessWalk {
public:
  AccessWalk(Accesses &Into, ASTContext &Context, const capi::MacroLog &Macros,
             capi::Origins &Origins)
      : Into(Into), Context(Context), Macros(Macros), Origins(Origins) {}

  void walk(const Decl &Declares) {
    syntax::forEachDecl(Declares, [&](const Decl &D) { return enter(D); });
  }

private:
  struct Note {
    const Stmt *By;
    unsigned Argument;
    AccessKind Kind;
    Extent Of = Extent::Whole;
    bool Atomic = false;

    Note part() const { return of(std::max(Of, Extent::Part)); }
    Note behind() const { return of(Extent::Behind); }
    Note of(Extent What) const {
      Note N = *this;
      N.Of = What;
      return N;
    }
  };

  bool enter(const Decl &D) {
    const auto *F = dyn_cast<FunctionDecl>(&D);
    const DeclContext *Where = D.getLexicalDeclContext();
    if (Where && Where->getRedeclContext()->isFileContext()) {
      // Neither types nor prototypes of C name a variable.
      const bool IsEmpty = isa<TypeDecl>(D) || (F && !F->hasBody());
      if ((IsEmpty && !Context.getLangOpts().CPlusPlus) ||
          Origins.isForeign(D.getLocation()))
        return false;
    }
    const FunctionDecl *Outer = In;
    if (const auto *V = dyn_cast<VarDecl>(&D))
      visitVariable(*V);
    else if (F)
      In = F;
    if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&D))
      for (const CXXCtorInitializer *Init : Constructor->inits())
        if (Init->isMemberInitializer() && Init->isWritten()) {
          Access A;
          A.Kind = AccessKind::Write;
          add(Init->getMember(), Init->getInit(), A);
        }
    llvm::for_each(syntax::codeOf(D), [&](const Stmt *Root) { walk(Root); });
    In = Outer;
    return true;
  }

  void walk(const Stmt *Root) {
    syntax::forEachStmt(Root, [&](const Stmt *S) {
      visit(S);
      if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
        const FunctionDecl *Outer = std::exchange(In, Lambda->getCallOperator());
        walk(Lambda->getBody());
        In = Outer;
      }
      return true;
    });
  }

  void visit(const Stmt *S) {
    if (const auto *E = dyn_cast<Expr>(S))
      return visitExpr(E);
    if (const auto *Declares = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : Declares->decls())
        if (const auto *V = dyn_cast<VarDecl>(D))
          visitVariable(*V);
        else if (isa<CXXRecordDecl>(D))
          walk(*D);
    } else if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
      if (In && Return->getRetValue() && In->getReturnType()->isReferenceType())
        note(Return->getRetValue(),
             {nullptr, Access::NoArgument, referenceKind(In->getReturnType())});
    } else if (const auto *Loop = dyn_cast<CXXForRangeStmt>(S)) {
      if (Loop->getRangeInit())
        note(Loop->getRangeInit(),
             {nullptr, Access::NoArgument, AccessKind::Read});
    }
  }

  void visitVariable(const VarDecl &V) {
    if (isStatic(V) && !isForeign(firstOf(&V))) {
      const auto *First = cast<VarDecl>(firstOf(&V));
      if (Declared.insert(First).second)
        Into.Variables.push_back(First);
    }
    if (V.getType()->isReferenceType() && V.getInit())
      note(V.getInit(),
           {nullptr, Access::NoArgument, referenceKind(V.getType())});
  }

  void visitExpr(const Expr *E) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      visitName(Ref);
    else if (const auto *Cast = dyn_cast<CastExpr>(E))
      visitCast(Cast);
    else if (const auto *Member = dyn_cast<MemberExpr>(E))
      visitMember(Member);
    else if (const auto *Unary = dyn_cast<UnaryOperator>(E))
      visitUnary(Unary);
    else if (const auto *Binary = dyn_cast<BinaryOperator>(E))
      visitBinary(Binary);
    else if (const auto *Call = dyn_cast<CallExpr>(E))
      visitCall(Call);
    else if (const auto *Made = dyn_cast<CXXConstructExpr>(E))
      visitConstruct(Made);
    else if (const auto *Atomic = dyn_cast<AtomicExpr>(E))
      visitAtomic(Atomic);
  }

  void visitBinary(const BinaryOperator *Op) {
    const bool Reads = Op->isCompoundAssignmentOp();
    if (Op->isAssignmentOp())
      note(Op->getLHS(), {Op, Access::NoArgument,
                          Reads ? AccessKind::ReadWrite : AccessKind::Write});
  }

  void visitUnary(const UnaryOperator *Op) {
    if (Op->isIncrementDecrementOp())
      note(Op->getSubExpr(), {Op, Access::NoArgument, AccessKind::ReadWrite});
    else if (Op->getOpcode() == UO_AddrOf) {
      if (Context.getSourceManager().isMacroArgExpansion(Op->getOperatorLoc()))
        HandedOn.insert(behindCasts(Op->getSubExpr()));
      note(Op->getSubExpr(), {nullptr, Access::NoArgument, AccessKind::Address});
    }
  }

  void visitCast(const CastExpr *Cast) {
    if (Cast->getCastKind() == CK_LValueToRValue ||
        (Cast->getCastKind() == CK_ToVoid && Cast->getSubExpr()->isGLValue()))
      note(Cast->getSubExpr(), {nullptr, Access::NoArgument, AccessKind::Read});
  }

  void visitAtomic(const AtomicExpr *E) {
    Note N{E, Access::NoArgument, AccessKind::ReadWrite};
    N.Atomic = true;
    const StringRef Name = E->getOpAsString();
    if (Name.contains("load"))
      N.Kind = AccessKind::Read;
    else if (Name.contains("store") || Name.contains("init"))
      N.Kind = AccessKind::Write;
    notePointer(E->getPtr(), N);
  }

  void visitCall(const CallExpr *Call) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    // The object of a member operator is its first argument.
    const unsigned Shift =
        isa<CXXOperatorCallExpr>(Call) && isa_and_nonnull<CXXMethodDecl>(Callee);
    if (const auto Kind = Callee ? atomicKind(*Callee) : std::nullopt) {
      Note N{Call, Access::NoArgument, *Kind};
      N.Atomic = true;
      for (const Expr *Argument : Call->arguments())
        if (Argument->getType()->isPointerType())
          notePointer(Argument, N);
    }
    if (Callee && Callee->getIdentifier() && capi::isOnce(Callee->getName()))
      for (const Expr *Argument : Call->arguments())
        addOnce(Argument);
    for (unsigned I = Shift, E = Call->getNumArgs(); I < E; ++I)
      noteArgument(Call->getArg(I), I - Shift,
                   Callee && I - Shift < Callee->getNumParams()
                       ? Callee->getParamDecl(I - Shift)->getType()
                       : QualType(),
                   Call);
    if (const auto *OfMember = dyn_cast<CXXMemberCallExpr>(Call))
      noteObject(OfMember);
    else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call))
      noteObject(Operator);
    if (Notes.contains(Call))
      addNoted(Accessors.of(*Call).Variable, Call);
  }

  // Call leads to the place where N is done: a variable, when that is known.
  void noteAccessor(const CallExpr *Call, Note N) {
    if (const AccessedStatic To = Call ? Accessors.of(*Call) : AccessedStatic();
        To.Variable)
      Notes.try_emplace(Call, To.Behind ? N.behind() : N);
  }

  void noteObject(const CXXMemberCallExpr *Call) {
    const auto *Member = dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens());
    const CXXMethodDecl *Method = Call->getMethodDecl();
    if (!Member || !Method)
      return;
    const Note N{Call, Access::NoArgument,
                 Members.changes(*Method) ? AccessKind::ReadWrite : AccessKind::Read};
    if (Member->isArrow())
      notePointer(Member->getBase(), N);
    else
      note(Member->getBase(), N);
  }

  void noteObject(const CXXOperatorCallExpr *Call) {
    const auto *Method =
        dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee());
    if (!Method || Method->isStatic() || Call->getNumArgs() == 0)
      return;
    AccessKind Kind =
        Members.changes(*Method) ? AccessKind::ReadWrite : AccessKind::Read;
    if (Call->getOperator() == OO_Equal)
      Kind = AccessKind::Write;
    note(Call->getArg(0), {Call, Access::NoArgument, Kind});
  }

  void visitConstruct(const CXXConstructExpr *E) {
    const CXXConstructorDecl *Callee = E->getConstructor();
    for (unsigned I = 0; I < E->getNumArgs() && I < Callee->getNumParams(); ++I)
      noteArgument(E->getArg(I), I, Callee->getParamDecl(I)->getType(), nullptr);
  }

  void visitName(const DeclRefExpr *Ref) {
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
      if (isStatic(*V) ||
          (isa<ParmVarDecl>(V) && pointsSomewhere(V->getType())))
        addNoted(V, Ref);
  }

  void visitMember(const MemberExpr *Member) {
    if (const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl()))
      addNoted(Field, Member);
    else if (const auto *V = dyn_cast<VarDecl>(Member->getMemberDecl()))
      addNoted(V, Member);
  }

  static AccessKind referenceKind(QualType Reference) {
    return pointsToConst(Reference) ? AccessKind::Read : AccessKind::Address;
  }

  // What a function does with what its pointer arguments point to, when its name
  // says that it does so atomically.
  static std::optional<AccessKind> atomicKind(const FunctionDecl &F) {
    if (!F.getIdentifier())
      return std::nullopt;
    const StringRef Name = F.getName();
    if (!Name.contains_insensitive("atomic_") &&
        !Name.starts_with("Interlocked") &&
        !Name.starts_with("_Interlocked") && !Name.starts_with("__sync_"))
      return std::nullopt;
    if (Name.contains("load"))
      return AccessKind::Read;
    if (Name.contains("store") || Name.contains("init"))
      return AccessKind::Write;
    return AccessKind::ReadWrite;
  }

  // E without what changes neither its value nor where it points.
  static const Expr *behindCasts(const Expr *E) {
    while (true) {
      E = E->IgnoreParens();
      const auto *Cast = dyn_cast<CastExpr>(E);
      if (const auto *Full = dyn_cast<FullExpr>(E))
        E = Full->getSubExpr();
      else if (const auto *M = dyn_cast<MaterializeTemporaryExpr>(E))
        E = M->getSubExpr();
      else if (Cast && Cast->getCastKind() != CK_LValueToRValue &&
               Cast->getCastKind() != CK_ArrayToPointerDecay)
        E = Cast->getSubExpr();
      else
        return E;
    }
  }

  static bool isDecay(const Expr *E) {
    const auto *Cast = dyn_cast<CastExpr>(E);
    return Cast && Cast->getCastKind() == CK_ArrayToPointerDecay;
  }

  void noteArgument(const Expr *Argument, unsigned I, QualType Parameter,
                    const CallExpr *Call) {
    const bool ReadOnly = !Parameter.isNull() && pointsToConst(Parameter);
    Note N{Call, Call ? I : Access::NoArgument,
           ReadOnly ? AccessKind::Read : AccessKind::Address};
    const Expr *E = behindCasts(Argument);
    const auto *Unary = dyn_cast<UnaryOperator>(E);
    if (Unary && Unary->getOpcode() == UO_AddrOf)
      note(Unary->getSubExpr(), N);
    else if (isDecay(E))
      note(cast<CastExpr>(E)->getSubExpr(), N.part());
    else if (E->isGLValue() && !Parameter.isNull() &&
             Parameter->isReferenceType())
      note(E, N);
    else if (const auto *Cast = dyn_cast<CastExpr>(E))
      note(Cast->getSubExpr(), {N.By, N.Argument, AccessKind::Read});
  }

  // E is a place; N is done there.
  void note(const Expr *E, Note N) {
    while (E) {
      E = behindCasts(E);
      if (const auto *Member = dyn_cast<MemberExpr>(E)) {
        Notes.try_emplace(Member, N);
        if (!isa<FieldDecl>(Member->getMemberDecl()))
          return;
        if (Member->isArrow())
          return notePointer(Member->getBase(), N);
        N = N.part();
        E = Member->getBase();
      } else if (isa<DeclRefExpr>(E)) {
        Notes.try_emplace(E, N);
        return;
      } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
        return notePointer(Subscript->getBase(), N);
      } else if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
        if (Unary->getOpcode() == UO_Deref)
          return notePointer(Unary->getSubExpr(), N);
        if (Unary->getOpcode() != UO_Extension &&
            Unary->getOpcode() != UO_Real && Unary->getOpcode() != UO_Imag)
          return;
        E = Unary->getSubExpr();
      } else if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
        note(Choice->getTrueExpr(), N);
        E = Choice->getFalseExpr();
      } else if (const auto *Comma = dyn_cast<BinaryOperator>(E)) {
        if (Comma->getOpcode() != BO_Comma)
          return;
        E = Comma->getRHS();
      } else if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E)) {
        // `v[i] = x` writes to v.
        const auto *Method =
            dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee());
        if (!Method || Call->getNumArgs() == 0 || Method->isStatic())
          return;
        if (Members.changes(*Method))
          N.Kind = AccessKind::ReadWrite;
        N = Call->getOperator() == OO_Subscript ? N.part() : N.behind();
        E = Call->getArg(0);
      } else {
        return noteAccessor(dyn_cast<CallExpr>(E), N);
      }
    }
  }

  // E points to the place where N is done.
  void notePointer(const Expr *E, Note N) {
    E = behindCasts(E);
    if (isDecay(E))
      return note(cast<CastExpr>(E)->getSubExpr(), N.part());
    if (const auto *Cast = dyn_cast<CastExpr>(E))
      return note(Cast->getSubExpr(), N.behind());
    if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      if (Unary->getOpcode() == UO_AddrOf)
        note(Unary->getSubExpr(), N);
    } else if (const auto *Sum = dyn_cast<BinaryOperator>(E)) {
      if (!Sum->isAdditiveOp())
        return;
      notePointer(Sum->getLHS()->getType()->isPointerType() ? Sum->getLHS()
                                                            : Sum->getRHS(),
                  N);
    } else if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E)) {
      note(Call, N); // `p->x` of a smart pointer
    } else {
      noteAccessor(dyn_cast<CallExpr>(E), N);
    }
  }

  // A function or a lambda that is run once.
  void addOnce(const Expr *E) {
    while (E) {
      E = behindCasts(E);
      const FunctionDecl *F = nullptr;
      if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
        F = dyn_cast<FunctionDecl>(Ref->getDecl());
      else if (const auto *Lambda = dyn_cast<LambdaExpr>(E))
        F = Lambda->getCallOperator();
      if (F) {
        Into.Once.insert(F->getCanonicalDecl());
        return;
      }
      const auto *Unary = dyn_cast<UnaryOperator>(E);
      const auto *Built = dyn_cast<CXXConstructExpr>(E);
      if (Unary && Unary->getOpcode() == UO_AddrOf)
        E = Unary->getSubExpr();
      else if (Built && Built->getNumArgs() == 1)
        E = Built->getArg(0);
      else
        return;
    }
  }

  void addNoted(const ValueDecl *D, const Expr *At) {
    Access A;
    if (const auto It = Notes.find(At); It != Notes.end()) {
      const Note &N = It->second;
      A.By = N.By;
      A.Argument = N.Argument;
      A.Kind = N.Kind;
      A.Of = N.Of;
      A.Atomic = N.Atomic;
    }
    // What the author takes the address of is a value, not what is replaced.
    if (A.Kind == AccessKind::Address && !A.By && !HandedOn.contains(At) &&
        isReplacedByMacro(At))
      A.Kind = AccessKind::ReadWrite;
    add(D, At, A);
  }

  // True inside Py_CLEAR and Py_SETREF, which may go through a pointer.
  bool isReplacedByMacro(const Expr *At) const {
    const capi::Fact *F = Macros.withArgumentAt(
        At->getExprLoc(), Context.getSourceManager());
    return F && F->hasHazard(capi::WritesUnlocked) && F->Args.starts_with("-");
  }

  void add(const ValueDecl *D, const Expr *At, Access A) {
    D = firstOf(D);
    const auto [It, New] = Into.Index.try_emplace(D, Into.Places.size());
    if (New) {
      if (isForeign(D)) {
        It->second = Accesses::Ignored;
        return;
      }
      Into.Places.emplace_back();
      if (const auto *Field = dyn_cast<FieldDecl>(D))
        Into.Fields.push_back(Field);
    }
    if (It->second == Accesses::Ignored)
      return;
    A.In = In;
    A.At = At;
    Into.Places[It->second].push_back(A);
  }

  bool isForeign(const Decl *D) { return Origins.isForeign(D->getLocation()); }

  Accesses &Into;
  ASTContext &Context;
  const capi::MacroLog &Macros;
  capi::Origins &Origins;
  Methods Members;
  StaticAccessors Accessors;
  const FunctionDecl *In = nullptr; // the function that the walk is in
  llvm::DenseMap<const Expr *, Note> Notes;
  llvm::DenseSet<const Expr *> HandedOn; // with `&`, in a macro's argument
  llvm::DenseSet<const VarDecl *> Declared;
};

Accesses::Accesses(ASTContext &Context, const capi::MacroLog &Macros,
                   capi::Origins &Origins) {
  AccessWalk(*this, Context, Macros, Origins)
      .walk(*Context.getTranslationUnitDecl());
  // By record, and in a record by place.
  const SourceManager &SM = Context.getSourceManager();
  llvm::sort(Fields, [&](const FieldDecl *A, const FieldDecl *B) {
    if (A->getLocation() == B->getLocation())
      return A->getFieldIndex() < B->getFieldIndex();
    return SM.isBeforeInTranslationUnit(A->getLocation(), B->getLocation());
  });
}

} // namespace ftidy::roles
