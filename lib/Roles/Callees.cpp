//===-- Callees.cpp - what one function calls
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Roles/Callees.h"
#include "Syntax/Syntax.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace ftidy::roles {

bool isInStd(const FunctionDecl &F) { return F.isInStdNamespace(); }

// The function that a value stands for, or null.
static const FunctionDecl *asFunction(const Expr *E) {
  while (E) {
    const Expr *Inner = E->IgnoreParenCasts();
    if (const auto *Full = dyn_cast<FullExpr>(Inner))
      Inner = Full->getSubExpr();
    else if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Inner))
      Inner = Temporary->getSubExpr();
    else if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(Inner))
      Inner = Bound->getSubExpr();
    else if (const auto *Address = dyn_cast<UnaryOperator>(Inner);
             Address && (Address->getOpcode() == UO_AddrOf ||
                         Address->getOpcode() == UO_Plus))
      Inner = Address->getSubExpr();
    else if (const auto *Made = dyn_cast<CXXConstructExpr>(Inner);
             Made && Made->getNumArgs() == 1 &&
             Made->getConstructor()->isCopyOrMoveConstructor())
      Inner = Made->getArg(0);
    else if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Inner);
             Member &&
             isa_and_nonnull<CXXConversionDecl>(Member->getMethodDecl()))
      Inner = Member->getImplicitObjectArgument();
    if (Inner == E)
      break;
    E = Inner;
  }
  if (const auto *Lambda = dyn_cast_or_null<LambdaExpr>(E))
    return Lambda->getCallOperator();
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  if (!Ref)
    return nullptr;
  if (const auto *F = dyn_cast<FunctionDecl>(Ref->getDecl()))
    return F;
  // auto f = [] { ... }; call_once(flag, f);
  const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
  const CXXRecordDecl *R = V ? V->getType()->getAsCXXRecordDecl() : nullptr;
  return R && R->isLambda() ? R->getLambdaCallOperator() : nullptr;
}

llvm::SmallVector<const FunctionDecl *, 2> functionsPassedTo(const Stmt &Call) {
  llvm::SmallVector<const FunctionDecl *, 2> Result;
  const auto Add = [&](const Expr *Argument) {
    if (const FunctionDecl *F = asFunction(Argument))
      Result.push_back(F);
  };
  if (const auto *C = dyn_cast<CallExpr>(&Call))
    for (const Expr *Argument : C->arguments())
      Add(Argument);
  else if (const auto *Made = dyn_cast<CXXConstructExpr>(&Call))
    for (const Expr *Argument : Made->arguments())
      Add(Argument);
  return Result;
}

// Functions of std that keep what they are given for later.
static bool keepsForLater(const FunctionDecl &F) {
  return !F.getIdentifier() || F.getName() == "async" ||
         F.getName().starts_with("bind") || F.getName().starts_with("make_") ||
         F.getName().contains("atexit") || F.getName().contains("exit") ||
         F.getName() == "ref" || F.getName() == "cref" ||
         F.getName() == "move" || F.getName() == "forward" ||
         F.getName() == "set_terminate";
}

namespace {

class Collector {
public:
  explicit Collector(llvm::SmallVectorImpl<Callee> &Into) : Into(Into) {}

  void collect(const Stmt *Root) {
    syntax::forEachStmt(Root, [&](const Stmt *S) {
      visit(S);
      return true;
    });
  }

private:
  void visit(const Stmt *S) {
    if (const auto *Call = dyn_cast<CallExpr>(S))
      visitCall(Call);
    else if (const auto *Made = dyn_cast<CXXConstructExpr>(S))
      add(Made, Made->getConstructor());
    else if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(S))
      add(Bound, Bound->getTemporary()->getDestructor());
    else if (const auto *Delete = dyn_cast<CXXDeleteExpr>(S))
      visitDelete(Delete);
    else if (const auto *Declares = dyn_cast<DeclStmt>(S))
      visitDeclarations(Declares);
    else if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(S))
      collect(Default->getExpr());
    else if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(S))
      collect(Default->getExpr());
  }

  void visitCall(const CallExpr *Call) {
    const FunctionDecl *F = Call->getDirectCallee();
    if (!F)
      return Into.push_back({Call, nullptr, Call});
    add(Call, F);
    if (isInStd(*F) && !keepsForLater(*F))
      for (const FunctionDecl *Passed : functionsPassedTo(*Call))
        add(Call, Passed);
  }

  void visitDelete(const CXXDeleteExpr *E) {
    if (!E->getDestroyedType().isNull())
      if (const auto *R = E->getDestroyedType()->getAsCXXRecordDecl())
        addDestructor(E, R);
  }

  void visitDeclarations(const DeclStmt *S) {
    for (const Decl *D : S->decls())
      if (const auto *V = dyn_cast<VarDecl>(D)) {
        if (const auto *Cleanup = V->getAttr<CleanupAttr>())
          add(S, Cleanup->getFunctionDecl());
        if (V->hasLocalStorage())
          if (const auto *R = V->getType()
                                  ->getBaseElementTypeUnsafe()
                                  ->getAsCXXRecordDecl())
            addDestructor(S, R);
      }
  }

  void add(const Stmt *At, const FunctionDecl *F) {
    if (F)
      Into.push_back({At, F, nullptr});
  }
  void addDestructor(const Stmt *At, const CXXRecordDecl *R) {
    if (R->hasDefinition() && !R->hasTrivialDestructor())
      add(At, R->getDestructor());
  }

  llvm::SmallVectorImpl<Callee> &Into;
};

} // namespace

llvm::SmallVector<Callee, 16> calleesOf(const FunctionDecl &F) {
  llvm::SmallVector<Callee, 16> Result;
  Collector C(Result);
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&F))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      C.collect(Init->getInit());
  // The members and bases of what a destructor destroys.
  if (const auto *Destructor = dyn_cast<CXXDestructorDecl>(&F);
      Destructor && F.getBody()) {
    const CXXRecordDecl *Of = Destructor->getParent();
    const auto Destroys = [&](QualType T) {
      const CXXRecordDecl *R =
          T->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
      if (R && R->hasDefinition() && !R->hasTrivialDestructor())
        if (const FunctionDecl *D = R->getDestructor())
          Result.push_back({F.getBody(), D, nullptr});
    };
    for (const FieldDecl *Field : Of->fields())
      Destroys(Field->getType());
    for (const CXXBaseSpecifier &Base : Of->bases())
      Destroys(Base.getType());
  }
  C.collect(F.getBody());
  return Result;
}

} // namespace ftidy::roles
