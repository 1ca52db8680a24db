//===-- CallGraph.cpp - what is known of a function from its mentions ------===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Roles/CallGraph.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace ftidy::roles;

// All declarations of a function and all instantiations of a template share one
// node: the first declaration of the template.
static const FunctionDecl *keyOf(const FunctionDecl *F) {
  if (const FunctionDecl *Pattern = F->getTemplateInstantiationPattern())
    F = Pattern;
  return F->getCanonicalDecl();
}

static ParamMask bit(unsigned I) {
  return I < MaxParams ? ParamMask(1) << I : 0;
}

unsigned CallGraph::nodeOf(const FunctionDecl *F) {
  F = keyOf(F);
  const auto [It, New] = Index.try_emplace(F, Nodes.size());
  if (New) {
    Nodes.emplace_back();
    Nodes.back().Function = F;
  }
  return It->second;
}

const CallGraph::Node *CallGraph::find(const FunctionDecl *F) const {
  const auto It = F ? Index.find(keyOf(F)) : Index.end();
  return It == Index.end() ? nullptr : &Nodes[It->second];
}

CallGraph::Param CallGraph::paramOf(const ParmVarDecl *P) {
  const auto *F = dyn_cast<FunctionDecl>(P->getDeclContext());
  if (!F)
    return {};
  return {nodeOf(F), P->getFunctionScopeIndex()};
}

// The parameter that E reads, behind casts between pointers.
CallGraph::Param CallGraph::readParam(const Expr *E) {
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts()))
    if (const auto *P = dyn_cast<ParmVarDecl>(Ref->getDecl()))
      if (P->getType()->isPointerType())
        return paramOf(P);
  return {};
}

void CallGraph::addDeclaration(const FunctionDecl *F) { Seen.insert(F); }

void CallGraph::addEntry(const Entry &E) {
  Node &N = Nodes[nodeOf(E.Where.Function)];
  N.Given.add(E.As);
  N.InTable = true;
  N.Promised.Tuples &= E.Given.Tuples;
  N.Promised.Dicts &= E.Given.Dicts;
}

void CallGraph::addModuleInit(const FunctionDecl *F) {
  Nodes[nodeOf(F)].Given.add(Role::ModuleInit);
}

void CallGraph::addCallback(const FunctionDecl *F) {
  Node &N = Nodes[nodeOf(F)];
  N.Given.add(Role::Callback);
  N.Open = true;
}

void CallGraph::addCall(const FunctionDecl *Caller, const FunctionDecl *Callee,
                        const CallExpr *Call) {
  CallSite Site{Caller ? nodeOf(Caller) : None, {}};
  for (unsigned I = 0, E = Call ? Call->getNumArgs() : 0; I != E; ++I) {
    const Expr *Argument = Call->getArg(I);
    if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(Argument))
      Argument = Default->getExpr();
    const Param From = readParam(Argument);
    if (From.Node != None ||
        Argument->isNullPointerConstant(Context,
                                        Expr::NPC_ValueDependentIsNotNull))
      Site.Arguments.push_back({I, From});
  }
  Nodes[nodeOf(Callee)].Calls.push_back(std::move(Site));
}

void CallGraph::addChange(const ParmVarDecl *P) {
  const Param Changed = paramOf(P);
  if (Changed.Node != None)
    Nodes[Changed.Node].Changed |= bit(Changed.Index);
}

void CallGraph::addParser(const Expr *Tuple, const Expr *Dict) {
  const Param T = readParam(Tuple), D = readParam(Dict);
  if (T.Node != None)
    Nodes[T.Node].Parsed.Tuples |= bit(T.Index);
  if (D.Node != None)
    Nodes[D.Node].Parsed.Dicts |= bit(D.Index);
}

bool CallGraph::isClosed(const Node &N) const {
  const FunctionDecl *F = N.Function;
  if (N.Open || F->isExternallyVisible() || !F->isDefined())
    return false;
  // Operators, constructors and member functions can be called by syntax that
  // does not mention them; the linker calls or keeps what has these attributes.
  if (!F->getIdentifier() || F->hasAttr<UsedAttr>() ||
      F->hasAttr<ConstructorAttr>() || F->hasAttr<DestructorAttr>())
    return false;
  if (const auto *Member = dyn_cast<CXXMethodDecl>(F))
    if (!Member->isStatic())
      return false;
  // A declaration that the walk has not seen is in a header that clangd keeps
  // precompiled. Inline functions there may mention F too.
  for (const FunctionDecl *D : F->redecls())
    if (!Seen.contains(D))
      return false;
  return true;
}

void CallGraph::solve() {
  for (Node &N : Nodes) {
    if (Unresolved.contains(N.Function->getDeclName()))
      N.Open = true;
    N.Closed = isClosed(N);
  }
  solveInitOnly();
  solveParams(&Arguments::Tuples);
  solveParams(&Arguments::Dicts);
}

void CallGraph::solveInitOnly() {
  const auto IsRoot = [](const Node &N) {
    return N.Given.only(Role::ModuleInit) && !N.Open;
  };
  std::vector<std::vector<unsigned>> Callees(Nodes.size());
  std::vector<unsigned> Work;
  for (unsigned I = 0; I != Nodes.size(); ++I) {
    Node &N = Nodes[I];
    bool OutsideCall = false;
    for (const CallSite &C : N.Calls) {
      if (C.Caller == None)
        OutsideCall = true;
      else
        Callees[C.Caller].push_back(I);
    }
    N.InitOnly = (IsRoot(N) || (N.Closed && N.Given.empty())) && !OutsideCall;
    if (!N.InitOnly)
      Work.push_back(I);
  }
  // Remove what a removed function calls.
  while (!Work.empty()) {
    const unsigned Caller = Work.back();
    Work.pop_back();
    for (unsigned Callee : Callees[Caller])
      if (Nodes[Callee].InitOnly) {
        Nodes[Callee].InitOnly = false;
        Work.push_back(Callee);
      }
  }
  // Keep what initialisation reaches.
  std::vector<bool> Reached(Nodes.size());
  for (unsigned I = 0; I != Nodes.size(); ++I)
    if (Nodes[I].InitOnly && IsRoot(Nodes[I])) {
      Reached[I] = true;
      Work.push_back(I);
    }
  while (!Work.empty()) {
    const unsigned Caller = Work.back();
    Work.pop_back();
    for (unsigned Callee : Callees[Caller])
      if (Nodes[Callee].InitOnly && !Reached[Callee]) {
        Reached[Callee] = true;
        Work.push_back(Callee);
      }
  }
  for (unsigned I = 0; I != Nodes.size(); ++I)
    Nodes[I].InitOnly = Nodes[I].InitOnly && Reached[I];
}

static bool isPyObjectPointer(QualType T) {
  const QualType Object = T->getPointeeType();
  if (Object.isNull())
    return false;
  if (const auto *Type = Object->getAs<TypedefType>())
    return Type->getDecl()->getName() == "PyObject";
  const RecordDecl *R = Object->getAsRecordDecl();
  return R && R->getName() == "_object";
}

// The parameters that a table in another file must be filling: F can be seen
// from there, has the signature of tp_new, tp_init, tp_call and METH_KEYWORDS
// methods, and hands the two on to a parser.
static Arguments foreignPromise(const FunctionDecl &F, Arguments Parsed) {
  const auto *Member = dyn_cast<CXXMethodDecl>(&F);
  if (!F.isExternallyVisible() || F.getNumParams() != 3 || F.isVariadic() ||
      (Member && !Member->isStatic()) ||
      !F.getParamDecl(0)->getType()->isPointerType() ||
      !isPyObjectPointer(F.getParamDecl(1)->getType()) ||
      !isPyObjectPointer(F.getParamDecl(2)->getType()))
    return {};
  return {Parsed.Tuples & bit(1), Parsed.Dicts & bit(2)};
}

void CallGraph::solveParams(ParamMask Arguments::*Which) {
  // Edges from a parameter to the parameters that it is passed to.
  llvm::DenseMap<std::pair<unsigned, unsigned>, std::vector<Param>> PassedTo;
  std::vector<ParamMask> Roots(Nodes.size());
  std::vector<Param> Work;
  for (unsigned I = 0; I != Nodes.size(); ++I) {
    Node &N = Nodes[I];
    if (N.InTable)
      Roots[I] = N.Promised.*Which;
    else
      Roots[I] = foreignPromise(*N.Function, N.Parsed).*Which;
    ParamMask Possible = Roots[I];
    if (N.Closed && !N.InTable && !N.Calls.empty())
      Possible = ~ParamMask(0);
    for (const CallSite &C : N.Calls) {
      ParamMask Good = 0;
      for (const Passed &P : C.Arguments) {
        Good |= bit(P.Index);
        if (P.From.Node != None)
          PassedTo[{P.From.Node, P.From.Index}].push_back({I, P.Index});
      }
      Possible &= Good;
    }
    N.Proved.*Which = N.Open ? 0 : Possible & ~N.Changed;
    Roots[I] &= N.Proved.*Which;
  }
  // Remove what a parameter without the property is passed to.
  for (const auto &[From, To] : PassedTo)
    if (!(Nodes[From.first].Proved.*Which & bit(From.second)))
      Work.push_back({From.first, From.second});
  while (!Work.empty()) {
    const Param From = Work.back();
    Work.pop_back();
    const auto It = PassedTo.find({From.Node, From.Index});
    if (It == PassedTo.end())
      continue;
    for (const Param &To : It->second)
      if (Nodes[To.Node].Proved.*Which & bit(To.Index)) {
        Nodes[To.Node].Proved.*Which &= ~bit(To.Index);
        Work.push_back(To);
      }
  }
  // Keep what a parameter that the interpreter fills reaches.
  std::vector<ParamMask> Reached(Nodes.size());
  for (unsigned I = 0; I != Nodes.size(); ++I)
    for (unsigned P = 0; P != MaxParams; ++P)
      if (Roots[I] & Nodes[I].Proved.*Which & bit(P)) {
        Reached[I] |= bit(P);
        Work.push_back({I, P});
      }
  while (!Work.empty()) {
    const Param From = Work.back();
    Work.pop_back();
    const auto It = PassedTo.find({From.Node, From.Index});
    if (It == PassedTo.end())
      continue;
    for (const Param &To : It->second)
      if (Nodes[To.Node].Proved.*Which & bit(To.Index) & ~Reached[To.Node]) {
        Reached[To.Node] |= bit(To.Index);
        Work.push_back(To);
      }
  }
  for (unsigned I = 0; I != Nodes.size(); ++I)
    Nodes[I].Proved.*Which &= Reached[I];
}

RoleSet CallGraph::rolesOf(const FunctionDecl *F) const {
  const Node *N = find(F);
  return N ? N->Given : RoleSet();
}

bool CallGraph::isInitOnly(const FunctionDecl *F) const {
  const Node *N = find(F);
  return N && N->InitOnly;
}

static const FunctionDecl *functionOf(const ParmVarDecl *P) {
  return P ? dyn_cast<FunctionDecl>(P->getDeclContext()) : nullptr;
}

bool CallGraph::isTuple(const ParmVarDecl *P) const {
  const Node *N = find(functionOf(P));
  return N && N->Proved.Tuples & bit(P->getFunctionScopeIndex());
}

bool CallGraph::isDict(const ParmVarDecl *P) const {
  const Node *N = find(functionOf(P));
  return N && N->Proved.Dicts & bit(P->getFunctionScopeIndex());
}
