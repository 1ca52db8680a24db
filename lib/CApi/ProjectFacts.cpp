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
  std::vector<std::string> Immutable, ReturnsBorrowed;
};
} // namespace

template <> struct llvm::yaml::MappingTraits<FactsFile> {
  static void mapping(IO &Io, FactsFile &F) {
    Io.mapOptional("immutable", F.Immutable);
    Io.mapOptional("returns_borrowed", F.ReturnsBorrowed);
  }
};

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
  for (const std::string &Name : File.Immutable)
    Immutable.insert(Name);
  for (const std::string &Name : File.ReturnsBorrowed)
    Borrowed.insert(Name);
  return std::string();
}

static bool isAnnotated(const ValueDecl *D, llvm::StringRef Wanted) {
  for (const Decl *Redeclared : D->redecls())
    for (const auto *A : Redeclared->specific_attrs<AnnotateAttr>())
      if (A->getAnnotation() == Wanted)
        return true;
  return false;
}

// "name", or for a field "Struct.name" with the struct's tag or typedef.
static bool isListed(const ValueDecl *D, const llvm::StringSet<> &Names) {
  if (Names.empty() || !D->getIdentifier())
    return false;
  const auto *Field = dyn_cast<FieldDecl>(D);
  if (!Field)
    return Names.contains(D->getName());
  const RecordDecl *Struct = Field->getParent();
  auto Has = [&](llvm::StringRef Owner) {
    return !Owner.empty() &&
           Names.contains((Owner + "." + D->getName()).str());
  };
  if (Has(Struct->getName()))
    return true;
  const TypedefNameDecl *Typedef = Struct->getTypedefNameForAnonDecl();
  return Typedef && Has(Typedef->getName());
}

bool ProjectFacts::isImmutable(const ValueDecl *D) const {
  return isListed(D, Immutable) || isAnnotated(D, "ftidy:immutable");
}

bool ProjectFacts::returnsBorrowed(const ValueDecl *D) const {
  return isListed(D, Borrowed) || isAnnotated(D, "ftidy:returns_borrowed");
}
