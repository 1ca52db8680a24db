//===-- Modules.cpp - the modules that a file makes
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Roles/Modules.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace ftidy::roles {

Modules::Modules(const ASTContext &Context, const Roles &R)
    : Context(Context), R(R) {}

static std::optional<Phase> phaseOf(StringRef Maker) {
#define MAKER(Function, As)                                                    \
  if (Maker == #Function)                                                      \
    return Phase::As;
#include "Roles/Modules.def"
  return std::nullopt;
}

Library libraryOf(const FunctionDecl &F, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  for (SourceLocation L = F.getLocation(); L.isMacroID();
       L = SM.getImmediateExpansionRange(L).getBegin()) {
    const StringRef Macro = capi::macroName(L, Context);
#define LIBRARY(Name, Class)                                                   \
  if (Macro == #Name)                                                          \
    return {#Name, Class};
#include "Roles/Modules.def"
  }
  return {};
}

// The import system looks for it.
static bool isInitName(const FunctionDecl &F) {
  if (!F.getIdentifier() || F.getNumParams() != 0 || isa<CXXMethodDecl>(F) ||
      !F.isExternallyVisible())
    return false;
  const StringRef Name = F.getName();
  bool Fits = false;
#define INIT_PREFIX(Prefix) Fits = Fits || Name.starts_with(Prefix);
#include "Roles/Slots.def"
  return Fits;
}

bool Modules::claims(StringRef Name) {
#define CLAIMS(Word)                                                           \
  if (Name == #Word)                                                           \
    return true;
#include "Roles/Modules.def"
  return false;
}

bool Modules::isOnlyFree(StringRef Name) {
#define ONLY_FREE(Word)                                                        \
  if (Name == #Word)                                                           \
    return true;
#include "Roles/Modules.def"
  return false;
}

static const VarDecl *variable(const Expr *E) {
  E = E ? capi::strip(E) : nullptr;
  if (const auto *Address = dyn_cast_or_null<UnaryOperator>(E))
    E = Address->getOpcode() == UO_AddrOf ? capi::strip(Address->getSubExpr())
                                          : nullptr;
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

const VarDecl *Modules::slotsOf(const VarDecl &Definition) const {
  const VarDecl *With = nullptr;
  const Expr *Init = Definition.getAnyInitializer(With);
  const auto *List = dyn_cast_or_null<InitListExpr>(Init);
  if (List && List->getSemanticForm())
    List = List->getSemanticForm();
  const RecordDecl *Record = Definition.getType()->getAsRecordDecl();
  if (!List || !Record)
    return nullptr;
  const IdentifierInfo *Name = &Context.Idents.get("m_slots");
  unsigned Index = 0;
  for (const FieldDecl *F : Record->fields()) {
    if (Index == List->getNumInits())
      break;
    if (F->getIdentifier() == Name)
      return variable(List->getInit(Index));
    ++Index;
  }
  return nullptr;
}

void Modules::read(const FunctionDecl &F, const capi::Uses &Uses) {
  const SourceManager &SM = Context.getSourceManager();
  const bool IsInit = isInitName(F);
  // What the macro does inside is the library's business.
  if (const Library L = libraryOf(F, Context); !L.Macro.empty()) {
    if (IsInit)
      Found.push_back({Phase::Library, SM.getFileLoc(F.getLocation()), &F,
                       nullptr, nullptr, nullptr, L.Macro, L.Option});
    return;
  }
  const capi::Use *First = nullptr;
  for (const capi::Use &U : Uses.all()) {
    const auto As = phaseOf(U.F->Name);
    // Of several modules that one function makes the first is the outer one.
    if (!As || First)
      continue;
    First = &U;
    Module M{*As, U.Loc, &F, &U, variable(U.arg(0)), nullptr, {}, {}};
    if (*As == Phase::Multi) {
      // A definition that another file has may say what this one does not.
      if (!M.Definition || !M.Definition->hasInit())
        continue;
      M.Slots = slotsOf(*M.Definition);
      M.Loc = (M.Slots ? M.Slots : M.Definition)->getLocation();
      if (!SM.isInMainFile(SM.getFileLoc(M.Loc)))
        M.Loc = U.Loc;
    }
    Found.push_back(M);
  }
  if (!IsInit || First)
    return;
  Module M{Phase::Elsewhere, SM.getFileLoc(F.getLocation()), &F, nullptr,
           nullptr,          nullptr, {}, {}};
  if (F.getName().starts_with("PyModExport_")) {
    M.As = Phase::Export;
    if (const auto *Body = dyn_cast_or_null<CompoundStmt>(F.getBody()))
      for (const Stmt *Each : Body->body())
        if (const auto *Return = dyn_cast<ReturnStmt>(Each))
          M.Slots = variable(Return->getRetValue());
    if (M.Slots)
      M.Loc = M.Slots->getLocation();
  }
  Found.push_back(M);
}

static StringRef folderOf(FileID File, const SourceManager &SM) {
  const auto Entry = SM.getFileEntryRefForID(File);
  return Entry ? llvm::sys::path::parent_path(Entry->getName()) : StringRef();
}

// A PyModuleDef that is defined at file level or in a namespace, here or in a
// piece of source beside this file.
static const VarDecl *definitionIn(const DeclContext &Scope,
                                   const SourceManager &SM) {
  for (const Decl *D : Scope.decls()) {
    if (const auto *V = dyn_cast<VarDecl>(D)) {
      const RecordDecl *Record = V->getType()->getAsRecordDecl();
      if (Record && Record->getIdentifier() &&
          Record->getName() == "PyModuleDef" && V->hasInit() &&
          folderOf(SM.getFileID(SM.getFileLoc(V->getLocation())), SM) ==
              folderOf(SM.getMainFileID(), SM))
        return V;
    } else if (isa<NamespaceDecl, LinkageSpecDecl>(D)) {
      if (const VarDecl *V = definitionIn(*cast<DeclContext>(D), SM))
        return V;
    }
  }
  return nullptr;
}

std::vector<Module> Modules::all() const {
  std::vector<Module> Result;
  bool HasMaker = false, HasInit = false, HasOuter = false;
  for (const Module &M : Found) {
    HasOuter |= M.As == Phase::Elsewhere;
    HasMaker |= M.As != Phase::Elsewhere;
    HasInit |=
        M.As != Phase::Elsewhere && R.of(M.In).has(Role::ModuleInit);
  }
  for (Module M : Found) {
    // Another file makes the module, of a definition that is here.
    if (M.As == Phase::Elsewhere) {
      if (!HasMaker)
        M.Definition = definitionIn(*Context.getTranslationUnitDecl(),
                                    Context.getSourceManager());
      if (!M.Definition || slotsOf(*M.Definition))
        continue;
    }
    // A submodule, or a piece of another file's module.
    const bool IsInit = R.of(M.In).has(Role::ModuleInit);
    if (!IsInit &&
        (HasInit || (M.In->isExternallyVisible() && !HasOuter)))
      continue;
    Result.push_back(M);
  }
  return Result;
}

const std::vector<capi::Mention> &Modules::declarations() {
  if (Declared)
    return Declarations;
  Declared = true;
  static constexpr StringRef Names[] = {
#define DECLARES(Name) #Name,
#include "Roles/Modules.def"
  };
  const SourceManager &SM = Context.getSourceManager();
  const StringRef Here = folderOf(SM.getMainFileID(), SM);
  llvm::DenseSet<const FileEntry *> Seen;
  for (unsigned I = 0; I < SM.local_sloc_entry_size(); ++I) {
    const SrcMgr::SLocEntry &Entry = SM.getLocalSLocEntry(I);
    if (!Entry.isFile())
      continue;
    const FileID File =
        SM.getFileID(SourceLocation::getFromRawEncoding(Entry.getOffset()));
    const auto Of = SM.getFileEntryRefForID(File);
    if (!Of || folderOf(File, SM) != Here || !Seen.insert(*Of).second)
      continue;
    for (capi::Mention &M :
         capi::mentions(SM, Context.getLangOpts(), File, Names))
      Declarations.push_back(std::move(M));
  }
  return Declarations;
}

} // namespace ftidy::roles
