//===-- Session.cpp - what one translation unit knows
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Session.h"
#include "CApi/LockWords.h"
#include "Guards/FieldRaces.h"
#include "Sharing/Fields.h"
#include "Ownership/NewResult.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace ftidy {

const capi::Uses &Function::uses() {
  if (!U)
    U = std::make_unique<capi::Uses>(Decl, Of.context(), Of.facts(),
                                     Of.macros());
  return *U;
}

llvm::ArrayRef<roles::Callee> Function::callees() {
  if (!Calls)
    Calls = roles::calleesOf(Decl);
  return *Calls;
}

const flow::Graph *Function::graph() {
  if (!GraphTried) {
    GraphTried = true;
    G = flow::Graph::build(Decl, Of.context());
  }
  return G.get();
}

const flow::Graph *Function::graphWithDestructors() {
  if (!Of.context().getLangOpts().CPlusPlus)
    return graph();
  if (!DestroyingTried) {
    DestroyingTried = true;
    Destroying = flow::Graph::build(Decl, Of.context(), true);
  }
  return Destroying.get();
}

const guards::Sections &Function::sections() {
  if (!Locked)
    Locked = std::make_unique<guards::Sections>(Decl, Of.macros(), Of.context());
  return *Locked;
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

const own::Walks &Function::walks() {
  if (!W)
    W = std::make_unique<own::Walks>(*this, Of);
  return *W;
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
  Guards = std::make_unique<guards::Guards>(Of);
}

void Session::end(std::function<void()> Afterwards) {
  Later.push_back(std::move(Afterwards));
  if (--Running)
    return;
  for (const std::function<void()> &Run : std::exchange(Later, {}))
    Run();
}

roles::Roles &Session::roles() {
  if (!Roles)
    Roles = std::make_unique<roles::Roles>(*Context);
  return *Roles;
}

const roles::Accesses &Session::accesses() {
  if (!Accesses)
    Accesses =
        std::make_unique<roles::Accesses>(*Context, *Macros, *Origins);
  return *Accesses;
}

const roles::FirstUses &Session::firstUses() {
  if (!FirstUses)
    FirstUses = std::make_unique<roles::FirstUses>(
        *Context, accesses(), roles(),
        [this](const FunctionDecl &F) { return runsAlone(F); });
  return *FirstUses;
}

guards::Held &Session::held() {
  if (!Held)
    Held = std::make_unique<guards::Held>(*Context, *Macros, roles());
  return *Held;
}

bool Session::initOnly(const FunctionDecl &F) {
  return roles().initOnly(&F) || Project.isInitOnly(&F);
}

const sharing::Fields &Session::fields() {
  if (!Fields)
    Fields = std::make_unique<sharing::Fields>(*this);
  return *Fields;
}

const guards::FieldRaces &Session::fieldRaces() {
  if (!FieldRaces)
    FieldRaces = std::make_unique<guards::FieldRaces>(*this);
  return *FieldRaces;
}

const fix::Availability &Session::availability() {
  if (!Available)
    Available = std::make_unique<fix::Availability>(O, Includes, *PP);
  return *Available;
}

Function &Session::function(const FunctionDecl &F) {
  return Functions.try_emplace(&F, F, *this).first->second;
}

bool Session::isProgram() {
  if (Program)
    return *Program;
  const TranslationUnitDecl *Unit = Context->getTranslationUnitDecl();
  const auto IsMain = [](const NamedDecl *D) {
    const auto *F = dyn_cast<FunctionDecl>(D);
    return F && F->isMain() && F->isDefined();
  };
  Program = Unit->lookup(&Context->Idents.get("PyObject")).empty() ||
            llvm::any_of(Unit->lookup(&Context->Idents.get("main")), IsMain);
  return *Program;
}

bool Session::looksLikeInit(const FunctionDecl &F, unsigned Depth) {
  constexpr unsigned MaxDepth = 4;
  if (F.isExternallyVisible())
    return F.getIdentifier() && roles().of(&F).empty() &&
           capi::saysInit(F.getName()) && !roles().isCalledLater(&F);
  const auto Callers = roles().callersOf(&F);
  return Callers && !Callers->empty() && Depth < MaxDepth &&
         llvm::all_of(*Callers, [&](const roles::Caller &C) {
           return initOnly(*C.Function) || looksLikeInit(*C.Function, Depth + 1);
         });
}

bool Session::claim(SourceLocation L, const std::vector<fix::Edit> &Edits) {
  const SourceManager &Sources = Context->getSourceManager();
  std::set<fix::Edit> &Taken =
      Claimed[Sources.getFileID(Sources.getFileLoc(L))];
  // The same plan again: an instantiation of the same template.
  if (!Edits.empty() && llvm::all_of(Edits, [&](const fix::Edit &E) {
        const auto Same = Taken.find(E);
        return Same != Taken.end() && Same->Text == E.Text;
      }))
    return true;
  for (const fix::Edit &E : Edits) { // those that are taken do not overlap
    const auto Next = Taken.lower_bound(E);
    if (Next != Taken.end() && E.overlaps(*Next))
      return false;
    if (Next != Taken.begin() && E.overlaps(*std::prev(Next)))
      return false;
  }
  Taken.insert(Edits.begin(), Edits.end());
  return true;
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
