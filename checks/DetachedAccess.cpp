//===-- DetachedAccess.cpp - freethreading-detached-access
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each use of Python by a detached thread, and each place that takes being
// attached for being alone: report it, and offer to touch the object before and
// after instead.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "FixIt/AfterDetached.h"
#include "Guards/Detached.h"
#include "Roles/Accesses.h"

using namespace clang;

namespace ftidy {

namespace {

using guards::Trespass;
using guards::TrespassKind;

class DetachedAccess : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override { Functions.push_back(&F.decl()); }

  void checkFile() override {
    // A thread state that is kept in an object has been said already.
    for (const Trespass &T : guards::findTrespasses(session(), Functions))
      if (T.Kind != TrespassKind::FieldWrite ||
          !session().hasSaid("freethreading-unlocked-field", T.Loc))
        report(finding(T));
    Functions.clear();
  }

  Finding finding(const Trespass &T) {
    Finding Result;
    Result.Loc = T.Loc;
    const std::string Name = "'" + T.Name + "'", Other = "'" + T.Other + "'";
    const char *Note = nullptr;
    std::string Called;
    switch (T.Kind) {
    case TrespassKind::Use:
      Result.Message = Name + " is used while the thread is detached: only an "
                              "attached thread may use the C API";
      Note = "the thread is detached here";
      Result.Plan = fix::EditPlan::refuse(fix::Reason::NeedsAttached);
      break;
    case TrespassKind::Call:
      Result.Message = Name + " is called while the thread is detached, and "
                              "uses " +
                       Other;
      Called = Other + " wants an attached thread here";
      Result.Plan = fix::EditPlan::refuse(fix::Reason::NeedsAttached);
      break;
    case TrespassKind::FieldWrite:
      Result.Message = Name + " is set while the thread is detached, without "
                              "a lock, and " +
                       Other + " may use it meanwhile";
      Called = "used in " + Other + " here";
      Result.Plan =
          fix::afterDetached(session().function(*T.In), session(), T.At);
      break;
    case TrespassKind::FieldRead:
      Result.Message = Name + " is used while the thread is detached, without "
                              "a lock, and " +
                       Other + " may change it meanwhile";
      Called = "changed in " + Other + " here";
      Result.Plan = fix::EditPlan::refuse(fix::Reason::NeedsLock);
      break;
    case TrespassKind::Ensured:
      Result.Message = Name + " is all that keeps other threads away from " +
                       Other + ": several threads may be attached at once";
      Called = Other + " is changed here";
      Result.Plan = fix::EditPlan::refuse(fix::Reason::NeedsLock);
      break;
    case TrespassKind::AtExit:
      Result.Message = Name + " is used when the process ends: the interpreter "
                              "may be gone, and the thread hangs or crashes";
      Note = "this is what has it called then";
      Result.Plan = fix::EditPlan::refuse(fix::Reason::InterpreterGone);
      break;
    case TrespassKind::BusyFlag:
      Result.Message =
          Name + " is tested, and set later, without a lock: two threads may "
                 "both find it free";
      Note = "it is set here";
      Result.Plan = fix::EditPlan::refuse(fix::Reason::NeedsLock);
      break;
    }
    if (T.OtherAt.isValid())
      Result.Notes.push_back({T.OtherAt, Note ? Note : Called});
    return Result;
  }

  std::vector<const FunctionDecl *> Functions;
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeDetachedAccess(StringRef Name, tidy::ClangTidyContext *Context,
                   SessionPool &Pool) {
  return std::make_unique<DetachedAccess>(Name, Context, Pool);
}

} // namespace ftidy
