//===-- VersionGuard.cpp - refuse an LLVM other than ours
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A plugin built for another LLVM major loads silently and then finds nothing.
// This guard runs when the plugin is loaded, before any check is made, and ends
// the process with one sentence instead. It is linked into the plugin only.
//
//===----------------------------------------------------------------------===//

#include "clang/Basic/Version.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>
#include <string>

namespace {

struct VersionGuard {
  VersionGuard() {
    const std::string Host = clang::getClangFullVersion();
    if (Host.find("version " CLANG_VERSION_MAJOR_STRING ".") !=
        std::string::npos)
      return;
    llvm::errs() << "libftidy.so: built for LLVM " CLANG_VERSION_STRING
                    ", cannot run in '"
                 << Host << "'; load the plugin built for that LLVM\n";
    std::exit(3);
  }
};

const VersionGuard Guard;

} // namespace
