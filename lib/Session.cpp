//===-- Session.cpp - what one translation unit knows
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Session.h"
#include "CApi/LockWords.h"
#include "CApi/MacroLog.h"
#include "CApi/Origin.h"
#include "CApi/ProjectFacts.h"
#include "CApi/Use.h"
#include "FixIt/Availability.h"
#include "FixIt/EditPlan.h"
#include "FixIt/SourceText.h"
#include "Flow/Graph.h"
#include "Guards/Effects.h"
#include "Guards/FieldRaces.h"
#include "Guards/Guards.h"
#include "Guards/Held.h"
#include "Guards/Locks.h"
#include "Guards/Sections.h"
#include "Guards/ThreadState.h"
#include "Ownership/BorrowedSites.h"
#include "Ownership/NewResult.h"
#include "Ownership/Walks.h"
#include "Roles/Accesses.h"
#include "Roles/Callees.h"
#include "Roles/FirstUse.h"
#include "Roles/Roles.h"
#include "Sharing/Fields.h"
#include "Sharing/Summaries.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace ftidy {

/// What was asked of one function so far.
struct Function::Answers {
  std::unique_ptr<capi::Uses> Uses;
  std::optional<llvm::SmallVector<roles::Callee, 16>> Callees;
  std::unique_ptr<flow::Graph> Graph;
  std::unique_ptr<flow::Graph> Destroying;
  bool GraphTried = false;
  bool DestroyingTried = false;
  bool SharingTried = false;
  std::unique_ptr<guards::Sections> Sections;
  std::unique_ptr<sharing::Sharing> Sharing;
  std::unique_ptr<own::BorrowedSites> Borrowed;
  std::unique_ptr<own::Walks> Walks;
  std::vector<const Stmt *> Statements;
  std::vector<const CallExpr *> Calls;
  std::vector<const ReturnStmt *> Returns;
  std::unique_ptr<ParentMap> Parents;
  fix::NewVariables Names;
};

Function::Function(const FunctionDecl &Decl, Session &Of)
    : Decl(Decl), Of(Of), A(std::make_unique<Answers>()) {}

Function::~Function() = default;

const capi::Uses &Function::uses() {
  if (!A->Uses)
    A->Uses = std::make_unique<capi::Uses>(statements(), Of.context(),
                                           Of.facts(), Of.macros());
  return *A->Uses;
}

llvm::ArrayRef<roles::Callee> Function::callees() {
  if (!A->Callees)
    A->Callees = roles::calleesOf(Decl);
  return *A->Callees;
}

const flow::Graph *Function::graph() {
  if (!std::exchange(A->GraphTried, true))
    A->Graph = flow::Graph::build(Decl, Of.context());
  return A->Graph.get();
}

const flow::Graph *Function::graphWithDestructors() {
  if (!Of.context().getLangOpts().CPlusPlus)
    return graph();
  if (!std::exchange(A->DestroyingTried, true))
    A->Destroying = flow::Graph::build(Decl, Of.context(), true);
  return A->Destroying.get();
}

const guards::Sections &Function::sections() {
  if (!A->Sections)
    A->Sections =
        std::make_unique<guards::Sections>(Decl, Of.macros(), Of.context());
  return *A->Sections;
}

const sharing::Sharing *Function::sharing() {
  if (!std::exchange(A->SharingTried, true))
    A->Sharing = std::make_unique<sharing::Sharing>(
        Decl, *graph(), uses(), Of.roles(), Of.project(), Of.summaries());
  return A->Sharing.get();
}

const own::BorrowedSites &Function::borrowed() {
  if (!A->Borrowed)
    A->Borrowed = std::make_unique<own::BorrowedSites>(*this, Of);
  return *A->Borrowed;
}

const own::Walks &Function::walks() {
  if (!A->Walks)
    A->Walks = std::make_unique<own::Walks>(*this, Of);
  return *A->Walks;
}

llvm::ArrayRef<const Stmt *> Function::statements() {
  if (!A->Statements.empty())
    return A->Statements;
  llvm::SmallVector<const Stmt *, 512> Found; // most are small
  for (const Stmt *Root : syntax::bodyOf(Decl))
    syntax::forEachStmt(Root, [&](const Stmt *S) {
      Found.push_back(S);
      if (const auto *Call = dyn_cast<CallExpr>(S))
        A->Calls.push_back(Call);
      else if (const auto *Return = dyn_cast<ReturnStmt>(S))
        A->Returns.push_back(Return);
      return true;
    });
  A->Statements.assign(Found.begin(), Found.end());
  return A->Statements;
}

llvm::ArrayRef<const CallExpr *> Function::calls() {
  (void)statements();
  return A->Calls;
}

llvm::ArrayRef<const ReturnStmt *> Function::returns() {
  (void)statements();
  return A->Returns;
}

const ParentMap &Function::parents() {
  if (!A->Parents)
    A->Parents = std::make_unique<ParentMap>(Decl.getBody());
  return *A->Parents;
}

fix::NewVariables &Function::names() { return A->Names; }

/// The rooms of one translation unit, each built on the first question.
struct Session::Rooms {
  explicit Rooms(Session &Of)
      : Summaries(Of), Effects(Of), Locks(Of), ThreadStates(Of) {}

  capi::ProjectFacts Project;
  std::unique_ptr<capi::FactIndex> Facts;
  std::unique_ptr<capi::MacroLog> Macros;
  std::unique_ptr<capi::Origins> Origins;
  std::unique_ptr<guards::Guards> Guards;
  std::unique_ptr<roles::Roles> Roles;
  std::unique_ptr<roles::Accesses> Accesses;
  std::unique_ptr<roles::FirstUses> FirstUses;
  std::unique_ptr<guards::Held> Held;
  sharing::Summaries Summaries;
  guards::Effects Effects;
  guards::LocksOfFile Locks;
  guards::ThreadStates ThreadStates;
  fix::Includes Includes;
  std::unique_ptr<fix::Availability> Available;
  std::map<FileID, std::set<fix::Edit>> Claimed;
  std::map<const FunctionDecl *, Function> Functions;
  std::map<const FunctionDecl *, std::vector<fix::EditPlan>> StrongPlans;
  llvm::DenseMap<const FunctionDecl *, std::optional<own::BorrowedResult>>
      Results;
  llvm::DenseMap<const FunctionDecl *, bool> NewResults;
  unsigned NewResultDepth = 0;
  std::unique_ptr<sharing::Fields> Fields;
  std::unique_ptr<guards::FieldRaces> FieldRaces;
};

Session::Session(Options Given)
    : O(std::move(Given)), In(std::make_unique<Rooms>(*this)) {
  if (!O.FactsFile.empty())
    Problem = In->Project.readFile(O.FactsFile);
}

Session::~Session() = default;

void Session::attach(const SourceManager &Sources, Preprocessor &Running) {
  if (PP)
    return;
  SM = &Sources;
  PP = &Running;
  In->Facts = std::make_unique<capi::FactIndex>(Running.getIdentifierTable());
  In->Macros = std::make_unique<capi::MacroLog>(*In->Facts);
  Running.addPPCallbacks(In->Macros->callbacks(Sources, Running));
  Running.addPPCallbacks(In->Includes.callbacks(Sources));
}

void Session::begin(ASTContext &Of) {
  if (Context)
    return;
  Context = &Of;
  In->Origins = std::make_unique<capi::Origins>(Of);
  In->Guards = std::make_unique<guards::Guards>(Of);
}

const capi::FactIndex &Session::facts() const { return *In->Facts; }
const capi::MacroLog &Session::macros() const { return *In->Macros; }
const capi::ProjectFacts &Session::project() const { return In->Project; }
capi::Origins &Session::origins() { return *In->Origins; }
sharing::Summaries &Session::summaries() { return In->Summaries; }
const guards::Guards &Session::guards() const { return *In->Guards; }
guards::Effects &Session::effects() { return In->Effects; }
guards::LocksOfFile &Session::locks() { return In->Locks; }
guards::ThreadStates &Session::threadStates() { return In->ThreadStates; }

std::map<const FunctionDecl *, std::vector<fix::EditPlan>> &
Session::strongPlans() {
  return In->StrongPlans;
}

bool Session::join(Observer &O) {
  Observers.push_back(&O);
  return Observers.size() == 1;
}

void Session::run() {
  if (!hasBegun() || !origins().knowsPython())
    return;
  for (const FunctionDecl *F : Definitions)
    for (Observer *O : Observers)
      O->checkFunction(function(*F));
  for (Observer *O : Observers)
    O->checkFile();
  for (Observer *O : Observers)
    O->checkAfterAll();
}

bool Session::hasSaid(llvm::StringRef Check, SourceLocation At) const {
  const SourceManager &In = Context->getSourceManager();
  const auto Line = [&](SourceLocation L) {
    L = In.getFileLoc(L);
    return std::make_pair(In.getFileID(L), In.getSpellingLineNumber(L));
  };
  return llvm::any_of(Findings, [&](const Said &One) {
    return One.Check == Check && Line(One.Loc) == Line(At);
  });
}

roles::Roles &Session::roles() {
  if (!In->Roles)
    In->Roles = std::make_unique<roles::Roles>(*Context, origins());
  return *In->Roles;
}

const roles::Accesses &Session::accesses() {
  if (!In->Accesses)
    In->Accesses =
        std::make_unique<roles::Accesses>(*Context, *In->Macros, *In->Origins);
  return *In->Accesses;
}

const roles::FirstUses &Session::firstUses() {
  if (!In->FirstUses)
    In->FirstUses = std::make_unique<roles::FirstUses>(
        *Context, accesses(), roles(),
        [this](const FunctionDecl &F) { return runsAlone(F); });
  return *In->FirstUses;
}

guards::Held &Session::held() {
  if (!In->Held)
    In->Held = std::make_unique<guards::Held>(*Context, *In->Macros, roles());
  return *In->Held;
}

bool Session::initOnly(const FunctionDecl &F) {
  return roles().initOnly(&F) || In->Project.isInitOnly(&F);
}

bool Session::runsAlone(const FunctionDecl &F) {
  return initOnly(F) || accesses().runsOnce(F);
}

const sharing::Fields &Session::fields() {
  if (!In->Fields)
    In->Fields = std::make_unique<sharing::Fields>(*this);
  return *In->Fields;
}

const guards::FieldRaces &Session::fieldRaces() {
  if (!In->FieldRaces)
    In->FieldRaces = std::make_unique<guards::FieldRaces>(*this);
  return *In->FieldRaces;
}

const fix::Availability &Session::availability() {
  if (!In->Available)
    In->Available = std::make_unique<fix::Availability>(O, In->Includes, *PP);
  return *In->Available;
}

Function &Session::function(const FunctionDecl &F) {
  return In->Functions.try_emplace(&F, F, *this).first->second;
}

bool Session::isProgram() const {
  return llvm::any_of(Definitions,
                      [](const FunctionDecl *F) { return F->isMain(); });
}

bool Session::looksLikeInit(const FunctionDecl &F, unsigned Depth) {
  constexpr unsigned MaxDepth = 4;
  if (F.isExternallyVisible())
    return F.getIdentifier() && Depth < MaxDepth && roles().of(&F).empty() &&
           capi::saysInit(F.getName()) &&
           llvm::all_of(roles().callersHere(&F), [&](const FunctionDecl *By) {
             return initOnly(*By) || looksLikeInit(*By, Depth + 1);
           });
  const auto Callers = roles().callersOf(&F);
  return Callers && !Callers->empty() && Depth < MaxDepth &&
         llvm::all_of(*Callers, [&](const roles::Caller &C) {
           return initOnly(*C.Function) || looksLikeInit(*C.Function, Depth + 1);
         });
}

bool Session::claim(SourceLocation L, const std::vector<fix::Edit> &Edits) {
  const SourceManager &Sources = Context->getSourceManager();
  std::set<fix::Edit> &Taken =
      In->Claimed[Sources.getFileID(Sources.getFileLoc(L))];
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
  auto [It, New] = In->Results.try_emplace(F, std::nullopt);
  if (!New)
    return It->second;
  std::optional<own::BorrowedResult> Result;
  if (In->Project.returnsBorrowed(F))
    Result = own::BorrowedResult();
  else if (F->isThisDeclarationADefinition() && F->getBody() &&
           !F->isVirtualAsWritten() &&
           origins().of(F->getLocation()) == capi::Origin::User)
    Result = function(*F).borrowed().result();
  return In->Results[F] = Result;
}

bool Session::returnsNew(const FunctionDecl &Declared) {
  // A chain of calls that is longer proves nothing.
  constexpr unsigned MaxDepth = 8;
  const FunctionDecl *F = Declared.getDefinition();
  if (!F || !F->getBody() || F->isDependentContext() ||
      F->isVirtualAsWritten() || !F->getReturnType()->isPointerType() ||
      In->NewResultDepth == MaxDepth ||
      origins().of(F->getLocation()) != capi::Origin::User)
    return false;
  auto [It, New] = In->NewResults.try_emplace(F, false);
  if (!New)
    return It->second;
  ++In->NewResultDepth;
  const bool Result = own::returnsNew(function(*F), *this);
  --In->NewResultDepth;
  return In->NewResults[F] = Result;
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
