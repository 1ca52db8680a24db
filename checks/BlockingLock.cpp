//===-- BlockingLock.cpp - freethreading-blocking-lock
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each place where an attached thread waits in native code: unless nothing
// of Python happens to the thread that it waits for, report who waits for whom,
// and offer to wait detached.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "FixIt/DetachAround.h"
#include "FixIt/OnceAttached.h"
#include "Guards/Waits.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy {

namespace {

using guards::Effect;
using guards::NativeOp;
using guards::Wait;
using guards::WaitKind;

class BlockingLock : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override { Functions.push_back(&F.decl()); }

  void checkFile() override {
    const guards::Waits Found = guards::findWaits(session(), Functions);
    WrittenAt.assign(Found.Groups.size() + 1, 0);
    for (const Wait &W : Found.All) {
      Finding Here = finding(W);
      Here.Plan = W.Kind == WaitKind::Lock && W.Group
                      ? planForLock(W, Found.Groups[W.Group - 1])
                      : plan(W);
      report(Here);
    }
    Functions.clear();
  }

  // One plan for all places that wait for the lock, at the first of them.
  fix::EditPlan planForLock(const Wait &W, const guards::LockWaits &All) {
    if (All.Elsewhere)
      return fix::EditPlan::refuse(fix::Reason::LockElsewhere);
    if (All.Unsure)
      return fix::EditPlan::refuse(fix::Reason::UnknownState);
    if (unsigned Line = WrittenAt[W.Group])
      return session().options().Fixes == FixLevel::Review
                 ? fix::EditPlan::together(Line)
                 : fix::allOf({});
    std::vector<fix::EditPlan> Plans;
    for (const guards::LockWait &Other : All.Attached)
      Plans.push_back(fix::detachAround(session().function(*Other.In),
                                        session(), Other.At));
    fix::EditPlan Result = fix::allOf(Plans);
    if (Result.level() != fix::Level::None)
      WrittenAt[W.Group] =
          session().context().getSourceManager().getSpellingLineNumber(W.Loc);
    return Result;
  }

  Finding finding(const Wait &W) {
    Finding Result;
    Result.Loc = W.Loc;
    Result.Message = message(W);
    if (W.OtherAt.isValid())
      Result.Notes.push_back(
          {W.OtherAt, W.Section ? "the other thread enters it here"
                                : "the other thread took it here"});
    if (W.DoesAt.isValid() && W.DoesAt != W.Loc)
      Result.Notes.push_back({W.DoesAt, quoted(W.DoesBy) + " " +
                                            happens(W.Does) + " here"});
    return Result;
  }

  fix::EditPlan plan(const Wait &W) {
    switch (W.Kind) {
    case WaitKind::Held:
      return fix::EditPlan::refuse(fix::Reason::PythonUnderLock);
    case WaitKind::Once:
      return fix::onceAttached(session().function(*W.In), session(), W.At);
    case WaitKind::Inverted:
      return fix::EditPlan::refuse(fix::Reason::LockOrder);
    case WaitKind::Native:
      if (W.Op == NativeOp::Condition)
        return fix::EditPlan::refuse(fix::Reason::WaitsWithLock);
      break;
    case WaitKind::Lock: // see planForLock(); a loop has its own plan
      break;
    }
    return fix::detachAround(session().function(*W.In), session(), W.At);
  }

  static std::string quoted(const std::string &Name) {
    return Name.empty() ? "what is called" : "'" + Name + "'";
  }

  static std::string happens(Effect Does) {
    switch (Does) {
    case guards::RunsPython:
      return "may run Python code";
    case guards::Attaches:
      return "waits until it is attached";
    case guards::Detaches:
      return "may detach";
    case guards::Releases:
      return "may run finalizers";
    default:
      return "may start the garbage collector";
    }
  }

  static std::string lockName(const std::string &Name) {
    return Name.empty() ? "the lock" : "'" + Name + "'";
  }

  std::string message(const Wait &W) {
    switch (W.Kind) {
    case WaitKind::Lock:
      return "waits for " + lockName(W.Name) + " while attached, and " +
             quoted(W.DoesBy) + " " + happens(W.Does) + " while " +
             (W.OtherAt.isValid() ? "another thread holds it"
                                  : "it is held") +
             ": one thread has the lock and waits for the others, the other "
             "waits for the lock and never lets go";
    case WaitKind::Held:
      return quoted(W.DoesBy) + " " + happens(W.Does) + " while " +
             lockName(W.Name) +
             " is held: code that comes back to this lock waits for itself";
    case WaitKind::Once:
      return quoted(W.Name) + " waits while attached, and " +
             quoted(W.DoesBy) + " " + happens(W.Does) +
             " in what it runs: the thread that runs it waits for the others, "
             "and they wait for it";
    case WaitKind::Inverted:
      if (W.Section)
        return lockName(W.Name) + " is waited for in a critical section on '" +
               W.Second + "', and elsewhere the section is entered with the "
                          "lock held: two threads wait for each other";
      return lockName(W.Name) + " is taken while " + lockName(W.Second) +
             " is held, and elsewhere the other way round: two threads wait "
             "for each other";
    case WaitKind::Native:
      break;
    }
    std::string Text = quoted(W.Name);
    switch (W.Op) {
    case NativeOp::Sleep:
      return Text + " sleeps while attached: threads that need the GIL, or to "
                    "stop the world, sleep with it";
    case NativeOp::Spin:
      return "a loop waits for " + Text + " while attached: the thread that "
             "has to change it may be waiting until it is attached";
    case NativeOp::Transfer:
      return Text + " may block while attached: threads that need the GIL, or "
                    "to stop the world, wait with it";
    default:
      return Text + " waits for another thread while attached: that thread "
                    "may be waiting until it is attached";
    }
  }

  std::vector<const FunctionDecl *> Functions;
  std::vector<unsigned> WrittenAt; ///< by Wait::Group: the line of the plan
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeBlockingLock(StringRef Name, tidy::ClangTidyContext *Context,
                 SessionPool &Pool) {
  return std::make_unique<BlockingLock>(Name, Context, Pool);
}

} // namespace ftidy
