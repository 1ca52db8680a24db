//===-- IteratorExhaustion.cpp - freethreading-iterator-exhaustion
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each tp_iternext that releases what it goes through when that is used up,
// unless a lock is held: report it, and offer a critical section on the iterator.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "FixIt/LockFields.h"
#include "Guards/FieldRaces.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace ftidy {

namespace {

class IteratorExhaustion : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override {
    for (const guards::FieldRace &Race : session().fieldRaces().in(F.decl())) {
      if (Race.What != guards::FieldRace::Kind::Exhausted)
        continue;
      const std::string Owner = guards::nameOf(Race);
      const std::string Field =
          "'" + Owner + "->" + Race.Fields.front()->getNameAsString() + "'";
      Finding Result;
      Result.Loc = Race.At->getExprLoc();
      Result.Message = Field +
                       " is released with no lock when the iterator is used "
                       "up; two threads that get there release it twice; hold "
                       "a critical section on '" +
                       Owner + "'";
      Result.Plan = fix::lockFields(F, session(), Race);
      report(Result);
    }
  }
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeIteratorExhaustion(StringRef Name, tidy::ClangTidyContext *Context,
                       SessionPool &Pool) {
  return std::make_unique<IteratorExhaustion>(Name, Context, Pool);
}

} // namespace ftidy
