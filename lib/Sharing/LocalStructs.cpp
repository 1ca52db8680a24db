//===-- LocalStructs.cpp - structs that one call works with
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sharing/LocalStructs.h"
#include "CApi/Origin.h"
#include "CApi/Use.h"
#include "Flow/Graph.h"
#include "Session.h"
#include "Sharing/Owners.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::sharing {

namespace {

// The struct that T is, or that it leads to.
const RecordDecl *recordOf(QualType T) {
  for (;;) {
    T = T.getCanonicalType();
    if (const QualType To = T->getPointeeType(); !To.isNull())
      T = To;
    else if (const auto *Array = T->getAsArrayTypeUnsafe())
      T = Array->getElementType();
    else
      break;
  }
  const RecordDecl *R = T->getAsRecordDecl();
  return R ? cast<RecordDecl>(R->getCanonicalDecl()) : nullptr;
}

// Sets all bytes to one value.
bool isFill(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  return Callee && Callee->getIdentifier() &&
         llvm::is_contained({"memset", "__builtin_memset",
                             "__builtin___memset_chk", "bzero"},
                            Callee->getName());
}

} // namespace

// One function.
class LocalStructs::Walk {
public:
  Walk(LocalStructs &Into, const FunctionDecl &F)
      : Into(Into), F(F), SM(F.getASTContext().getSourceManager()) {}

  void run() {
    syntax::forEachStmtWithin(
        F.getBody(), [&](const Stmt *S, llvm::ArrayRef<const Stmt *> Outer) {
          Around = Outer;
          visit(*S);
        });
  }

private:
  void visit(const Stmt &S) {
    if (const auto *Declared = dyn_cast<DeclStmt>(&S)) {
      for (const Decl *D : Declared->decls())
        if (const auto *V = dyn_cast<VarDecl>(D); V && V->hasGlobalStorage())
          Into.share(V->getType());
    } else if (const auto *Cast = dyn_cast<CastExpr>(&S)) {
      cast(*Cast);
    } else if (const auto *List = dyn_cast<InitListExpr>(&S)) {
      initialised(*List);
    } else if (const auto *Ref = dyn_cast<DeclRefExpr>(&S)) {
      if (const auto *Named = dyn_cast<FunctionDecl>(Ref->getDecl());
          Named && !Callees.contains(Ref))
        for (const ParmVarDecl *P : Named->parameters())
          Into.share(P->getType()); // called by nobody knows whom
    } else if (const auto *Member = dyn_cast<MemberExpr>(&S)) {
      const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
      if (Field && isReference(Field->getType()) &&
          !isObject(Field->getParent()) && !works(*Member, *Field))
        Into.Shown.insert(Field);
    } else if (const auto *Call = dyn_cast<CallExpr>(&S)) {
      Callees.insert(capi::strip(Call->getCallee()));
      const FunctionDecl *Callee = Call->getDirectCallee();
      if ((Callee && Callee->getDefinition()) || isFill(*Call))
        return;
      for (const Expr *A : Call->arguments())
        Into.share(A->getType());
    }
  }

  void cast(const CastExpr &C) {
    if (C.getCastKind() == CK_NullToPointer || C.getCastKind() == CK_ToVoid ||
        C.getCastKind() == CK_PointerToBoolean ||
        C.getCastKind() == CK_LValueToRValue)
      return;
    const QualType To = C.getType(), From = C.getSubExpr()->getType();
    const bool OfPointer = From->isPointerType() || From->isArrayType();
    const RecordDecl *Before = OfPointer ? recordOf(From) : nullptr;
    const RecordDecl *After = To->isPointerType() ? recordOf(To) : nullptr;
    if (Before == After)
      return;
    if (After && !flow::isNullConstant(&C))
      Into.share(To);
    if (!Before)
      return;
    const auto *Call = dyn_cast_or_null<CallExpr>(user(C));
    if (!(Call && isFill(*Call)))
      Into.share(From);
  }

  // The node around E that is no cast and no parenthesis. E is the node that is
  // visited, or around it.
  const Stmt *user(const Expr &E) const {
    llvm::ArrayRef<const Stmt *> Outer = Around;
    if (const auto *At = llvm::find(Outer, &E); At != Outer.end())
      Outer = Outer.take_front(At - Outer.begin());
    while (!Outer.empty() &&
           isa<CastExpr, ParenExpr, ConstantExpr>(Outer.back()))
      Outer = Outer.drop_back();
    return Outer.empty() ? nullptr : Outer.back();
  }

  void initialised(const InitListExpr &List) {
    const InitListExpr *All =
        List.isSemanticForm() ? &List : List.getSemanticForm();
    const RecordDecl *R = All ? All->getType()->getAsRecordDecl() : nullptr;
    if (!R || isObject(R))
      return;
    unsigned I = 0;
    for (const FieldDecl *Field : R->fields()) {
      if (I < All->getNumInits() && isReference(Field->getType()) &&
          !isNewOrNull(All->getInit(I)))
        Into.Shown.insert(Field);
      ++I;
    }
  }

  bool isNewOrNull(const Expr *Value) {
    if (!Value || isa<ImplicitValueInitExpr>(Value))
      return true;
    Value = capi::strip(Value);
    const capi::Use *U = uses().at(Value);
    return flow::isNullConstant(Value) ||
           (U && U->F->Lends == capi::Lending::Fresh);
  }

  // Whether only this call learns of the object at this place.
  bool works(const MemberExpr &At, const FieldDecl &Field) {
    if (isWorkedOn(At))
      return true;
    const Stmt *By = user(At);
    if (isTest(By, At))
      return true;
    if (const auto *Assign = dyn_cast_or_null<BinaryOperator>(By);
        Assign && Assign->getOpcode() == BO_Assign &&
        capi::strip(Assign->getLHS()) == &At) {
      // `if ((s->list = PyList_New(0)) == NULL)`.
      const Stmt *Around = user(*Assign);
      return isNewOrNull(Assign->getRHS()) &&
             (!isa_and_nonnull<Expr>(Around) || isTest(Around, *Assign));
    }
    const auto *Call = dyn_cast_or_null<CallExpr>(By);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (!Callee || uses().at(Call) || !Callee->getDefinition())
      return false;
    for (unsigned I = 0; I < Call->getNumArgs(); ++I)
      if (capi::strip(Call->getArg(I)) == &At) {
        if (I >= Callee->getNumParams())
          return false;
        Into.Handed[&Field].push_back({Callee->getDefinition(), I});
        return true;
      }
    return false;
  }

  // Compared, or a condition.
  static bool isTest(const Stmt *By, const Expr &E) {
    const auto *Binary = dyn_cast_or_null<BinaryOperator>(By);
    const auto *Unary = dyn_cast_or_null<UnaryOperator>(By);
    const auto *Choice = dyn_cast_or_null<ConditionalOperator>(By);
    return (Binary && (Binary->isEqualityOp() || Binary->isLogicalOp())) ||
           (Unary && Unary->getOpcode() == UO_LNot) ||
           (Choice && capi::strip(Choice->getCond()) == &E) ||
           isa_and_nonnull<IfStmt, WhileStmt, ForStmt, DoStmt>(By);
  }

  // The first argument of an API that keeps nothing, in each of its copies, or
  // any argument of one that only takes what is in it.
  bool isWorkedOn(const MemberExpr &At) {
    if (!HasRead) {
      HasRead = true;
      for (const capi::Use &U : uses().all()) {
        if (U.F->hasQuirk(capi::Copies))
          for (const Expr *A : U.Args)
            if (const auto *Member = dyn_cast_or_null<MemberExpr>(A))
              WorkedOn.insert(SM.getSpellingLoc(Member->getMemberLoc()));
        const auto *Member = dyn_cast_or_null<MemberExpr>(U.arg(0));
        const char Effect = Member ? U.effect(0) : 'S';
        const bool Copies = U.F->Returns != capi::Result::New ||
                            U.F->Lends == capi::Lending::Fresh;
        if ((Effect == '.' || Effect == '-') && Copies &&
            U.F->Lends != capi::Lending::AsArgument)
          WorkedOn.insert(SM.getSpellingLoc(Member->getMemberLoc()));
      }
    }
    return WorkedOn.contains(SM.getSpellingLoc(At.getMemberLoc()));
  }

  const capi::Uses &uses() { return Into.Of.function(F).uses(); }

  LocalStructs &Into;
  const FunctionDecl &F;
  const SourceManager &SM;
  llvm::ArrayRef<const Stmt *> Around; ///< the node that is visited
  /// What the calls so far name; a call comes before its callee.
  llvm::DenseSet<const Expr *> Callees;
  bool HasRead = false;
  llvm::DenseSet<SourceLocation> WorkedOn;
};

LocalStructs::LocalStructs(Session &Of) : Of(Of) {
  IsC = !Of.context().getLangOpts().CPlusPlus;
  if (IsC)
    for (const Decl *D : Of.origins().declarations())
      read(*D);
}

void LocalStructs::share(QualType T) {
  if (const RecordDecl *R = recordOf(T))
    Shared.insert(R);
}

void LocalStructs::read(const Decl &D) {
  if (const auto *F = dyn_cast<FunctionDecl>(&D)) {
    readFunction(*F);
  } else if (const auto *V = dyn_cast<VarDecl>(&D)) {
    share(V->getType());
  } else if (const auto *R = dyn_cast<RecordDecl>(&D)) {
    for (const FieldDecl *Field : R->fields())
      if (recordOf(Field->getType()) != R->getCanonicalDecl())
        share(Field->getType());
  }
}

void LocalStructs::readFunction(const FunctionDecl &F) {
  if (F.isImplicit() ||
      Of.origins().of(F.getLocation()) != capi::Origin::User)
    return;
  if (F.getReturnType()->isPointerType())
    share(F.getReturnType());
  // Other files know a struct of a header, and may call this.
  const SourceManager &SM = Of.context().getSourceManager();
  if (F.isExternallyVisible())
    for (const ParmVarDecl *P : F.parameters())
      if (const RecordDecl *R = recordOf(P->getType());
          R && !SM.isInMainFile(SM.getFileLoc(R->getLocation())))
        Shared.insert(R);
  if (F.doesThisDeclarationHaveABody())
    Unread.push_back(&F);
}

bool LocalStructs::isPrivate(const FieldDecl &Field) {
  const auto *R = cast<RecordDecl>(Field.getParent()->getCanonicalDecl());
  // What a header of another project declares, that project works with.
  if (!IsC || isObject(Field.getParent()) ||
      Of.origins().isForeign(R->getLocation()))
    return false;
  while (!Shared.contains(R) && !Shown.contains(&Field)) {
    if (Unread.empty())
      return true;
    const FunctionDecl *F = Unread.front();
    Unread.pop_front();
    Walk(*this, *F).run();
  }
  return false;
}

llvm::ArrayRef<LocalStructs::HandedTo>
LocalStructs::handedTo(const FieldDecl &Field) const {
  const auto It = Handed.find(&Field);
  if (It == Handed.end())
    return {};
  return It->second;
}

} // namespace ftidy::sharing
