//===-- Uncounted.cpp - visit without counting
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/Uncounted.h"
#include "CApi/DuringGC.h"
#include "FixIt/Availability.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include "Flow/Graph.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

namespace {

// Where each variable is named, and what is assigned to.
struct Mentions {
  llvm::DenseMap<const VarDecl *, llvm::SmallVector<const DeclRefExpr *, 4>> Of;
  llvm::SmallVector<const Expr *, 8> Assigned;

  explicit Mentions(llvm::ArrayRef<const Stmt *> Statements) {
    for (const Stmt *S : Statements) {
      const auto *Ref = dyn_cast<DeclRefExpr>(S);
      const auto *Binary = dyn_cast<BinaryOperator>(S);
      const auto *Unary = dyn_cast<UnaryOperator>(S);
      if (const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr)
        Of[V].push_back(Ref);
      else if (Binary && Binary->isAssignmentOp())
        Assigned.push_back(Binary->getLHS()->IgnoreParens());
      else if (Unary && Unary->isIncrementDecrementOp())
        Assigned.push_back(Unary->getSubExpr()->IgnoreParens());
    }
  }
};

class CountPlanner {
public:
  CountPlanner(Function &F, Session &S, llvm::ArrayRef<own::Offence> Offences)
      : S(S), Offences(Offences), Context(S.context()),
        Text(Context, F.decl().getLocation()), Tree(F.decl().getBody()),
        Body(F.decl().getBody()), Names(F.statements()),
        Plans(Offences.size()) {}

  std::vector<EditPlan> all() {
    for (unsigned I = 0; I != Offences.size(); ++I)
      if (!Done(I))
        plan(I);
    return std::move(Plans);
  }

private:
  bool Done(unsigned I) const { return Planned.contains(I); }

  void refuse(unsigned I, Reason Why) {
    Planned.insert(I);
    Plans[I] = EditPlan::refuse(Why);
  }

  // Writes the edits with the first of them.
  void write(llvm::ArrayRef<unsigned> Members, std::vector<Edit> Edits) {
    llvm::sort(Edits);
    const SourceManager &SM = Context.getSourceManager();
    Plans[Members.front()] = EditPlan::of(std::move(Edits));
    for (unsigned I : Members) {
      Planned.insert(I);
      if (I != Members.front())
        Plans[I] = EditPlan::together(
            SM.getSpellingLineNumber(Offences[Members.front()].Loc));
    }
  }

  void plan(unsigned I) {
    const own::Offence &O = Offences[I];
    if (Text.isHeader(S.origins()))
      return refuse(I, Reason::InHeader);
    if (!Text.isWritable())
      return refuse(I, Reason::ReadOnly);
    if (O.Through)
      return refuse(I, Reason::TraverseElsewhere);
    if (O.What == own::Forbidden::OwningObject)
      return O.Variable ? reference(I) : refuse(I, Reason::OwnedCopy);
    if (O.What != own::Forbidden::RefCount &&
        O.What != own::Forbidden::NewReference)
      return refuse(I, Reason::TraverseNoTwin);
    if (!O.Use || O.Use->InMacroBody || O.Use->Repeated)
      return refuse(I, Reason::HiddenByMacro);
    if (isPlus(*O.Use) && O.Use->F->Returns == capi::Result::Other)
      return pair(I);
    if (O.What == own::Forbidden::NewReference || isPlus(*O.Use))
      return newReference(I);
    refuse(I, Reason::TraverseUnpaired);
  }

  static bool isPlus(const capi::Use &U) { return U.F->Args.starts_with("+"); }
  static bool isMinus(const capi::Use &U) {
    return U.F->Args == "-" && !U.F->hasHazard(capi::WritesUnlocked);
  }

  llvm::StringRef subject(const own::Offence &O) const {
    return O.Use && O.Use->arg(0) ? capi::written(O.Use->arg(0), Context)
                                  : llvm::StringRef();
  }

  // The whole statement of a use, when it is one and can be taken out.
  std::optional<Stretch> removable(const capi::Use &U) const {
    const Stmt *Whole = Tree.statementOf(U.Node);
    const auto *E = dyn_cast_or_null<Expr>(Whole);
    const bool IsUse =
        Whole == U.Node || (E && capi::strip(E) == capi::strip(U.expr()
                                                                   ? U.expr()
                                                                   : E));
    if (!Whole || !IsUse || !Tree.standsInCompound(Whole))
      return std::nullopt;
    const auto Call = Text.call(U.Loc);
    const auto Statement = Text.statement(Whole);
    if (!Call)
      return std::nullopt;
    // A macro that is a statement has a semicolon of its own behind it.
    Stretch Result = Statement ? *Statement : Call->Whole;
    if (Result.Begin != Call->Whole.Begin ||
        Text.text({Call->Whole.End, Result.End}).trim(" \t;").size())
      return std::nullopt;
    if (!Statement)
      return std::nullopt;
    return Text.removal(Result);
  }

  // A name or a field: what can be read twice and is the same.
  static bool isPlace(const Expr *E) {
    while (const auto *M = dyn_cast<MemberExpr>(E))
      E = capi::strip(M->getBase());
    return isa<DeclRefExpr, CXXThisExpr>(E);
  }

  bool isAssigned(llvm::StringRef Place) const {
    return llvm::any_of(Names.Assigned, [&](const Expr *E) {
      return capi::written(E, Context) == Place;
    });
  }

  void pair(unsigned I) {
    const llvm::StringRef Subject = subject(Offences[I]);
    llvm::SmallVector<unsigned, 4> Members;
    int Balance = 0;
    for (unsigned J = 0; J != Offences.size(); ++J) {
      const own::Offence &O = Offences[J];
      if (!O.Use || Subject.empty() || subject(O) != Subject)
        continue;
      const bool Plus = isPlus(*O.Use) && O.Use->F->Returns == capi::Result::Other;
      if (!Plus && !isMinus(*O.Use))
        return refuse(I, Reason::TraverseUnpaired);
      Balance += Plus ? 1 : -1;
      Members.push_back(J);
    }
    if (Balance != 0 || Members.size() != 2 || !isPlace(Offences[I].Use->arg(0)) ||
        isAssigned(Subject) || Tree.hasLabel(Body) ||
        Tree.parent(Tree.statementOf(Offences[Members[0]].Use->Node)) !=
            Tree.parent(Tree.statementOf(Offences[Members[1]].Use->Node)))
      return refuse(I, Reason::TraverseUnpaired);
    std::vector<Edit> Edits;
    for (unsigned J : Members) {
      const auto Gone = removable(*Offences[J].Use);
      if (!Gone)
        return refuse(I, Reason::TraverseUnpaired);
      Edits.push_back({Gone->Begin, Gone->End - Gone->Begin, ""});
    }
    write(Members, std::move(Edits));
  }

  // The local variable that a call's result goes into, by its declaration or
  // by the one assignment to it.
  const VarDecl *receiver(const Expr *Call) const {
    const Stmt *Up = Tree.parent(Call);
    while (isa_and_nonnull<CastExpr, ParenExpr>(Up))
      Up = Tree.parent(Up);
    if (const auto *Declaration = dyn_cast_or_null<DeclStmt>(Up))
      return Declaration->isSingleDecl()
                 ? dyn_cast<VarDecl>(Declaration->getSingleDecl())
                 : nullptr;
    const auto *Op = dyn_cast_or_null<BinaryOperator>(Up);
    if (!Op || Op->getOpcode() != BO_Assign || Tree.statementOf(Op) != Op)
      return nullptr;
    const auto *Ref = dyn_cast<DeclRefExpr>(Op->getLHS()->IgnoreParens());
    return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  }

  // True when V gets no other value than this call's, and NULL.
  bool holdsOnly(const VarDecl *V, const Expr *Call) const {
    if (!V || !V->hasLocalStorage() || isa<ParmVarDecl>(V) ||
        !V->getType()->isPointerType() || Tree.addressEscapes(Body, V))
      return false;
    unsigned Values = V->getInit() && !flow::isNullConstant(V->getInit());
    for (const Expr *E : Names.Assigned)
      if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
        Values += Ref->getDecl() == V;
    return Values == 1;
  }

  void newReference(unsigned I) {
    const capi::Use &U = *Offences[I].Use;
    const Expr *Call = U.expr();
    const auto Written = Text.call(U.Loc);
    if (!Call || !Written)
      return refuse(I, Reason::HiddenByMacro);
    std::vector<Edit> Edits;
    const VarDecl *V = nullptr;
    if (isPlus(U)) {
      V = receiver(Call);
      const Expr *Field = U.arg(0);
      const bool IsObject =
          Field && Context.hasSameUnqualifiedType(
                       Field->getType(), Call->getType());
      if (!Field || !isPlace(Field) || !holdsOnly(V, Call))
        return refuse(I, Reason::TraverseUnpaired);
      std::string Plain = Text.text(Written->Arguments).trim().str();
      if (!IsObject)
        Plain = "(PyObject *)" + Plain;
      Edits.push_back({Written->Whole.Begin,
                       Written->Whole.End - Written->Whole.Begin, Plain});
    } else {
      const capi::Fact *Twin = capi::duringGCTwin(*U.F);
      if (!Twin)
        return refuse(I, Reason::TraverseNoTwin);
      if (S.availability().of(*Twin) != Availability::Answer::Yes)
        return refuse(I, Reason::TraverseTwinNewer);
      const size_t Out = U.F->Args.find('O');
      if (Out != llvm::StringRef::npos) {
        const auto *Address = dyn_cast_or_null<UnaryOperator>(U.arg(Out));
        const auto *Ref = dyn_cast_or_null<DeclRefExpr>(
            Address ? capi::strip(Address->getSubExpr()) : nullptr);
        V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
        if (!V || !V->hasLocalStorage() || Tree.addressEscapes(Body, V) ||
            isAssigned(V->getName()))
          return refuse(I, Reason::TraverseUnpaired);
      } else {
        V = receiver(Call);
        if (!holdsOnly(V, Call))
          return refuse(I, Reason::TraverseUnpaired);
      }
      Edits.push_back({Written->Name.Begin,
                       Written->Name.End - Written->Name.Begin,
                       Twin->Name.str()});
    }
    // Nothing is owned any more, on no path: every release goes.
    llvm::SmallVector<unsigned, 4> Members{I};
    for (unsigned J = 0; J != Offences.size(); ++J) {
      const own::Offence &O = Offences[J];
      const auto *Ref =
          O.Use && O.Use->arg(0) ? dyn_cast<DeclRefExpr>(O.Use->arg(0)) : nullptr;
      if (J == I || !Ref || Ref->getDecl() != V)
        continue;
      const auto Gone =
          isMinus(*O.Use) && !Done(J) ? removable(*O.Use) : std::nullopt;
      if (!Gone)
        return refuse(I, Reason::TraverseUnpaired);
      Edits.push_back({Gone->Begin, Gone->End - Gone->Begin, ""});
      Members.push_back(J);
    }
    if (Members.size() == 1) // a leak as it is: not ours to judge
      return refuse(I, Reason::TraverseUnpaired);
    write(Members, std::move(Edits));
  }

  // True when nothing is done with V but calls without arguments that a
  // constant object has, too.
  bool onlyRead(const VarDecl *V) const {
    const auto It = Names.Of.find(V);
    if (It == Names.Of.end())
      return true;
    return llvm::all_of(It->second, [&](const DeclRefExpr *Ref) {
      const Stmt *Up = Tree.parent(Ref);
      while (isa_and_nonnull<ImplicitCastExpr, ParenExpr>(Up))
        Up = Tree.parent(Up);
      const auto *Member = dyn_cast_or_null<MemberExpr>(Up);
      const auto *Call =
          Member ? dyn_cast_or_null<CXXMemberCallExpr>(Tree.parent(Member))
                 : nullptr;
      if (!Call || Call->getNumArgs())
        return false;
      const CXXMethodDecl *Method = Call->getMethodDecl();
      if (Method->isConst())
        return true;
      for (const NamedDecl *D :
           Method->getParent()->lookup(Method->getDeclName()))
        if (const auto *Other = dyn_cast<CXXMethodDecl>(D))
          if (Other->isConst() && !Other->getNumParams())
            return true;
      return false;
    });
  }

  // `object item = place` becomes `const object &item = place`.
  void reference(unsigned I) {
    const VarDecl *V = Offences[I].Variable;
    const Expr *Init = V->getInit();
    while (Init) {
      Init = Init->IgnoreParenImpCasts();
      if (const auto *Full = dyn_cast<FullExpr>(Init))
        Init = Full->getSubExpr();
      else
        break;
    }
    const auto *Copy = dyn_cast_or_null<CXXConstructExpr>(Init);
    const auto Name = Text.offset(V->getLocation());
    const auto Type = Text.offset(V->getTypeSpecStartLoc());
    if (V->getType()->isReferenceType() || !Copy || Copy->getNumArgs() != 1 ||
        !Copy->getConstructor()->isCopyConstructor() ||
        !Copy->getArg(0)->isLValue() ||
        !Context.hasSameUnqualifiedType(Copy->getArg(0)->getType(),
                                        V->getType()) ||
        !Name || !Type || !onlyRead(V))
      return refuse(I, Reason::OwnedCopy);
    if (const auto *Statement =
            dyn_cast_or_null<DeclStmt>(declaration(V)))
      if (!Statement->isSingleDecl())
        return refuse(I, Reason::SharedDeclaration);
    std::vector<Edit> Edits;
    if (!V->getType().isConstQualified())
      Edits.push_back({*Type, 0, "const "});
    Edits.push_back({*Name, 0, "&"});
    write({I}, std::move(Edits));
  }

  const Stmt *declaration(const VarDecl *V) const {
    const Stmt *Up = V->getInit() ? Tree.parent(V->getInit()) : nullptr;
    return Up;
  }

  Session &S;
  llvm::ArrayRef<own::Offence> Offences;
  ASTContext &Context;
  const SourceText Text;
  const Structure Tree;
  const Stmt *Body;
  Mentions Names;
  std::vector<EditPlan> Plans;
  llvm::DenseSet<unsigned> Planned;
};

} // namespace

std::vector<EditPlan> uncounted(Function &F, Session &S,
                                llvm::ArrayRef<own::Offence> Offences) {
  return CountPlanner(F, S, Offences).all();
}

} // namespace ftidy::fix
