//===-- PublishOnce.cpp - a static that one thread fills
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/PublishOnce.h"
#include "CApi/Use.h"
#include "FixIt/AtomicStatic.h"
#include "FixIt/ModuleInit.h"
#include "FixIt/NewInclude.h"
#include "FixIt/SecondThread.h"
#include "FixIt/StaticText.h"
#include "FixIt/Structure.h"
#include "Flow/Graph.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include <set>

using namespace clang;

namespace ftidy::fix {

namespace {

// What both plans ask of a fill, and what they find on the way.
class FillPlan {
public:
  FillPlan(const roles::Fill &F, Session &S)
      : F(F), S(S), SM(S.context().getSourceManager()),
        Text(S.context(), F.In->getBody()->getBeginLoc()),
        Tree(F.In->getBody()) {}

  std::optional<EditPlan> hoist() {
    if (!read() || !isSimple() || !isMadeOfConstants() ||
        !F.Variable->isStaticLocal() || !isStoreAndCheck())
      return std::nullopt;
    // It has to stand behind this function.
    const FunctionDecl *Into = moduleInit(Text, S);
    return Into && SM.isBeforeInTranslationUnit(F.In->getLocation(),
                                                Into->getLocation())
               ? moveInto(*Into)
               : std::nullopt;
  }

  EditPlan publish() {
    if (!hasAtomics(S))
      return EditPlan::refuse(Reason::NoAtomics);
    if (!read() || !isSimple())
      return refused();
    if (!allowsAtomic(*F.Variable, S))
      return EditPlan::refuse(Reason::AtomicType);
    if (!mayReleaseFresh(F, Stores.size(), Tree, S))
      return EditPlan::refuse(Reason::FreshKept);
    std::vector<Edit> Edits;
    if (!fillLocal(Edits))
      return refused();
    if (!declareAtomic(*F.Variable, Declared, Text, S, Edits))
      return EditPlan::refuse(Reason::FillShape);
    if (const Reason Taken = includeAtomics(F.Variable, Text, S, Edits);
        Taken != Reason::None)
      return EditPlan::refuse(Taken);
    llvm::sort(Edits);
    EditPlan Plan = EditPlan::of(std::move(Edits));
    Plan.lowerToReview(
        "'" + F.Variable->getNameAsString() +
        "' becomes atomic; two threads may both make the object, and the one "
        "that comes second releases its own");
    return Plan;
  }

private:
  bool fail(Reason R) {
    if (Why == Reason::None)
      Why = R;
    return false;
  }
  EditPlan refused() const { return EditPlan::refuse(Why); }

  bool isCxx() const { return S.context().getLangOpts().CPlusPlus; }

  // The declaration and the branch.
  bool read() {
    if (F.Helper)
      return fail(Reason::FilledByHelper);
    if (F.IsFlag || !F.Data.empty() || F.First->In != F.In)
      return fail(Reason::FilledTogether);
    if (roles::storageOf(*F.Variable) != roles::Storage::Plain)
      return fail(Reason::FillShape);
    if (F.In->isTemplated() || F.In->isDependentContext() ||
        isa<CXXMethodDecl>(F.In))
      return fail(Reason::Template);
    If = dyn_cast_or_null<IfStmt>(F.Whole);
    if (F.TestsCopy || !If || If->getElse() || If->getThen() != F.Branch ||
        !mustBeUnset(If->getCond()))
      return fail(Reason::FillShape);
    const auto Found = StaticText::of(*F.Variable, Text, S, Why);
    if (!Found)
      return false;
    Declared = *Found;
    Block = dyn_cast<CompoundStmt>(F.Branch);
    const auto Stretch = Text.statement(F.Branch);
    if (!Stretch || !Text.of(If))
      return fail(Reason::HiddenByMacro);
    Branch = *Stretch;
    if (Text.hasConditional(*Text.of(If)))
      return fail(Reason::Conditional);
    if (Tree.hasLabel(F.Branch))
      return fail(Reason::UnknownExit);
    return true;
  }

  // The branch runs only when the variable is unset.
  bool mustBeUnset(const Expr *Condition) const {
    Condition = capi::strip(Condition);
    if (Condition == F.Test)
      return true;
    const auto *And = dyn_cast<BinaryOperator>(Condition);
    return And && And->getOpcode() == BO_LAnd &&
           (mustBeUnset(And->getLHS()) || mustBeUnset(And->getRHS()));
  }

  bool isVariable(const Expr *E) const {
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(capi::strip(E));
    return Ref && Ref->getDecl()->getCanonicalDecl() ==
                      F.Variable->getCanonicalDecl();
  }

  // Every change is on the branch and gives a new object; elsewhere it is read.
  bool isSimple() {
    for (const roles::Access &A : S.accesses().of(F.Variable)) {
      const bool OnBranch = A.In == F.In && Tree.contains(F.Branch, A.At);
      if (A.Kind == roles::AccessKind::Address)
        return fail(Reason::AddressTaken);
      if (!OnBranch && A.writes())
        return fail(Reason::OtherWriter);
      if (OnBranch && !placeOf(A))
        return fail(Reason::HiddenByMacro);
      if (!A.writes())
        continue;
      const auto *Assign = dyn_cast_or_null<BinaryOperator>(A.By);
      if (!Assign || Assign->getOpcode() != BO_Assign ||
          A.Of != roles::Extent::Whole)
        return fail(Reason::LoserUnknown);
      if (flow::isNullConstant(Assign->getRHS()))
        continue;
      if (!isNewObject(*Assign->getRHS(), *F.In, S))
        return fail(Reason::LoserUnknown);
      Stores.push_back(Assign);
    }
    if (Stores.empty() || !F.Variable->getType()->isPointerType())
      return fail(Reason::LoserUnknown);
    if (Text.text(Declared.Type).contains("const") ||
        F.Variable->getType().hasQualifiers())
      return fail(Reason::LoserUnknown);
    return true;
  }

  // Where the name stands in the file; also as the argument of a macro.
  std::optional<unsigned> placeOf(const roles::Access &A) const {
    SourceLocation L = A.At->getExprLoc();
    if (L.isMacroID() && !SM.isMacroArgExpansion(L))
      return std::nullopt;
    const auto At = Text.offset(SM.getFileLoc(L));
    if (!At || !Text.text({*At, ~0u}).starts_with(F.Variable->getName()))
      return std::nullopt;
    return At;
  }

  // `if (x == NULL) return ...;` after it was set: no way out holds an object.
  bool readExits() {
    for (const Stmt *Exit : exits()) {
      bool Empty = false, Always = false;
      for (const Stmt *Up = Exit; Up && Up != F.Branch; Up = Tree.parent(Up)) {
        const auto *Around = dyn_cast_or_null<IfStmt>(Tree.parent(Up));
        if (!Around || Up == Around->getCond())
          continue;
        const auto Test = flow::nullTest(Around->getCond());
        if (!Test || !isVariable(Test->Subject) ||
            Test->NullWhen != (Up == Around->getThen()))
          continue;
        Empty = true;
        Always = Tree.parent(Around) == F.Branch && Up == Around->getThen();
      }
      const bool Before = SM.isBeforeInTranslationUnit(
          SM.getFileLoc(Exit->getBeginLoc()),
          SM.getFileLoc(Stores.front()->getBeginLoc()));
      if (!Empty && !Before)
        return fail(Reason::UnknownExit);
      if (Always && SM.isBeforeInTranslationUnit(
                       SM.getFileLoc(Stores.back()->getBeginLoc()),
                       SM.getFileLoc(Exit->getBeginLoc())))
        Checked = true;
    }
    return true;
  }

  llvm::SmallVector<const Stmt *, 8> exits() const {
    llvm::SmallVector<const Stmt *, 8> Found, Work{F.Branch};
    while (!Work.empty()) {
      const Stmt *Top = Work.pop_back_val();
      if (isa<ReturnStmt, GotoStmt, IndirectGotoStmt, CXXThrowExpr, BreakStmt,
              ContinueStmt>(Top))
        Found.push_back(Top);
      if (isa<LambdaExpr>(Top))
        continue;
      for (const Stmt *Child : Top->children())
        if (Child)
          Work.push_back(Child);
    }
    return Found;
  }

  // In C++ an exception may pass by the publication.
  bool mayThrow() const {
    if (!isCxx())
      return false;
    llvm::SmallVector<const Stmt *, 16> Work{F.Branch};
    const capi::Uses &Uses = S.function(*F.In).uses();
    while (!Work.empty()) {
      const Stmt *Top = Work.pop_back_val();
      if (isa<CallExpr, CXXConstructExpr, CXXNewExpr>(Top) && !Uses.at(Top))
        return true;
      for (const Stmt *Child : Top->children())
        if (Child)
          Work.push_back(Child);
    }
    return false;
  }

  bool fillLocal(std::vector<Edit> &Edits) {
    if (!readExits())
      return false;
    if (mayThrow())
      return fail(Reason::MayThrow);
    const auto Function = Text.of(F.In->getBody());
    if (!Function)
      return fail(Reason::HiddenByMacro);
    const std::string Fresh = Text.freeName("fresh", *Function);
    const std::string Unset = Text.freeName("unset", *Function);
    const std::string Name = F.Variable->getNameAsString();
    const StringRef Type = Text.text(Declared.Type).rtrim();
    const std::string Gap = Type.ends_with("*") ? "" : " ";
    const std::string Null = Text.nullPointer().str();

    std::set<unsigned> Places;
    for (const roles::Access &A : S.accesses().of(F.Variable))
      if (A.In == F.In && Tree.contains(F.Branch, A.At))
        Places.insert(*placeOf(A));
    // The statement of the branch that names it first.
    const Stmt *First = Block ? nullptr : F.Branch;
    if (Block)
      for (const Stmt *Child : Block->body()) {
        const auto Stretch = Text.statement(Child);
        if (!Stretch)
          return fail(Reason::HiddenByMacro);
        if (!Places.empty() && *Places.begin() >= Stretch->Begin &&
            *Places.begin() < Stretch->End) {
          First = Child;
          break;
        }
      }
    if (!First || Places.empty())
      return fail(Reason::FillShape);
    const auto *Assign = dyn_cast<BinaryOperator>(First);
    const bool Declares = Assign && Assign->getOpcode() == BO_Assign &&
                          isVariable(Assign->getLHS());
    const unsigned FirstAt = Text.statement(First)->Begin;
    const std::string Inner =
        Block ? Text.indentation(FirstAt).str() : Text.deeper(*ifAt());
    for (const unsigned At : Places) {
      std::string New = Fresh;
      if (Declares && At == *Places.begin())
        New = (Type + Gap + Fresh).str();
      if (!(Declares && At == *Places.begin()) || Block)
        Edits.push_back({At, unsigned(Name.size()), New});
    }
    if (!Declares && Block)
      Edits.push_back({FirstAt, 0,
                       (Type + Gap + Fresh + " = " + Null + ";\n" + Inner).str()});
    const std::string Step = Text.deeper(*ifAt()).substr(
        Text.indentation(*ifAt()).size());
    const std::string Publish =
        publication({Name, Fresh, Unset, (Type + Gap).str(), Inner, Step,
                     Checked, /*Declares=*/true},
                    Text, isCxx());
    if (!Block) {
      if (!Declares)
        return fail(Reason::FillShape);
      // The unbraced statement gets its braces.
      const StringRef Old = Text.text(Branch);
      const unsigned At = *Places.begin() - Branch.Begin;
      std::string Body = Old.str();
      Body.replace(At, Name.size(), (Type + Gap + Fresh).str());
      const auto Head = Text.headEnd(If, F.Branch);
      if (!Head || Text.hasComment({*Head, Branch.Begin}) || Places.size() != 1)
        return fail(Reason::FillShape);
      Edits.push_back({*Head, Branch.End - *Head,
                       " {\n" + Inner + Body + "\n" + Publish + "\n" +
                           Text.indentation(*ifAt()).str() + "}"});
      return true;
    }
    if (leavesAtEnd())
      return fail(Reason::FillShape);
    const auto Last = Text.statement(Block->body_back());
    if (!Last)
      return fail(Reason::HiddenByMacro);
    const unsigned End = Text.afterTrailingComment(Last->End);
    Edits.push_back({End, 0, "\n" + Publish});
    return true;
  }

  bool leavesAtEnd() const {
    return isa<ReturnStmt, GotoStmt, BreakStmt, ContinueStmt>(
        Block->body_back());
  }

  std::optional<unsigned> ifAt() const { return Text.of(If)->Begin; }

  // One store of an object that is made of literals without running Python.
  bool isMadeOfConstants() {
    if (Stores.size() != 1)
      return false;
    const capi::Use *Made =
        S.function(*F.In).uses().at(capi::strip(Stores[0]->getRHS()));
    return Made && Made->F->RunsPython <= capi::Runs::Finalizers &&
           llvm::all_of(Made->Args, [](const Expr *Argument) {
             const Expr *Value = Argument ? capi::strip(Argument) : nullptr;
             return Value && (isa<StringLiteral, IntegerLiteral,
                                  FloatingLiteral, CharacterLiteral>(Value) ||
                              flow::isNullConstant(Value));
           });
  }

  // `x = make(); if (x == NULL) return ...;` and nothing else.
  bool isStoreAndCheck() {
    if (!Block || Block->size() != 2 || Block->body_front() != Stores[0] ||
        !readExits() || !Checked)
      return false;
    const auto *Check = dyn_cast<IfStmt>(Block->body_back());
    return Check && !Check->getElse() && exits().size() == 1 &&
           isa<ReturnStmt>(exits().front()) &&
           (Check->getThen() == exits().front() ||
            (isa<CompoundStmt>(Check->getThen()) &&
             cast<CompoundStmt>(Check->getThen())->size() == 1));
  }

  std::optional<EditPlan> moveInto(const FunctionDecl &Init) {
    const auto *Body = dyn_cast_or_null<CompoundStmt>(Init.getBody());
    const auto Whole = Text.of(If);
    const auto Function = Text.offset(F.In->getBeginLoc());
    if (!Body || Body->body_empty() || !Whole || !Function ||
        !Text.of(Body->body_front()))
      return std::nullopt;
    const std::string Name = F.Variable->getNameAsString();
    // The name has to mean nothing else in this file.
    const unsigned FirstAt = Text.of(Body->body_front())->Begin;
    if (!isOnlyName() || !Text.startsLine(FirstAt) ||
        !Text.startsLine(*Function) ||
        !underSameConditions(Text, *Function, FirstAt))
      return std::nullopt;
    const StringRef Indent = Text.indentation(FirstAt);
    const auto Return = Text.of(exits().front());
    if (Indent != Text.indentation(*ifAt()) || !Return)
      return std::nullopt;
    const bool IsInt = Init.getReturnType()->isIntegerType();
    // As it is written, with its comments; only what it returns is another.
    const std::string Fill =
        (Text.text({Whole->Begin, Return->Begin}) + "return " +
         (IsInt ? StringRef("-1") : Text.nullPointer()) +
         Text.text({Return->End, Text.afterTrailingComment(Whole->End)}) + "\n" +
         Indent)
            .str();
    const Stretch Gone = Text.removal(Declared.Whole);
    const Stretch Test = Text.removal(*Whole);
    std::vector<Edit> Edits{
        {aboveComment(*Function), 0,
         (Text.text(Declared.Whole) + "\n\n").str()},
        {Gone.Begin, Gone.End - Gone.Begin, ""},
        {Test.Begin, Test.End - Test.Begin, ""},
        {FirstAt, 0, Fill}};
    llvm::sort(Edits);
    EditPlan Plan = EditPlan::of(std::move(Edits));
    Plan.lowerToReview("'" + Name +
                       "' is made when the module is initialised, also when "
                       "nobody asks for it");
    return Plan;
  }

  // The start of the comment that stands right above a line, or the line itself.
  unsigned aboveComment(unsigned LineStart) const {
    while (LineStart > 0) {
      const StringRef Before = Text.text({0, LineStart - 1});
      const size_t Start = Before.rfind('\n') + 1;
      const StringRef Line = Before.drop_front(Start).trim();
      if (!Line.starts_with("//") && !Line.starts_with("/*") &&
          !Line.starts_with("*") && !Line.ends_with("*/"))
        break;
      LineStart = Start;
    }
    return LineStart;
  }

  // No other variable or function of the file has the name.
  bool isOnlyName() const {
    const auto *Unit = S.context().getTranslationUnitDecl();
    if (!Unit->lookup(F.Variable->getDeclName()).empty())
      return false;
    for (const VarDecl *V : S.accesses().variables())
      if (V != F.Variable && V->getDeclName() == F.Variable->getDeclName())
        return false;
    return true;
  }

  const roles::Fill &F;
  Session &S;
  const SourceManager &SM;
  SourceText Text;
  Structure Tree;
  const IfStmt *If = nullptr;
  const CompoundStmt *Block = nullptr;
  StaticText Declared{};
  Stretch Branch{0, 0};
  std::vector<const BinaryOperator *> Stores;
  bool Checked = false;
  Reason Why = Reason::None;
};

} // namespace

std::optional<EditPlan> hoistFill(const roles::Fill &F, Session &S) {
  return FillPlan(F, S).hoist();
}

EditPlan publishFill(const roles::Fill &F, Session &S) {
  if (auto InPlace = publishInPlace(F, S))
    return std::move(*InPlace);
  return FillPlan(F, S).publish();
}

} // namespace ftidy::fix
