//===-- Callees.cpp - what one function calls
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Roles/Callees.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"

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

class Collector : public RecursiveASTVisitor<Collector> {
public:
  explicit Collector(llvm::SmallVectorImpl<Callee> &Into) : Into(Into) {}

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitImplicitCode() const { return true; }

  // A lambda's body is a function of its own; its captures are ours.
  bool TraverseLambdaExpr(LambdaExpr *L, DataRecursionQueue * = nullptr) {
    for (Expr *Init : L->capture_inits())
      if (Init && !TraverseStmt(Init))
        return false;
    return true;
  }
  // Local classes have functions of their own.
  bool TraverseCXXRecordDecl(CXXRecordDecl *) { return true; }
  // What is not evaluated calls nobody.
  bool TraverseUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr *,
                                        DataRecursionQueue * = nullptr) {
    return true;
  }
  bool TraverseCXXNoexceptExpr(CXXNoexceptExpr *,
                               DataRecursionQueue * = nullptr) {
    return true;
  }
  bool TraverseTypeLoc(TypeLoc, bool = true) { return true; }

  bool VisitCallExpr(CallExpr *Call) {
    const FunctionDecl *F = Call->getDirectCallee();
    if (!F) {
      Into.push_back({Call, nullptr, Call});
      return true;
    }
    add(Call, F);
    if (isInStd(*F) && !keepsForLater(*F))
      for (const FunctionDecl *Passed : functionsPassedTo(*Call))
        add(Call, Passed);
    return true;
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *Made) {
    add(Made, Made->getConstructor());
    return true;
  }
  bool VisitCXXBindTemporaryExpr(CXXBindTemporaryExpr *E) {
    add(E, E->getTemporary()->getDestructor());
    return true;
  }
  bool VisitCXXDeleteExpr(CXXDeleteExpr *E) {
    if (!E->getDestroyedType().isNull())
      if (const auto *R = E->getDestroyedType()->getAsCXXRecordDecl())
        addDestructor(E, R);
    return true;
  }
  bool VisitDeclStmt(DeclStmt *S) {
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
    return true;
  }

private:
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
      C.TraverseStmt(Init->getInit());
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
  if (Stmt *Body = F.getBody())
    C.TraverseStmt(Body);
  return Result;
}

} // namespace ftidy::roles
