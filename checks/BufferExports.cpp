//===-- BufferExports.cpp - freethreading-buffer-exports
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each buffer slot that counts its views in a field of the object, unless a
// lock is held: report it, and offer a critical section on the object.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "FixIt/LockFields.h"
#include "Guards/FieldRaces.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace ftidy {

namespace {

class BufferExports : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override {
    for (const guards::FieldRace &Race : session().fieldRaces().in(F.decl())) {
      if (Race.What != guards::FieldRace::Kind::Exports)
        continue;
      const std::string Owner = guards::nameOf(Race);
      const std::string Field =
          "'" + Owner + "->" + Race.Fields.front()->getNameAsString() + "'";
      Finding Result;
      Result.Loc = Race.At->getExprLoc();
      Result.Message = "the counter of exported buffers " + Field +
                       " changes with no lock; two threads lose a count, and "
                       "the memory is resized or freed under a view; hold a "
                       "critical section on '" +
                       Owner + "'";
      Result.Plan = fix::lockFields(F, session(), Race);
      report(Result);
    }
  }
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeBufferExports(StringRef Name, tidy::ClangTidyContext *Context,
                  SessionPool &Pool) {
  return std::make_unique<BufferExports>(Name, Context, Pool);
}

} // namespace ftidy
