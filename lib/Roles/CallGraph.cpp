//===-- CallGraph.cpp - what is known of a function from its mentions
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
  for (unsigned I = 0, E = Call ? Call->getNumArgs() : 0; I != E; ++I) {
    const Expr *Argument = Call->getArg(I);
    if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(Argument))
      Argument = Default->getExpr();
    if (!Argument->getType()->isPointerType() &&
        !Argument->getType()->isNullPtrType())
      continue;
    const Param From = readParam(Argument);
    if (From.Node != None || Argument->isNullPointerConstant(
                                 Context, Expr::NPC_ValueDependentIsNotNull))
      PassedArguments.push_back({I, From});
  }
  Calls.push_back({Caller ? nodeOf(Caller) : None, nodeOf(Callee),
                   static_cast<unsigned>(PassedArguments.size()), Call});
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
  for (unsigned I = 0; I != Calls.size(); ++I)
    Nodes[Calls[I].Callee].CalledAt.push_back(I);
  solveInitOnly();
  solveParams(&Arguments::Tuples);
  solveParams(&Arguments::Dicts);
}

void CallGraph::solveInitOnly() {
  const auto IsRoot = [](const Node &N) {
    return !N.Open && (N.Given.only(Role::ModuleInit) ||
                       N.Given.only(Role::ModuleEnd));
  };
  std::vector<std::vector<unsigned>> Callees(Nodes.size());
  std::vector<bool> Candidate(Nodes.size());
  std::vector<unsigned> Work;
  for (unsigned I = 0; I != Nodes.size(); ++I)
    Candidate[I] =
        IsRoot(Nodes[I]) || (Nodes[I].Closed && Nodes[I].Given.empty());
  for (const CallSite &C : Calls) {
    if (C.Caller == None)
      Candidate[C.Callee] = false; // an initialiser that runs at load time
    else
      Callees[C.Caller].push_back(C.Callee);
  }
  for (unsigned I = 0; I != Nodes.size(); ++I)
    if (Candidate[I] && IsRoot(Nodes[I])) {
      Nodes[I].InitOnly = true;
      Work.push_back(I);
    }
  // Assume it of all that initialisation reaches.
  while (!Work.empty()) {
    const unsigned Caller = Work.back();
    Work.pop_back();
    for (unsigned Callee : Callees[Caller])
      if (Candidate[Callee] && !Nodes[Callee].InitOnly) {
        Nodes[Callee].InitOnly = true;
        Work.push_back(Callee);
      }
  }
  // Remove what any other function calls.
  for (unsigned I = 0; I != Nodes.size(); ++I)
    if (!Nodes[I].InitOnly)
      Work.push_back(I);
  while (!Work.empty()) {
    const unsigned Caller = Work.back();
    Work.pop_back();
    for (unsigned Callee : Callees[Caller])
      if (Nodes[Callee].InitOnly) {
        Nodes[Callee].InitOnly = false;
        Work.push_back(Callee);
      }
  }
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

// The names that CPython's own sources and manuals give to the last parameter of a
// METH_KEYWORDS method.
static bool saysKeywords(const ParmVarDecl &P) {
  return llvm::is_contained({"kw", "kwd", "kwds", "kwarg", "kwargs", "kwdict",
                             "keywds", "keywords"},
                            P.getName());
}

// The parameters that a table in another file must be filling: F can be seen
// from there, has the signature of tp_new, tp_init, tp_call and METH_KEYWORDS
// methods, and names the last one so or hands the two on to a parser.
static Arguments foreignPromise(const FunctionDecl &F, Arguments Parsed) {
  const auto *Member = dyn_cast<CXXMethodDecl>(&F);
  if (!F.isExternallyVisible() || F.getNumParams() != 3 || F.isVariadic() ||
      (Member && !Member->isStatic()) ||
      !F.getParamDecl(0)->getType()->isPointerType() ||
      !isPyObjectPointer(F.getParamDecl(1)->getType()) ||
      !isPyObjectPointer(F.getParamDecl(2)->getType()))
    return {};
  if (saysKeywords(*F.getParamDecl(2)) && !(Parsed.Tuples & bit(2)))
    Parsed.Dicts |= bit(2);
  return {Parsed.Tuples & bit(1), Parsed.Dicts & bit(2)};
}

void CallGraph::solveParams(ParamMask Arguments::*Which) {
  // Edges from a parameter to the parameters that it is passed to.
  llvm::DenseMap<std::pair<unsigned, unsigned>, std::vector<Param>> PassedTo;
  std::vector<ParamMask> Candidate(Nodes.size()), Filled(Nodes.size());
  std::vector<Param> Work;
  for (unsigned I = 0; I != Nodes.size(); ++I) {
    const Node &N = Nodes[I];
    Filled[I] = N.InTable ? N.Promised.*Which
                          : foreignPromise(*N.Function, N.Parsed).*Which;
    if (!N.Open)
      Candidate[I] =
          (N.Closed && !N.InTable ? ~ParamMask(0) : Filled[I]) & ~N.Changed;
  }
  unsigned Argument = 0;
  for (const CallSite &C : Calls) {
    ParamMask Good = 0;
    for (; Argument != C.ArgumentsEnd; ++Argument) {
      const Passed &P = PassedArguments[Argument];
      Good |= bit(P.Index);
      if (P.From.Node != None)
        PassedTo[{P.From.Node, P.From.Index}].push_back({C.Callee, P.Index});
    }
    Candidate[C.Callee] &= Good;
  }
  for (unsigned I = 0; I != Nodes.size(); ++I) {
    Nodes[I].Proved.*Which = Candidate[I] & Filled[I];
    for (unsigned P = 0; P != MaxParams; ++P)
      if (Nodes[I].Proved.*Which & bit(P))
        Work.push_back({I, P});
  }
  const auto Spread = [&](bool Value) {
    while (!Work.empty()) {
      const Param From = Work.back();
      Work.pop_back();
      const auto It = PassedTo.find({From.Node, From.Index});
      if (It == PassedTo.end())
        continue;
      for (const Param &To : It->second) {
        ParamMask &Bits = Nodes[To.Node].Proved.*Which;
        const ParamMask Bit = bit(To.Index) & Candidate[To.Node];
        if (Bit && bool(Bits & Bit) != Value) {
          Bits ^= Bit;
          Work.push_back(To);
        }
      }
    }
  };
  // Assume it of all that such a parameter reaches.
  Spread(true);
  // Remove what any other parameter is passed to.
  for (const auto &[From, To] : PassedTo)
    if (!(Nodes[From.first].Proved.*Which & bit(From.second)))
      Work.push_back({From.first, From.second});
  Spread(false);
}

RoleSet CallGraph::rolesOf(const FunctionDecl *F) const {
  const Node *N = find(F);
  return N ? N->Given : RoleSet();
}

bool CallGraph::isInitOnly(const FunctionDecl *F) const {
  const Node *N = find(F);
  return N && N->InitOnly;
}

bool CallGraph::isCalledLater(const FunctionDecl *F) const {
  const Node *N = find(F);
  return N && llvm::any_of(N->CalledAt, [&](unsigned I) {
           return Calls[I].Caller != None && !Nodes[Calls[I].Caller].InitOnly;
         });
}

llvm::SmallVector<const FunctionDecl *, 4>
CallGraph::callersHere(const FunctionDecl *F) const {
  llvm::SmallVector<const FunctionDecl *, 4> Result;
  if (const Node *N = find(F))
    for (unsigned I : N->CalledAt)
      if (Calls[I].Caller != None)
        Result.push_back(Nodes[Calls[I].Caller].Function);
  return Result;
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

bool CallGraph::isDictAtEntry(const ParmVarDecl *P) const {
  const FunctionDecl *F = functionOf(P);
  const Node *N = find(F);
  if (!N) // nothing in this file calls it or is called by it
    return F && foreignPromise(*F, {}).Dicts & bit(P->getFunctionScopeIndex());
  return isDict(P) ||
         (N->InTable && !N->Open && N->CalledAt.empty() &&
          N->Promised.Dicts & bit(P->getFunctionScopeIndex()));
}

std::optional<llvm::SmallVector<Caller, 4>>
CallGraph::callersOf(const FunctionDecl *F) const {
  const Node *N = find(F);
  if (!N || !N->Closed || !N->Given.empty() || N->InTable)
    return std::nullopt;
  llvm::SmallVector<Caller, 4> Result;
  for (unsigned I : N->CalledAt) {
    const CallSite &C = Calls[I];
    if (C.Caller == None || !C.Call ||
        Nodes[C.Caller].Function->isTemplated())
      return std::nullopt;
    Result.push_back({Nodes[C.Caller].Function, C.Call});
  }
  return Result;
}
