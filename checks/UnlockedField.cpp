//===-- UnlockedField.cpp - freethreading-unlocked-field
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each function that uses fields of a shared object which another thread can
// change meanwhile, unless a lock is held: report the first of its places, name
// the other side, and offer a critical section on the object around them all.
//
// A reference that very many functions use, none of which a section alone would
// help, is one finding: what it wants is a function that reads it.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "FixIt/LockFields.h"
#include "Guards/FieldRaces.h"
#include "Guards/ThreadState.h"
#include "Roles/FirstUse.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace ftidy {

namespace {

using guards::FieldRace;
using Kind = FieldRace::Kind;

class UnlockedField : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override {
    for (const FieldRace &Race : session().fieldRaces().in(F.decl())) {
      if (Race.What == Kind::Exports || Race.What == Kind::Exhausted)
        continue; // checks of their own
      if (Race.What != Kind::Parked &&
          session().threadStates().in(F.decl()).before(Race.At) ==
              guards::Attachment::Detached)
        Detached.push_back(&Race);
      else
        judge(F, Race);
    }
  }

  void judge(Function &F, const FieldRace &Race) {
    fix::EditPlan Plan = fix::lockFields(F, session(), Race);
    if (Race.What == Kind::Use && Plan.level() == fix::Level::None)
      Users[Race.Fields.front()].push_back({&Race, std::move(Plan)});
    else
      say(Race, std::move(Plan));
  }

  void checkFile() override {
    // No section lasts where the thread is detached: freethreading-detached-access
    // has more to say of that place.
    for (const FieldRace *Race : std::exchange(Detached, {}))
      if (!session().hasSaid("freethreading-detached-access",
                             Race->At->getExprLoc()))
        judge(session().function(*Race->In), *Race);
    for (auto &[Field, All] : std::exchange(Users, {}))
      if (session().fieldRaces().hasManyUsers(Field) && All.size() > MostShown)
        sayTogether(All);
      else
        for (auto &[Race, Plan] : All)
          say(*Race, std::move(Plan));
  }

  /// Of many functions that use one reference, those that are shown.
  static constexpr size_t MostShown = 4;
  using User = std::pair<const FieldRace *, fix::EditPlan>;

  void say(const FieldRace &Race, fix::EditPlan Plan) {
    Finding Result = finding(Race);
    Result.Message =
        message(Race) +
        (Race.What == Kind::Parked
             ? "; keep it in a variable of the function"
         : sharing::isObject(Race.Fields.front()->getParent())
             ? "; hold a critical section on '" + guards::nameOf(Race) + "'"
             : "; give the object a mutex, or lock it around each call");
    Result.Plan = std::move(Plan);
    report(Result);
  }

  void sayTogether(llvm::ArrayRef<User> All) {
    const FieldRace &First = *All.front().first;
    Finding Result = finding(First);
    Result.Message = message(First) + ", here and in " +
                     std::to_string(All.size() - 1) +
                     " other functions; read it in one function that takes a "
                     "reference in a critical section";
    for (const User &U : All.drop_front().take_front(MostShown))
      Result.Notes.push_back({U.first->At->getExprLoc(),
                              "also used in '" +
                                  U.first->In->getNameAsString() + "'"});
    Result.Plan = All.front().second;
    report(Result);
  }

  Finding finding(const FieldRace &Race) {
    Finding Result;
    Result.Loc = Race.At->getExprLoc();
    if (Race.AgainstAt && Race.Against != Race.In)
      Result.Notes.push_back({Race.AgainstAt->getExprLoc(),
                              std::string(verb(Race.What)) + " here, in '" +
                                  Race.Against->getNameAsString() + "'"});
    if (Race.Member)
      Result.Notes.push_back({Race.Member->getExprLoc(),
                              "python code replaces it through this member"});
    return Result;
  }

  static const char *verb(Kind What) {
    switch (What) {
    case Kind::Swap:
    case Kind::Use:
    case Kind::FirstUse:
      return "released";
    case Kind::Free:
    case Kind::UseMemory:
      return "freed or moved";
    default:
      return "changed";
    }
  }

  std::string message(const FieldRace &Race) {
    const std::string Owner = guards::nameOf(Race);
    const std::string One = fieldName(Race);
    std::string Text;
    switch (Race.What) {
    case Kind::Swap:
      Text = One + " is replaced and its old object released with no lock; "
                   "another thread may use or release the same object";
      break;
    case Kind::Use:
      Text = One + " is used with no lock while another thread may release it";
      break;
    case Kind::FirstUse:
      Text = One + " is filled on first use with no lock; two threads may both "
                   "fill it, and one of the objects is lost";
      break;
    case Kind::Free:
      Text = "the memory of " + One + " is freed or moved with no lock; another "
             "thread may use it meanwhile";
      break;
    case Kind::UseMemory:
      Text = "the memory of " + One + " is used with no lock while another "
             "thread may free it";
      break;
    case Kind::Parked:
      Text = One + " keeps the thread state of the thread that detaches here, "
                   "and another one that detaches meanwhile overwrites it";
      break;
    case Kind::State:
      if (isNumber(Race)) {
        Text = fieldNames(Race) + " of '" + Owner +
               "' is counted with no lock; what two threads add is lost in part";
        break;
      }
      Text = fieldNames(Race) + " of '" + Owner + "' " +
             (Race.Fields.size() == 1 ? "changes" : "change together") +
             " with no lock; another thread may see " +
             (Race.Fields.size() == 1 ? "it" : "them") + " half changed";
      break;
    case Kind::LookAtState:
      Text = fieldNames(Race) + " of '" + Owner + "' " +
             (Race.Fields.size() == 1 ? "is" : "are") +
             " read with no lock while another thread may have " +
             (Race.Fields.size() == 1 ? "it" : "them") + " half changed";
      break;
    case Kind::Exports:
    case Kind::Exhausted:
      break;
    }
    return Text;
  }

  static bool isNumber(const FieldRace &Race) {
    return Race.Fields.size() == 1 &&
           Race.Fields.front()->getType()->isArithmeticType();
  }

  static std::string fieldName(const FieldRace &Race) {
    return "'" + guards::nameOf(Race) + "->" +
           Race.Fields.front()->getNameAsString() + "'";
  }

  static std::string fieldNames(const FieldRace &Race) {
    constexpr size_t Most = 3;
    std::string Text;
    const size_t All = Race.Fields.size();
    const size_t Shown = std::min(All, Most);
    for (size_t I = 0; I < Shown; ++I) {
      if (I)
        Text += I + 1 == All ? " and " : ", ";
      Text += "'" + Race.Fields[I]->getNameAsString() + "'";
    }
    if (Shown < All)
      Text += " and " + std::to_string(All - Shown) + " more";
    return Text;
  }

  /// Those at which the thread is detached.
  std::vector<const FieldRace *> Detached;
  /// Uses without a fix, by field, in the order in which they were found.
  llvm::MapVector<const FieldDecl *, std::vector<User>> Users;
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeUnlockedField(StringRef Name, tidy::ClangTidyContext *Context, SessionPool &Pool) {
  return std::make_unique<UnlockedField>(Name, Context, Pool);
}

} // namespace ftidy
