//===-- Module.cpp - the clang-tidy module
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/Basic/Version.h"
#if CLANG_VERSION_MAJOR < 22
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif

namespace ftidy {

// Each check is a file of its own without a header: here is all that the
// module needs of it.
#define CHECK(CLASS, NAME, SINCE)                                              \
  std::unique_ptr<clang::tidy::ClangTidyCheck> make##CLASS(                    \
      llvm::StringRef Name, clang::tidy::ClangTidyContext *Context,            \
      SessionPool &Pool);
#include "Checks.def"
#undef CHECK

namespace {

class Module : public clang::tidy::ClangTidyModule {
public:
  void
  addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
    // The factories share the pool; it lives as long as they do.
    auto Pool = std::make_shared<SessionPool>();
#define CHECK(CLASS, NAME, SINCE)                                              \
  Factories.registerCheckFactory(                                              \
      NAME, [Pool](llvm::StringRef Name,                                       \
                   clang::tidy::ClangTidyContext *Context) {                   \
        return make##CLASS(Name, Context, *Pool);                              \
      });
#include "Checks.def"
#undef CHECK
  }
};

const clang::tidy::ClangTidyModuleRegistry::Add<Module>
    X("freethreading-module",
      "Finds and fixes what the GIL used to hide in extension modules.");

} // namespace
} // namespace ftidy
