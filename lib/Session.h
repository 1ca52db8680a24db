//===-- Session.h - what one translation unit knows -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The rooms answer questions about one function or one file. The Session keeps
// their answers for as long as the translation unit lives, so that several
// checks ask once. It decides nothing itself.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_SESSION_H
#define FTIDY_LIB_SESSION_H

#include "Options.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/ArrayRef.h"
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

// Only named here: who asks a room includes its header.
namespace clang {
class ASTContext;
class CallExpr;
class Decl;
class FunctionDecl;
class ParentMap;
class Preprocessor;
class ReturnStmt;
class SourceManager;
class Stmt;
} // namespace clang

namespace ftidy::capi {
class FactIndex;
class MacroLog;
class Origins;
class ProjectFacts;
class Uses;
} // namespace ftidy::capi
namespace ftidy::fix {
class Availability;
struct Edit;
class EditPlan;
struct NewVariable;
} // namespace ftidy::fix
namespace ftidy::flow {
class Graph;
} // namespace ftidy::flow
namespace ftidy::guards {
class Effects;
class FieldRaces;
class Guards;
class Held;
class LocksOfFile;
class Sections;
class ThreadStates;
} // namespace ftidy::guards
namespace ftidy::own {
struct BorrowedResult;
class BorrowedSites;
class Walks;
} // namespace ftidy::own
namespace ftidy::roles {
class Accesses;
struct Callee;
class FirstUses;
class Roles;
} // namespace ftidy::roles
namespace ftidy::sharing {
class Fields;
class Sharing;
class Summaries;
} // namespace ftidy::sharing

namespace ftidy {

class Session;

/// A finding of one of the checks, once it was shown.
struct Said {
  std::string Check;
  clang::SourceLocation Loc;
  bool HasFix; ///< at the user's FixLevel
};

/// What is known of one function. Everything is made on the first question.
class Function {
public:
  Function(const clang::FunctionDecl &Decl, Session &Of);
  ~Function();

  const clang::FunctionDecl &decl() const { return Decl; }
  const capi::Uses &uses();
  /// What the body calls, also without naming it.
  llvm::ArrayRef<roles::Callee> callees();
  /// Null when the function cannot be analysed.
  const flow::Graph *graph();
  /// The same with the destruction of automatic objects, which C has none of.
  const flow::Graph *graphWithDestructors();
  const guards::Sections &sections();
  /// Only with a graph. Null while it is being found out.
  const sharing::Sharing *sharing();
  /// The sites whose lender others can change. Empty without a graph.
  const own::BorrowedSites &borrowed();
  /// Empty without a graph.
  const own::Walks &walks();
  /// Every statement and expression of the member initialisers and the body, each
  /// before those in it; of a lambda what initialises its captures.
  llvm::ArrayRef<const clang::Stmt *> statements();
  /// Those of them that are calls, and those that return.
  llvm::ArrayRef<const clang::CallExpr *> calls();
  llvm::ArrayRef<const clang::ReturnStmt *> returns();
  /// Who is the parent of whom in the body.
  const clang::ParentMap &parents();
  /// The names that plans have given to new variables of this function.
  std::set<fix::NewVariable> &names();

private:
  const clang::FunctionDecl &Decl;
  Session &Of;
  struct Answers;
  std::unique_ptr<Answers> A;
};

/// Who looks at a translation unit: each check does.
class Observer {
public:
  virtual ~Observer() = default;
  /// Looks at one function definition.
  virtual void checkFunction(Function &) {}
  /// Looks at the whole file, once, after its functions.
  virtual void checkFile() {}
  /// Looks at the whole file once everybody has said what there is to say:
  /// Session::said() is complete, but for what is said here.
  virtual void checkAfterAll() {}
};

class Session {
public:
  explicit Session(Options O);
  ~Session();

  /// Before the first token: starts the macro log. Later calls for the same
  /// translation unit do nothing.
  void attach(const clang::SourceManager &SM, clang::Preprocessor &PP);
  /// Once the AST is there. Later calls do nothing.
  void begin(clang::ASTContext &Context);
  bool hasBegun() const { return Context; }

  /// Each check joins once, before the AST is there. True for the first one,
  /// which brings the functions for all: to match them costs as much as to look
  /// at them.
  bool join(Observer &O);
  /// A definition that the observers shall look at, in the order of the file.
  void addDefinition(const clang::FunctionDecl &F) { Definitions.push_back(&F); }
  /// Shows everything to all observers.
  void run();

  /// What the checks found in this file so far.
  void noteSaid(Said F) { Findings.push_back(std::move(F)); }
  llvm::ArrayRef<Said> said() const { return Findings; }
  /// True when another check has spoken of this line. The checks look at the
  /// whole file in the order of their names.
  bool hasSaid(llvm::StringRef Check, clang::SourceLocation At) const;

  const Options &options() const { return O; }
  clang::ASTContext &context() const { return *Context; }
  const capi::FactIndex &facts() const;
  const capi::MacroLog &macros() const;
  const capi::ProjectFacts &project() const;
  capi::Origins &origins();
  roles::Roles &roles();
  const roles::Accesses &accesses();
  const roles::FirstUses &firstUses();
  guards::Held &held();
  /// True when F runs only while the module is initialised: by its roles, or
  /// because the project says so.
  bool initOnly(const clang::FunctionDecl &F);
  /// True when nobody else can see or fill what F fills meanwhile: F runs only at
  /// initialisation, or once with a lock of its own.
  bool runsAlone(const clang::FunctionDecl &F);
  sharing::Summaries &summaries();
  const guards::Guards &guards() const;
  /// What the functions of the file may do: run Python code, detach, block.
  guards::Effects &effects();
  /// Which locks the functions of the file hold.
  guards::LocksOfFile &locks();
  /// Whether the functions of the file run attached.
  guards::ThreadStates &threadStates();
  const fix::Availability &availability();
  const sharing::Fields &fields();
  const guards::FieldRaces &fieldRaces();
  Function &function(const clang::FunctionDecl &F);

  /// True when the file is a program of its own, with a main function: no
  /// interpreter runs its code on several threads.
  bool isProgram() const;

  /// True when F seems to be a part of initialisation that another file calls: it
  /// can be seen from there, nothing but initialisation, or what looks like it,
  /// calls it here, and its name says so (`init`, `setup`, `register`, `load`). So
  /// does what only such functions call.
  bool looksLikeInit(const clang::FunctionDecl &F, unsigned Depth = 0);

  /// What this function returns borrowed, from an annotation or from its body
  /// when the file has it; nothing when it is not known to.
  std::optional<own::BorrowedResult>
  borrowedResult(const clang::FunctionDecl &F);

  /// Whether what this function returns is a new reference, from its body when
  /// the file has it; false when nothing is known.
  bool returnsNew(const clang::FunctionDecl &F);

  /// Only the fixes of one function, or one fix, may insert something behind the
  /// includes, so that two fixes never write at one place. True when By is it.
  bool claimInclude(const void *By) {
    if (!IncludeClaim)
      IncludeClaim = By;
    return IncludeClaim == By;
  }

  /// Reserves the places of a plan's edits in the file of L. False when another
  /// plan changes one of them already: two plans never write at one place.
  bool claim(clang::SourceLocation L, const std::vector<fix::Edit> &Edits);

  /// The plans of the borrowed sites of the functions that were planned: some
  /// functions are planned with another one.
  std::map<const clang::FunctionDecl *, std::vector<fix::EditPlan>> &
  strongPlans();

  /// One sentence when the facts file could not be read; said once.
  std::string takeProblem() { return std::move(Problem); }

private:
  std::vector<Observer *> Observers;
  std::vector<const clang::FunctionDecl *> Definitions;
  std::vector<Said> Findings;
  Options O;
  std::string Problem;
  const clang::SourceManager *SM = nullptr;
  clang::Preprocessor *PP = nullptr;
  clang::ASTContext *Context = nullptr;
  const void *IncludeClaim = nullptr;
  struct Rooms;
  std::unique_ptr<Rooms> In;
};

/// Where the checks of one translation unit meet. One per module instance;
/// clangd runs several translation units on several threads.
class SessionPool {
public:
  /// The session that belongs to this key (clang-tidy's context of one
  /// translation unit), made with O when there is none yet.
  std::shared_ptr<Session> get(const void *Key, const Options &O);

private:
  std::mutex Lock;
  std::map<const void *, std::weak_ptr<Session>> Sessions;
};

} // namespace ftidy

#endif
