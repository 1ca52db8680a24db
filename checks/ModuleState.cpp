//===-- ModuleState.cpp - freethreading-module-state
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each static type and each object that a variable keeps for the whole
// process: report it, with what moving it to the module's state would need. No
// fix: each move changes all functions on the way. Off unless it is asked for.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "CApi/Origin.h"
#include "Roles/Accesses.h"
#include "Roles/Types.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy {

namespace {

class ModuleState : public Check {
public:
  ModuleState(StringRef Name, tidy::ClangTidyContext *Context,
              SessionPool &Pool)
      : Check(Name, Context, Pool),
        Wanted(Options.getLocalOrGlobal("ModuleState", "false") == "true") {}

  void storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) override {
    Check::storeOptions(Opts);
    // As text: g++ names the bool form otherwise than clang, which built LLVM.
    Options.store(Opts, "ModuleState", StringRef(Wanted ? "true" : "false"));
  }

private:
  void checkFile() override {
    if (!Wanted)
      return;
    for (const roles::DefinedType &T : session().roles().types().all())
      if (const auto *V = dyn_cast_or_null<VarDecl>(T.Declared);
          V && T.How == roles::DefinedType::Kind::Static && isHere(*V))
        reportType(*V);
    for (const VarDecl *V : session().accesses().variables())
      if (roles::storageOf(*V) == roles::Storage::Plain && isHere(*V) &&
          V->hasDefinition() != VarDecl::DeclarationOnly &&
          holdsObjects(V->getType()))
        reportObject(*V);
  }

  // Not of a header, and not of a generator.
  bool isHere(const VarDecl &V) {
    const SourceManager &SM = session().context().getSourceManager();
    const SourceLocation L = SM.getFileLoc(V.getLocation());
    return SM.isInMainFile(L) && session().origins().of(L) == capi::Origin::User;
  }

  // A pointer to something with the header of an object, or an array of such.
  static bool holdsObjects(QualType T) {
    while (const auto *Array = T->getAsArrayTypeUnsafe())
      T = Array->getElementType();
    const RecordDecl *R =
        T->isPointerType() ? T->getPointeeType()->getAsRecordDecl() : nullptr;
    return R && roles::isObjectStruct(R);
  }

  void reportType(const VarDecl &V) {
    Finding Result;
    Result.Loc = V.getLocation();
    Result.Message =
        "static type '" + V.getName().str() +
        "' is one for all interpreters; in module state it would be a heap type";
    Result.Notes.push_back(
        {V.getLocation(),
         "needs a 'PyType_Spec' with the same slots, and "
         "'PyType_FromModuleAndSpec' where the module is initialised"});
    Result.Notes.push_back(
        {V.getLocation(),
         "its instances then own a reference to their type: visit it when they "
         "are traversed, release it when they are deallocated"});
    noteUses(V, "needs the type from the module's state here", Result);
    report(Result);
  }

  void reportObject(const VarDecl &V) {
    Finding Result;
    Result.Loc = V.getLocation();
    Result.Message = "object '" + V.getName().str() +
                     "' is one for all interpreters; in module state it would "
                     "be a field";
    for (const roles::Access &A : session().accesses().of(&V))
      if (session().accesses().mayChange(A) && A.In) {
        Result.Notes.push_back({A.At->getBeginLoc(),
                                "set here: needs the module at this point"});
        break;
      }
    Result.Notes.push_back({V.getLocation(),
                            "needs a visit and a clear in the traverse and "
                            "clear functions of the module"});
    noteUses(V, "needs the module's state here", Result);
    report(Result);
  }

  // The functions that have no module at hand, once each.
  void noteUses(const VarDecl &V, const char *Text, Finding &Into) {
    constexpr size_t Most = 3;
    llvm::SmallVector<const FunctionDecl *, 8> Seen;
    for (const roles::Access &A : session().accesses().of(&V)) {
      if (!A.In || llvm::is_contained(Seen, A.In) ||
          session().roles().initOnly(A.In))
        continue;
      Seen.push_back(A.In);
      if (Seen.size() <= Most)
        Into.Notes.push_back({A.At->getBeginLoc(), Text});
      if (Seen.size() == Most + 1)
        Into.Notes.push_back({A.At->getBeginLoc(), "and in more functions"});
    }
  }

  const bool Wanted;
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeModuleState(StringRef Name, tidy::ClangTidyContext *Context,
                SessionPool &Pool) {
  return std::make_unique<ModuleState>(Name, Context, Pool);
}

} // namespace ftidy
