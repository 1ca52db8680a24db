//===-- Checkout.h - the files of a project, and what they include -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TOOLS_FTIDY_CHECKOUT_H
#define FTIDY_TOOLS_FTIDY_CHECKOUT_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <map>
#include <set>
#include <string>
#include <vector>

namespace ftidy::command {

/// One #include line.
struct Include {
  std::string Name;
  bool Quoted = false;
};

/// The C and C++ files below one folder.
class Checkout {
public:
  /// Reads the tree, leaving out version control, virtual environments and
  /// what Excluded names: patterns with `*` for a name, for a path below Root,
  /// or for a whole path.
  Checkout(std::string Root, std::vector<std::string> Excluded);

  const std::string &root() const { return Root; }
  bool has(llvm::StringRef Path) const;
  /// Files that are translation units and use CPython, sorted.
  std::vector<std::string> sources() const;
  bool usesPython(llvm::StringRef Path) const;
  /// The project's folders from which the includes of this source resolve:
  /// for quoted names and for those in angle brackets.
  struct Folders {
    std::vector<std::string> Quoted, Angled;
  };
  Folders foldersFor(llvm::StringRef Source) const;
  /// The packages (of packages()) whose headers the source asks for.
  std::set<std::string> packagesFor(llvm::StringRef Source) const;
  /// Files of the project that the source includes, itself among them.
  std::set<std::string> closure(llvm::StringRef Source) const;
  /// Whether an include leads out of this folder, and not to the system.
  bool needsMore() const;
  /// Files that could not be read.
  const std::vector<std::string> &unreadable() const { return Unreadable; }

  /// The Python packages that come with C headers.
  static llvm::ArrayRef<llvm::StringRef> packages();
  static bool isSource(llvm::StringRef Path);
  static bool isHeader(llvm::StringRef Path);

  /// The nearest folder from Path upwards that looks like the top of a
  /// checkout; empty when there is none.
  static std::string topAbove(llvm::StringRef Path);

private:
  void read(const std::string &Folder);
  bool excluded(llvm::StringRef Path) const;
  /// The file that an include in From means, or nothing.
  const std::string *resolve(llvm::StringRef From, const Include &I) const;

  std::string Root;
  std::vector<std::string> Excluded;
  std::map<std::string, std::vector<Include>> Files;
  llvm::StringMap<std::vector<const std::string *>> ByName;
  std::vector<std::string> Unreadable;
};

} // namespace ftidy::command

#endif
