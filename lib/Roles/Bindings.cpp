//===-- Bindings.cpp - what binding libraries hand to Python
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Roles/Bindings.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace ftidy::roles;

Bindings::Bindings(const ASTContext &C) {
  if (!C.getLangOpts().CPlusPlus)
    return;
#define BINDER(Name, First, Rest)                                              \
  Binders[&C.Idents.get(#Name)] = {Role::First, Role::Rest, true};
#define MAKER(Name, First, Rest)                                               \
  Binders[&C.Idents.get(#Name)] = {Role::First, Role::Rest, false};
#define SELECTOR(Name) Selectors.insert(&C.Idents.get(#Name));
#define EXPOSES(Class) Exposers.insert(&C.Idents.get(#Class));
#define MODULE(Class) Modules.insert(&C.Idents.get(#Class));
#define GUARD(Class) Guards.insert(&C.Idents.get(#Class));
#define DETACHES(Class) Detachers.insert(&C.Idents.get(#Class));
#define LOCKS_SELF(Class) Lockers.insert(&C.Idents.get(#Class));
#include "Roles/Bindings.def"
}

// By the two outermost namespaces.
bool Bindings::isOfLibrary(const Decl &D) const {
  const NamespaceDecl *Outer = nullptr, *Second = nullptr;
  for (const DeclContext *In = D.getDeclContext(); In; In = In->getParent())
    if (const auto *N = dyn_cast<NamespaceDecl>(In); N && N->getIdentifier()) {
      Second = Outer;
      Outer = N;
    }
  if (!Outer)
    return false;
  const std::string Both =
      Second ? (Outer->getName() + "::" + Second->getName()).str() : "";
  bool Result = false;
#define LIBRARY(Namespace)                                                     \
  Result |= Outer->getName() == Namespace || Both == Namespace;
#include "Roles/Bindings.def"
  return Result;
}

const CXXRecordDecl *Bindings::classOf(QualType T) const {
  const CXXRecordDecl *R =
      T.isNull() ? nullptr : T.getNonReferenceType()->getAsCXXRecordDecl();
  return R && R->getIdentifier() && isOfLibrary(*R) ? R : nullptr;
}

static const FunctionDecl *keyOf(const FunctionDecl &F) {
  const FunctionDecl *Pattern = F.getTemplateInstantiationPattern();
  return (Pattern ? Pattern : &F)->getCanonicalDecl();
}

void Bindings::expose(const CXXRecordDecl *R) {
  if (!R || R->isLambda())
    return;
  if (const CXXRecordDecl *Pattern = R->getTemplateInstantiationPattern())
    Exposed.insert(Pattern->getCanonicalDecl());
  Exposed.insert(R->getCanonicalDecl());
}

// What is around a value and does not change it.
static const Expr *valueOf(const Expr *E) {
  while (true) {
    const Expr *Inner = E->IgnoreParenCasts();
    if (const auto *Full = dyn_cast<FullExpr>(Inner))
      Inner = Full->getSubExpr();
    else if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Inner))
      Inner = Temporary->getSubExpr();
    else if (const auto *Tied = dyn_cast<CXXBindTemporaryExpr>(Inner))
      Inner = Tied->getSubExpr();
    else if (const auto *Made = dyn_cast<CXXConstructExpr>(Inner);
             Made && Made->getNumArgs() == 1 &&
             Made->getConstructor()->isCopyOrMoveConstructor())
      Inner = Made->getArg(0);
    if (Inner == E)
      return E;
    E = Inner;
  }
}

// The functions that an argument of a binder stands for.
void Bindings::findBound(const Expr *E,
                         llvm::SmallVectorImpl<Mention> &Found) const {
  const Expr *Value = valueOf(E);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(Value)) {
    Found.push_back({Lambda->getCallOperator(), Lambda});
    return;
  }
  // auto f = [] { ... }; m.def("f", f);
  if (const CXXRecordDecl *R = Value->getType()->getAsCXXRecordDecl();
      R && R->isLambda()) {
    if (const CXXMethodDecl *Body = R->getLambdaCallOperator())
      Found.push_back({Body, Value});
    return;
  }
  // py::overload_cast<int>(&f), with an object that is called.
  if (const auto *Call = dyn_cast<CallExpr>(Value)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    const auto *Member = dyn_cast_or_null<CXXMethodDecl>(Callee);
    const NamedDecl *Named =
        Member ? static_cast<const NamedDecl *>(Member->getParent()) : Callee;
    if (Named && Selectors.contains(Named->getIdentifier()) &&
        isOfLibrary(*Named))
      for (const Expr *Argument : Call->arguments())
        findFunctions(Argument, Found);
    if (!Member || !isa<CXXConversionDecl>(Member))
      return;
  }
  findFunctions(E, Found);
}

bool Bindings::read(const FunctionDecl &Callee, const Expr &Call,
                    llvm::SmallVectorImpl<Entry> &Found) {
  const auto *Made = dyn_cast<CXXConstructExpr>(&Call);
  const auto *Member = dyn_cast<CXXMethodDecl>(&Callee);
  const CXXRecordDecl *Class = Member ? Member->getParent() : nullptr;
  if (Made && Class && Exposers.contains(Class->getIdentifier()) &&
      isOfLibrary(*Class)) {
    if (const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(Class);
        Special && Special->getTemplateArgs().size() &&
        Special->getTemplateArgs()[0].getKind() == TemplateArgument::Type)
      expose(Special->getTemplateArgs()[0].getAsType()->getAsCXXRecordDecl());
    return true;
  }
  const auto It = Binders.find(Made && Class ? Class->getIdentifier()
                                             : Callee.getIdentifier());
  if (It == Binders.end() || !isOfLibrary(Callee))
    return false;
  llvm::SmallVector<const Expr *, 6> Arguments;
  if (Made)
    Arguments.append(Made->arg_begin(), Made->arg_end());
  else if (const auto *Plain = dyn_cast<CallExpr>(&Call))
    Arguments.append(Plain->arg_begin(), Plain->arg_end());
  Bound How{nullptr, {}, false, false};
  llvm::SmallVector<Mention, 2> Functions;
  for (const Expr *Argument : Arguments) {
    if (const auto *Text = dyn_cast<StringLiteral>(valueOf(Argument));
        Text && How.Name.empty() && Functions.empty() && Text->isOrdinary())
      How.Name = Text->getString().str();
    if (const CXXRecordDecl *R = classOf(Argument->getType())) {
      How.LocksSelf |= Lockers.contains(R->getIdentifier());
      const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(R);
      if (Special && Guards.contains(R->getIdentifier()))
        for (const TemplateArgument &Pack : Special->getTemplateArgs().asArray())
          for (const TemplateArgument &One :
               Pack.getKind() == TemplateArgument::Pack
                   ? Pack.pack_elements()
                   : llvm::ArrayRef<TemplateArgument>(Pack))
            if (One.getKind() == TemplateArgument::Type)
              if (const CXXRecordDecl *Scope = classOf(One.getAsType()))
                How.Detached |= Detachers.contains(Scope->getIdentifier());
      continue;
    }
    findBound(Argument, Functions);
  }
  bool First = true;
  for (const Mention &M : Functions) {
    Found.push_back({M, First ? It->second.First : It->second.Rest, {}});
    First = false;
    bind(*M.Function, How);
  }
  return It->second.SetsUp;
}

void Bindings::bind(const FunctionDecl &F, const Bound &How) {
  if (const auto *Member = dyn_cast<CXXMethodDecl>(&F);
      Member && Member->isInstance())
    expose(Member->getParent());
  const auto [It, New] = Index.try_emplace(keyOf(F), List.size());
  if (New) {
    List.push_back(How);
    List.back().Function = &F;
    return;
  }
  Bound &Known = List[It->second];
  Known.Detached &= How.Detached;
  Known.LocksSelf &= How.LocksSelf;
}

bool Bindings::setsUp(const FunctionDecl &F) const {
  if (Modules.empty() || !F.getIdentifier())
    return false;
  for (const ParmVarDecl *P : F.parameters())
    if (P->getType()->isReferenceType())
      if (const CXXRecordDecl *R = classOf(P->getType());
          R && Modules.contains(R->getIdentifier()))
        return true;
  return false;
}

const Bound *Bindings::of(const FunctionDecl &F) const {
  const auto It = Index.find(keyOf(F));
  return It == Index.end() ? nullptr : &List[It->second];
}

bool Bindings::isExposed(const RecordDecl *R) const {
  return R && !Exposed.empty() &&
         Exposed.contains(cast<RecordDecl>(R->getCanonicalDecl()));
}

std::string Bindings::nameOf(const FunctionDecl &F) const {
  const auto *Member = dyn_cast<CXXMethodDecl>(&F);
  if (!Member || !Member->getParent()->isLambda())
    return F.getNameAsString();
  const Bound *How = of(F);
  return How && !How->Name.empty() ? How->Name : "a lambda";
}
