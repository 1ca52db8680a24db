//===-- ProjectFacts.cpp - what a project says of its own names
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi/ProjectFacts.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/YAMLTraits.h"

using namespace clang;
using namespace ftidy::capi;

namespace {
struct FactsFile {
  std::vector<std::string> Immutable, ReturnsBorrowed, InitOnly,
      PrivateArguments;
};
} // namespace

template <> struct llvm::yaml::MappingTraits<FactsFile> {
  static void mapping(IO &Io, FactsFile &F) {
    Io.mapOptional("immutable", F.Immutable);
    Io.mapOptional("init_only", F.InitOnly);
    Io.mapOptional("private_arguments", F.PrivateArguments);
    Io.mapOptional("returns_borrowed", F.ReturnsBorrowed);
  }
};

ProjectFacts::ProjectFacts() {
#define HANDLE(NAME) Handles.Exact.insert(NAME);
#define IMMUTABLE(NAME) Immutable.Exact.insert(NAME);
#define TABLE(NAME) Tables.Exact.insert(NAME);
#include "CApi/Libraries.def"
}

bool ProjectFacts::Names::has(llvm::StringRef Name) const {
  return Exact.contains(Name) ||
         llvm::any_of(Patterns,
                      [&](const auto &P) { return P.second.match(Name); });
}

bool ProjectFacts::Names::add(llvm::StringRef Text) {
  if (!Text.contains('*')) {
    Exact.insert(Text);
    return true;
  }
  auto Own = std::make_shared<std::string>(Text);
  auto Pattern = llvm::GlobPattern::create(*Own);
  if (!Pattern) {
    llvm::consumeError(Pattern.takeError());
    return false;
  }
  Patterns.emplace_back(std::move(Own), std::move(*Pattern));
  return true;
}

std::string ProjectFacts::readFile(llvm::StringRef Path) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path);
  if (!Buffer)
    return "cannot read the facts file '" + Path.str() +
           "': " + Buffer.getError().message();
  std::string Message;
  auto Collect = [](const llvm::SMDiagnostic &D, void *Into) {
    auto &M = *static_cast<std::string *>(Into);
    if (M.empty())
      M = "line " + std::to_string(D.getLineNo()) + ": " + D.getMessage().str();
  };
  llvm::yaml::Input In((*Buffer)->getBuffer(), nullptr, Collect, &Message);
  FactsFile File;
  In >> File;
  if (In.error())
    return "the facts file '" + Path.str() + "' is not understood: " + Message;
  const ProjectFacts Before = *this;
  auto AddAll = [&](Names &Into, const std::vector<std::string> &All) {
    for (const std::string &Text : All)
      if (!Into.add(Text) && Message.empty())
        Message = "the facts file '" + Path.str() + "' has a bad pattern: '" +
                  Text + "'";
  };
  AddAll(Immutable, File.Immutable);
  AddAll(ReturnsBorrowed, File.ReturnsBorrowed);
  AddAll(InitOnly, File.InitOnly);
  AddAll(PrivateArguments, File.PrivateArguments);
  if (!Message.empty())
    *this = Before;
  return Message;
}

static bool isAnnotated(const ValueDecl *D, llvm::StringRef Wanted) {
  for (const Decl *Redeclared : D->redecls())
    for (const auto *A : Redeclared->specific_attrs<AnnotateAttr>())
      if (A->getAnnotation() == Wanted)
        return true;
  return false;
}

// "name", or for a field "Struct.name" with the struct's tag or typedef.
bool ProjectFacts::isListed(const ValueDecl *D, const Names &In) {
  if (In.empty() || !D->getIdentifier())
    return false;
  const auto *Field = dyn_cast<FieldDecl>(D);
  if (!Field)
    return In.has(D->getName());
  const RecordDecl *Struct = Field->getParent();
  auto Has = [&](llvm::StringRef Owner) {
    return !Owner.empty() && In.has((Owner + "." + D->getName()).str());
  };
  if (Has(Struct->getName()))
    return true;
  const TypedefNameDecl *Typedef = Struct->getTypedefNameForAnonDecl();
  return Typedef && Has(Typedef->getName());
}

bool ProjectFacts::isImmutable(const ValueDecl *D) const {
  return isListed(D, Immutable) || isAnnotated(D, "ftidy:immutable");
}

bool ProjectFacts::returnsBorrowed(const FunctionDecl *F) const {
  return isListed(F, ReturnsBorrowed) ||
         isAnnotated(F, "ftidy:returns_borrowed");
}

bool ProjectFacts::isInitOnly(const FunctionDecl *F) const {
  return isListed(F, InitOnly) || isAnnotated(F, "ftidy:init_only");
}

bool ProjectFacts::isCallPrivate(const ParmVarDecl *P) const {
  if (isAnnotated(P, "ftidy:call_private"))
    return true;
  const auto *F = dyn_cast<FunctionDecl>(P->getDeclContext());
  return F && isListed(F, PrivateArguments);
}

bool ProjectFacts::importsTable(const FunctionDecl *F) const {
  return isListed(F, Tables);
}

bool ProjectFacts::isHandle(const CXXRecordDecl &R) const {
  if (Handles.has(R.getQualifiedNameAsString()))
    return true;
  return R.hasDefinition() &&
         llvm::any_of(R.bases(), [&](const CXXBaseSpecifier &Base) {
           const CXXRecordDecl *Of = Base.getType()->getAsCXXRecordDecl();
           return Of && isHandle(*Of);
         });
}
