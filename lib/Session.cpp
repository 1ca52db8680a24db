//===-- Session.cpp - what one translation unit knows
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Session.h"
#include "Ownership/NewResult.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace ftidy {

const capi::Uses &Function::uses() {
  if (!U)
    U = std::make_unique<capi::Uses>(Decl, Of.context(), Of.facts(),
                                     Of.macros());
  return *U;
}

const flow::Graph *Function::graph() {
  if (!GraphTried) {
    GraphTried = true;
    G = flow::Graph::build(Decl, Of.context());
  }
  return G.get();
}

const sharing::Sharing *Function::sharing() {
  if (!SharingTried) {
    SharingTried = true;
    S = std::make_unique<sharing::Sharing>(Decl, *graph(), uses(), Of.roles(),
                                           Of.project(), Of.summaries());
  }
  return S.get();
}

const own::BorrowedSites &Function::borrowed() {
  if (!B)
    B = std::make_unique<own::BorrowedSites>(*this, Of);
  return *B;
}

Session::Session(Options Given) : O(std::move(Given)) {
  if (!O.FactsFile.empty())
    Problem = Project.readFile(O.FactsFile);
}

Session::~Session() = default;

void Session::attach(const SourceManager &Sources, Preprocessor &Running) {
  if (PP)
    return;
  SM = &Sources;
  PP = &Running;
  Facts = std::make_unique<capi::FactIndex>(Running.getIdentifierTable());
  Macros = std::make_unique<capi::MacroLog>(*Facts);
  Running.addPPCallbacks(Macros->callbacks(Sources, Running));
  Running.addPPCallbacks(Includes.callbacks(Sources));
}

void Session::begin(ASTContext &Of) {
  if (Context)
    return;
  Context = &Of;
  Origins = std::make_unique<capi::Origins>(Of);
  Guards = std::make_unique<guards::Guards>(*Macros, Of);
}

roles::Roles &Session::roles() {
  if (!Roles)
    Roles = std::make_unique<roles::Roles>(*Context);
  return *Roles;
}

const fix::Availability &Session::availability() {
  if (!Available)
    Available = std::make_unique<fix::Availability>(O, Includes, *PP);
  return *Available;
}

Function &Session::function(const FunctionDecl &F) {
  return Functions.try_emplace(&F, F, *this).first->second;
}

std::optional<own::BorrowedResult>
Session::borrowedResult(const FunctionDecl &Declared) {
  const FunctionDecl *F = Declared.getDefinition();
  if (!F)
    F = Declared.getCanonicalDecl();
  // A function that calls itself is being looked at already: it adds nothing.
  auto [It, New] = Results.try_emplace(F, std::nullopt);
  if (!New)
    return It->second;
  std::optional<own::BorrowedResult> Result;
  if (Project.returnsBorrowed(F))
    Result = own::BorrowedResult();
  else if (F->isThisDeclarationADefinition() && F->getBody() &&
           !F->isVirtualAsWritten() &&
           origins().of(F->getLocation()) == capi::Origin::User)
    Result = function(*F).borrowed().result();
  return Results[F] = Result;
}

bool Session::returnsNew(const FunctionDecl &Declared) {
  // A chain of calls that is longer proves nothing.
  constexpr unsigned MaxDepth = 8;
  const FunctionDecl *F = Declared.getDefinition();
  if (!F || !F->getBody() || F->isDependentContext() ||
      F->isVirtualAsWritten() || !F->getReturnType()->isPointerType() ||
      NewResultDepth == MaxDepth ||
      origins().of(F->getLocation()) != capi::Origin::User)
    return false;
  auto [It, New] = NewResults.try_emplace(F, false);
  if (!New)
    return It->second;
  ++NewResultDepth;
  const bool Result = own::returnsNew(function(*F), *this);
  --NewResultDepth;
  return NewResults[F] = Result;
}

std::shared_ptr<Session> SessionPool::get(const void *Key, const Options &O) {
  const std::lock_guard<std::mutex> Held(Lock);
  std::weak_ptr<Session> &Known = Sessions[Key];
  if (auto S = Known.lock())
    return S;
  llvm::SmallVector<const void *, 4> Dead;
  for (const auto &[Other, Weak] : Sessions)
    if (Other != Key && Weak.expired())
      Dead.push_back(Other);
  for (const void *Other : Dead)
    Sessions.erase(Other);
  auto S = std::make_shared<Session>(O);
  Sessions[Key] = S;
  return S;
}

} // namespace ftidy
