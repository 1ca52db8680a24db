//===-- NoWait.cpp - calls that seem to wait, and do not
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/NoWait.h"
#include "CApi/Use.h"
#include "Flow/Graph.h"
#include "Roles/Callees.h"
#include "Session.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/TargetInfo.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace ftidy::guards {

// A time that is written as nothing but zeros: 0, {}, std::chrono::seconds(0).
static bool isNoTime(const Expr *E) {
  bool Zero = false, Other = false;
  syntax::forEachStmt(E, [&](const Stmt *S) {
    if (const auto *Number = dyn_cast<IntegerLiteral>(S))
      (Number->getValue() == 0 ? Zero : Other) = true;
    else if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      Other |= !isa<FunctionDecl>(Ref->getDecl());
    else if (isa<FloatingLiteral, MemberExpr>(S))
      Other = true;
    return true;
  });
  return Zero && !Other;
}

// Members: only the futures' wait_for.
static bool memberEndsAtOnce(const CXXMemberCallExpr &Call) {
  const CXXMethodDecl *F = Call.getMethodDecl();
  return F && F->getIdentifier() && F->getName() == "wait_for" &&
         Call.getNumArgs() == 1 && isNoTime(Call.getArg(0));
}

// The argument that says how long; -1 for what has none.
static int timeOf(llvm::StringRef Name, unsigned Arguments) {
  if (Name.ends_with("sleep") || Name == "poll" || Name == "epoll_wait" ||
      Name == "Sleep")
    return Arguments - 1;
  return llvm::StringSwitch<int>(Name)
      .Case("WaitForSingleObject", 1)
      .Case("WaitForSingleObjectEx", 1)
      .Case("WaitForMultipleObjects", 3)
      .Case("MsgWaitForMultipleObjects", 3)
      .Case("epoll_pwait", 3)
      .Default(-1);
}

bool endsAtOnce(const roles::Callee &C, const ASTContext &Context) {
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(C.At))
    return memberEndsAtOnce(*Member);
  const auto *Call = dyn_cast<CallExpr>(C.At);
  if (!Call || !Call->getNumArgs() || !C.Function->getIdentifier())
    return false;
  const llvm::StringRef Name = C.Function->getName();
  const unsigned Count = Call->getNumArgs();
  if (Name == "select" || Name == "pselect" || Name == "ppoll")
    return Count > 1 && !flow::isNullConstant(
                            Call->getArg(Name == "select" ? Count - 1 : Count - 2));
  const auto Number = [&](unsigned I) -> std::optional<int64_t> {
    Expr::EvalResult Value;
    if (I >= Count || Call->getArg(I)->isValueDependent() ||
        !Call->getArg(I)->EvaluateAsInt(Value, Context))
      return std::nullopt;
    return Value.Val.getInt().getExtValue();
  };
  // Only to wait for a file's lock: F_SETLKW and, on Linux, F_OFD_SETLKW.
  if (Name == "fcntl") {
    const bool Mac = Context.getTargetInfo().getTriple().isOSDarwin();
    const auto Command = Number(1);
    return !Command || (Mac ? *Command != 9 : *Command != 7 && *Command != 38);
  }
  if (const int Time = timeOf(Name, Count); Time >= 0)
    return Number(Time) == 0;
  const int64_t Flags = Number(Count - 1).value_or(0);
  // MSG_DONTWAIT.
  if (Name.starts_with("recv"))
    return Flags & 0x40;
  // LOCK_NB, WNOHANG.
  return (Name == "flock" && Flags & 4) ||
         (Name.starts_with("wait") && Count > 1 && Flags & 1);
}

bool readsFile(Function &F, const roles::Callee &C) {
  if (!C.Function->getName().starts_with("read"))
    return false;
  return llvm::any_of(F.callees(), [](const roles::Callee &O) {
    return O.Function && O.Function->getIdentifier() &&
           llvm::StringSwitch<bool>(O.Function->getName())
               .Case("open", true)
               .Case("open64", true)
               .Case("openat", true)
               .Case("openat64", true)
               .Case("lseek", true)
               .Case("lseek64", true)
               .Default(false);
  });
}

bool takesNotYet(Function &F) {
  const ASTContext &Context = F.decl().getASTContext();
  return llvm::any_of(F.statements(), [&](const Stmt *S) {
    const auto *Number = dyn_cast<IntegerLiteral>(S);
    if (!Number || !Number->getLocation().isMacroID())
      return false;
    const llvm::StringRef Name =
        capi::macroName(Number->getLocation(), Context);
    return Name == "EAGAIN" || Name == "EWOULDBLOCK";
  });
}

} // namespace ftidy::guards
