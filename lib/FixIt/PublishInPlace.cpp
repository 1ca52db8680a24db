//===-- PublishInPlace.cpp - objects published where they are made
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `if (a == NULL || b == NULL) { a = f(); b = g(); if (a == NULL || ...) ... }`
// becomes `{ T *fresh = f(); <publish fresh as a> fresh = g(); <publish as b> ...`.
// Who leaves the branch early holds nothing, and what was published before is not
// made twice. Another thread that comes by finds all of them set when the condition
// asks for all of them, or for the one that is published last.
//
//===----------------------------------------------------------------------===//

#include "CApi/Use.h"
#include "FixIt/AtomicStatic.h"
#include "FixIt/NewInclude.h"
#include "FixIt/PublishOnce.h"
#include "FixIt/Structure.h"
#include "Flow/Graph.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace ftidy::fix {

namespace {

// One of the statics.
struct Slot {
  const VarDecl *V;
  StaticText Declared;
  const BinaryOperator *Store = nullptr;
  bool Tested = false;
};

class InPlace {
public:
  InPlace(const roles::Fill &F, Session &S)
      : F(F), S(S), Text(S.context(), F.In->getBody()->getBeginLoc()),
        Tree(F.In->getBody()) {}

  std::optional<EditPlan> plan() {
    if (!read() || !findSlots() || !isFoundSet())
      return std::nullopt;
    std::vector<Edit> Edits;
    for (const Slot &Each : Slots)
      if (!publish(Each, Edits) ||
          !declareAtomic(*Each.V, Each.Declared, Text, S, Edits))
        return std::nullopt;
    if (const Reason Taken = includeAtomics(F.Variable, Text, S, Edits);
        Taken != Reason::None)
      return EditPlan::refuse(Taken);
    llvm::sort(Edits);
    EditPlan Plan = EditPlan::of(std::move(Edits));
    Plan.lowerToReview(names() + (Slots.size() == 1 ? " becomes" : " become") +
                       " atomic; two threads may both make an object, and the "
                       "one that comes second releases its own");
    return Plan;
  }

private:
  std::string names() const {
    std::string Result;
    for (const Slot &Each : Slots)
      Result += (Result.empty() ? "'" : ", '") + Each.V->getNameAsString() + "'";
    return Result;
  }

  bool read() {
    if (!hasAtomics(S) || F.Helper || F.IsFlag || F.TestsCopy ||
        F.First->In != F.In || F.In->isTemplated() ||
        F.In->isDependentContext())
      return false;
    If = dyn_cast_or_null<IfStmt>(F.Whole);
    Block = dyn_cast<CompoundStmt>(F.Branch);
    if (!If || If->getElse() || If->getThen() != F.Branch || !Block)
      return false;
    const auto Whole = Text.of(If);
    const auto Function = Text.of(F.In->getBody());
    if (!Whole || !Function || Tree.hasLabel(F.Branch))
      return false;
    Around = *Whole;
    Conditional = Text.hasConditional(Around);
    Fresh = Text.freeName("fresh", *Function);
    Unset = Text.freeName("unset", *Function);
    return Conditional != !F.Data.empty(); // one static, or no conditional parts
  }

  bool findSlots() {
    if (!add(*F.Variable))
      return false;
    for (const VarDecl *V : F.Data)
      if (!add(*V))
        return false;
    // One pair of local variables serves them all.
    for (const Slot &Each : Slots)
      if (typeOf(Each) != typeOf(Slots.front()))
        return false;
    llvm::sort(Slots, [](const Slot &A, const Slot &B) {
      return A.Store->getBeginLoc() < B.Store->getBeginLoc();
    });
    return true;
  }

  // One store of a new object, on the branch; elsewhere V is read.
  bool add(const VarDecl &V) {
    Reason Why = Reason::None;
    const auto Declared = StaticText::of(V, Text, S, Why);
    if (!Declared || roles::storageOf(V) != roles::Storage::Plain ||
        !V.getType()->isPointerType() || V.getType().hasQualifiers() ||
        !allowsAtomic(V, S) || Text.text(Declared->Type).contains("const"))
      return false;
    Slot Result{&V, *Declared};
    unsigned Seen = 0;
    for (const roles::Access &A : S.accesses().of(&V)) {
      const bool Here = A.In == F.In && Tree.contains(If, A.At);
      Seen += Here;
      if (!A.writes()) {
        if (A.Kind == roles::AccessKind::Address || (Here && !isTested(A)))
          return false;
        continue;
      }
      const auto *Store = dyn_cast_or_null<BinaryOperator>(A.By);
      if (!Here || Result.Store || !Store || Store->getOpcode() != BO_Assign ||
          A.Of != roles::Extent::Whole ||
          !llvm::is_contained(Block->body(), Store) ||
          !isNewObject(*Store->getRHS(), *F.In, S))
        return false;
      Result.Store = Store;
    }
    if (!Result.Store || (Conditional && !elsewhereSet(V.getName(), Seen)))
      return false;
    Slots.push_back(Result);
    return true;
  }

  // Compared with NULL, or a condition.
  bool isTested(const roles::Access &A) const {
    const Stmt *Up = Tree.parent(A.At);
    while (isa_and_nonnull<ParenExpr, CastExpr>(Up))
      Up = Tree.parent(Up);
    const auto *Op = dyn_cast_or_null<BinaryOperator>(Up);
    const auto *Not = dyn_cast_or_null<UnaryOperator>(Up);
    return isa_and_nonnull<IfStmt>(Up) ||
           (Op && (Op->isEqualityOp() || Op->isLogicalOp())) ||
           (Not && Not->getOpcode() == UO_LNot);
  }

  // What is compiled under other conditions only sets the variable: that
  // compiles when it is atomic, and does what it did.
  bool elsewhereSet(StringRef Name, unsigned Seen) const {
    unsigned Set = 0;
    const unsigned Named = Text.countWord(Name, [&](SourceLocation L) {
      const auto At = Text.offset(L);
      if (!At || *At < Around.Begin || *At >= Around.End)
        return true;
      const StringRef Next = Text.from(*At + Name.size()).ltrim();
      Set += Next.starts_with("=") && !Next.starts_with("==");
      return false;
    });
    return Named - Seen <= Set - 1; // one of them is the store that is compiled
  }

  // Whether who does not come here finds all of them set.
  bool isFoundSet() {
    if (!readCondition(If->getCond()))
      return false;
    const auto IsTested = [](const Slot &Each) { return Each.Tested; };
    return llvm::all_of(Slots, IsTested) ||
           (llvm::count_if(Slots, IsTested) == 1 && Slots.back().Tested);
  }

  // `a == NULL || b == NULL`.
  bool readCondition(const Expr *Condition) {
    const auto *Or = dyn_cast<BinaryOperator>(capi::strip(Condition));
    if (Or && Or->getOpcode() == BO_LOr)
      return readCondition(Or->getLHS()) && readCondition(Or->getRHS());
    const auto Test = flow::nullTest(Condition);
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(
        Test && Test->NullWhen ? capi::strip(Test->Subject) : nullptr);
    for (Slot &Each : Slots)
      if (Ref && Ref->getDecl()->getCanonicalDecl() ==
                     Each.V->getCanonicalDecl())
        return Each.Tested = true;
    return false;
  }

  std::string typeOf(const Slot &Of) const {
    const StringRef Type = Text.text(Of.Declared.Type).rtrim();
    return (Type + (Type.ends_with("*") ? "" : " ")).str();
  }

  bool publish(const Slot &Of, std::vector<Edit> &Edits) const {
    const auto Store = Text.statement(Of.Store);
    const auto Value = Text.of(Of.Store->getRHS());
    if (!Store || !Value || !Text.startsLine(Store->Begin) ||
        Text.hasConditional(*Store) ||
        Text.hasComment({Store->Begin, Value->Begin}))
      return false;
    const bool IsFirst = &Of == &Slots.front();
    const std::string Indent = Text.indentation(Store->Begin).str();
    const std::string Step =
        Text.deeper(Around.Begin).substr(Text.indentation(Around.Begin).size());
    Edits.push_back({Store->Begin, Value->Begin - Store->Begin,
                     (IsFirst ? typeOf(Of) : "") + Fresh + " = "});
    Edits.push_back(
        {Text.afterTrailingComment(Store->End), 0,
         "\n" + publication({Of.V->getNameAsString(), Fresh, Unset, typeOf(Of),
                             Indent, Step, /*IsSet=*/false, IsFirst},
                            Text, S.context().getLangOpts().CPlusPlus)});
    return true;
  }

  const roles::Fill &F;
  Session &S;
  const SourceText Text;
  const Structure Tree;
  const IfStmt *If = nullptr;
  const CompoundStmt *Block = nullptr;
  Stretch Around{0, 0};
  bool Conditional = false;
  std::string Fresh, Unset;
  std::vector<Slot> Slots;
};

} // namespace

std::optional<EditPlan> publishInPlace(const roles::Fill &F, Session &S) {
  return InPlace(F, S).plan();
}

} // namespace ftidy::fix
