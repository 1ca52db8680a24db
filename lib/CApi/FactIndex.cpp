//===-- FactIndex.cpp - facts by identifier
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi/FactIndex.h"
#include "clang/AST/Decl.h"

using namespace ftidy::capi;

FactIndex::FactIndex(clang::IdentifierTable &Idents) {
  const llvm::ArrayRef<Fact> All = allFacts();
  Rows.reserve(2 * All.size());
  for (const Fact &F : All) {
    if (!F.Name.contains('.'))
      Rows[&Idents.get(F.Name)] = &F;
    else
      Fields[&Idents.get(F.Name.split('.').second)].push_back(&F);
  }
  for (const Fact &F : All) {
    if (F.Name.starts_with("_") || F.Name.contains('.'))
      continue;
    llvm::SmallString<64> Underscored("_");
    Underscored += F.Name;
    Rows.try_emplace(&Idents.get(Underscored), &F);
    // What a name with a format expands to, where PY_SSIZE_T_CLEAN is defined.
    if (F.parses() || F.Args.contains('F') || F.Args == ".*") {
      Underscored += "_SizeT";
      Rows.try_emplace(&Idents.get(Underscored), &F);
    }
  }
}

const Fact *FactIndex::lookup(const clang::FieldDecl &Field) const {
  const auto It = Fields.find(Field.getIdentifier());
  if (It == Fields.end())
    return nullptr;
  const clang::RecordDecl *Struct = Field.getParent();
  // Newer headers have unions without a name in their structures.
  while (Struct->isAnonymousStructOrUnion()) {
    const auto *Around = llvm::dyn_cast<clang::RecordDecl>(Struct->getParent());
    if (!Around)
      break;
    Struct = Around;
  }
  const clang::TypedefNameDecl *Typedef = Struct->getTypedefNameForAnonDecl();
  llvm::StringRef Name = Typedef ? Typedef->getName() : Struct->getName();
  Name.consume_front("_"); // struct _PyWeakReference is PyWeakReference
  if (Name == "object")    // struct _object is PyObject
    Name = "PyObject";
  else if (Name == "typeobject")
    Name = "PyTypeObject";
  for (const Fact *F : It->second)
    if (F->Name.split('.').first == Name)
      return F;
  return nullptr;
}
