//===-- Main.cpp - clangd with ftidy's checks built in
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "llvm/ADT/StringRef.h"
#include <memory>

namespace clang::clangd {
// From libclangdMain; LLVM ships no header that declares it.
int clangdMain(int argc, char *argv[]);

// Stands for the type of clangd/index/Index.h, which is not shipped. Only null
// pointers to it are made here.
class SymbolIndex {
public:
  virtual ~SymbolIndex() = default;
};

namespace remote {
// clangd's remote index needs gRPC. Without it, `--remote-index` is as if the
// server could not be reached.
std::unique_ptr<SymbolIndex> getClient(llvm::StringRef, llvm::StringRef) {
  return nullptr;
}
} // namespace remote
} // namespace clang::clangd

int main(int argc, char **argv) { return clang::clangd::clangdMain(argc, argv); }
