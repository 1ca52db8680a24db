//===-- FieldSteps.cpp - fields replaced step by step
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/FieldSteps.h"
#include "FixIt/NewInclude.h"
#include "FixIt/Unwinding.h"
#include "Flow/Graph.h"
#include "Guards/Effects.h"
#include "Guards/ThreadState.h"
#include "Session.h"
#include "Sharing/RefcountTests.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace ftidy::fix {

using guards::FieldRace;

FieldSteps::FieldSteps(Function &Of, Session &In, const FieldRace &R,
                       Statements Around)
    : F(Of), S(In), Race(R), Extent(Around),
      Text(In.context(), Of.decl().getBody()->getBeginLoc()),
      Tree(Of.decl().getBody()) {}

bool FieldSteps::refuse(Reason Because) {
  if (Why == Reason::None)
    Why = Because;
  return false;
}

bool FieldSteps::begin() {
  if (Text.isHeader(S.origins()))
    return refuse(Reason::InHeader);
  if (!Text.isWritable())
    return refuse(Reason::ReadOnly);
  if (F.decl().isTemplateInstantiation())
    return refuse(Reason::Template);
  if (farJump(F.decl().getBody()))
    return refuse(Reason::Setjmp);
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Race.Object);
  Object = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!Object || !Object->hasLocalStorage())
    return refuse(Reason::NoPlainObject);
  const auto From = Text.statement(Extent.front()),
             To = Text.statement(Extent.back());
  Scope = dyn_cast_or_null<CompoundStmt>(Tree.parent(Extent.front()));
  if (!Scope)
    return refuse(Reason::Unbraced);
  if (!From || !To)
    return refuse(Reason::HiddenByMacro);
  if (Text.hasConditional({From->Begin, To->End}))
    return refuse(Reason::Conditional);
  Whole = {From->Begin, To->End};
  for (const Stmt *Each : Extent) {
    if (Tree.hasLabel(Each))
      return refuse(Reason::UnknownExit);
    if (S.context().getLangOpts().CXXExceptions && mayThrow(Each))
      return refuse(Reason::MayThrow);
    if (changesObject(Each))
      return refuse(Reason::ObjectChanges);
  }
  for (const Stmt *Node : F.statements())
    if (sharing::readsRefcount(Node, F, S) &&
        llvm::any_of(Extent, [&](const Stmt *Each) {
          return Tree.contains(Each, Node);
        }))
      return refuse(Reason::ReadsRefcount);
  // The lifecycle function that it is handed to swaps with nothing held.
  for (const sharing::HandedOn &H : S.fields().in(*Race.In)->handedOn())
    if (Race.What == FieldRace::Kind::Swap && H.Owner == Race.Owner &&
        llvm::is_contained(Race.Places, cast<Stmt>(H.Call)))
      return refuse(Reason::Suspended);
  return include();
}

bool FieldSteps::include() {
  const Reason Why = includeFor(*capi::findFact("Py_BEGIN_CRITICAL_SECTION"),
                                &F.decl(), Text, S, Edits);
  Includes = !Edits.empty();
  return Why == Reason::None ||
         refuse(Why == Reason::Unavailable ? Reason::NoSections : Why);
}

bool FieldSteps::changesObject(const Stmt *Root) const {
  bool Changes = false;
  each(Root, [&](const Stmt *Node) {
    if (const auto *Op = dyn_cast<BinaryOperator>(Node))
      Changes |= Op->isAssignmentOp() && sharing::localOf(Op->getLHS()) == Object;
    else if (const auto *Unary = dyn_cast<UnaryOperator>(Node))
      Changes |= (Unary->isIncrementDecrementOp() ||
                  Unary->getOpcode() == UO_AddrOf) &&
                 sharing::localOf(Unary->getSubExpr()) == Object;
    else if (const auto *Declared = dyn_cast<DeclStmt>(Node))
      Changes |= llvm::is_contained(Declared->decls(), Object);
    if (const capi::Use *U = F.uses().at(Node))
      for (unsigned I = 0; I < U->Args.size(); ++I)
        if (U->effect(I) == '-' || U->effect(I) == 'S' || U->effect(I) == 's')
          Changes |= sharing::localOf(U->arg(I)) == Object;
  });
  return Changes;
}

const FieldDecl *FieldSteps::fieldOf(const Expr *E) const {
  const auto *Member = dyn_cast_or_null<MemberExpr>(E ? capi::strip(E) : E);
  const auto *Field =
      Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  return Field && llvm::is_contained(Race.Fields, Field) &&
                 S.fields().in(*Race.In)->owners().of(Member->getBase()) ==
                     Race.Owner
             ? Field
             : nullptr;
}

// The use that a statement consists of, or null.
const capi::Use *FieldSteps::useOf(const Stmt *Statement) const {
  const auto *E = dyn_cast<Expr>(Statement);
  return F.uses().at(E ? capi::strip(E) : Statement);
}

bool FieldSteps::isIncref(const capi::Use *U) {
  return U && U->F->Args == "+" && U->F->Returns != capi::Result::New;
}

static bool sets(const capi::Use &U) {
  return U.F->hasHazard(capi::WritesUnlocked);
}

// A field that a statement releases and does not set to something else.
const FieldDecl *FieldSteps::releasedBy(const Stmt *Statement) const {
  const capi::Use *U = useOf(Statement);
  return U && U->Args.size() == 1 && (U->F->Args == "-" || sets(*U))
             ? fieldOf(U->arg(0))
             : nullptr;
}

// What may stand between the release of a field and the value it is given: it
// takes a reference, or is of another field.
bool FieldSteps::isBetween(const Stmt *Statement, const FieldDecl *Field) const {
  const capi::Use *U = useOf(Statement);
  if (isIncref(U))
    return !fieldOf(U->arg(0));
  const FieldDecl *Other = releasedBy(Statement);
  if (const auto *E = dyn_cast<Expr>(Statement); E && !Other)
    if (const auto *Assign = dyn_cast<BinaryOperator>(capi::strip(E)))
      Other = Assign->getOpcode() == BO_Assign ? fieldOf(Assign->getLHS())
                                               : nullptr;
  return Other && Other != Field;
}

// Statements that replace what a field holds.
bool FieldSteps::findSwaps() {
  llvm::SmallVector<const CompoundStmt *, 8> Blocks{Scope};
  for (const Stmt *Each : Extent)
    each(Each, [&](const Stmt *Node) {
      if (const auto *Block = dyn_cast<CompoundStmt>(Node))
        Blocks.push_back(Block);
    });
  for (const CompoundStmt *Block : Blocks) {
    const llvm::SmallVector<const Stmt *, 16> Body(Block->body_begin(),
                                                   Block->body_end());
    for (unsigned I = 0; I < Body.size(); ++I)
      if (Block != Scope || llvm::is_contained(Extent, Body[I]))
        if (!findSwap(*Block, Body, I))
          return false;
  }
  return true;
}

bool FieldSteps::findSwap(const CompoundStmt &Block, Statements Body, unsigned I) {
  const auto *E = dyn_cast<Expr>(Body[I]);
  const auto *Assign =
      dyn_cast_or_null<BinaryOperator>(E ? capi::strip(E) : nullptr);
  if (Assign && Assign->getOpcode() == BO_Assign && fieldOf(Assign->getLHS()))
    return findByHand(Block, Body, I, *Assign);
  const capi::Use *U = useOf(Body[I]);
  if (!U || !sets(*U) || !fieldOf(U->arg(0)) || U->InMacroBody)
    return true;
  // `Py_CLEAR(self->f); self->f = v;` is one step.
  if (const FieldDecl *Field = releasedBy(Body[I])) {
    unsigned Next = I + 1;
    while (Next < Body.size() && isBetween(Body[Next], Field))
      ++Next;
    const auto *Behind =
        Next < Body.size() ? dyn_cast<Expr>(Body[Next]) : nullptr;
    const auto *Set =
        Behind ? dyn_cast<BinaryOperator>(capi::strip(Behind)) : nullptr;
    if (Set && Set->getOpcode() == BO_Assign && fieldOf(Set->getLHS()) == Field)
      return true;
  }
  if (U->Args.size() > 1 && !isQuiet(U->arg(1)))
    return refuse(Reason::Suspended);
  Done.insert(Body[I]);
  addPiece({&Block, I, I});
  return true;
}

// `Py_XDECREF(self->f); self->f = v; Py_INCREF(v);`
bool FieldSteps::findByHand(const CompoundStmt &Block, Statements Body, unsigned I,
                const BinaryOperator &Assign) {
  const FieldDecl *Field = fieldOf(Assign.getLHS());
  unsigned Before = I;
  while (Before > 0 && isBetween(Body[Before - 1], Field))
    --Before;
  if (Before == 0 || releasedBy(Body[Before - 1]) != Field)
    return refuse(Reason::Suspended);
  const Stmt *Release = Body[--Before];
  const Expr *Value = Assign.getRHS();
  const auto Set = Text.statement(Body[I]), Gone = Text.statement(Release);
  const auto Place = Text.of(Assign.getLHS()), New = Text.of(Value);
  if (!Set || !Gone || !Place || !New)
    return refuse(Reason::HiddenByMacro);
  if (!isQuiet(Value))
    return refuse(Reason::Suspended);
  std::string Written = Text.text(*New).str();
  // What takes the reference only afterwards comes too late.
  const capi::Use *After =
      I + 1 < Body.size() ? useOf(Body[I + 1]) : nullptr;
  Done.insert(Release);
  Done.insert(Body[I]);
  if (isIncref(After) && After->arg(0) &&
      (fieldOf(After->arg(0)) == Field ||
       (sharing::localOf(Value) &&
        sharing::localOf(After->arg(0)) == sharing::localOf(Value)))) {
    const auto Late = Text.statement(Body[I + 1]);
    if (!Late || capi::strip(Value)->HasSideEffects(S.context(), false))
      return refuse(Reason::HiddenByMacro);
    Written = castTo(Field->getType(), "Py_XNewRef(" + Written + ")");
    Done.insert(Body[I + 1]);
    remove(*Late);
  }
  const bool Empty = flow::isNullConstant(capi::strip(Value));
  const std::string Field_ = Text.text(*Place).str();
  Edits.push_back({Set->Begin, Set->End - Set->Begin,
                   Empty ? "Py_CLEAR(" + Field_ + ");"
                         : "Py_XSETREF(" + Field_ + ", " + Written + ");"});
  remove(*Gone);
  addPiece({&Block, I, I});
  return true;
}

void FieldSteps::remove(Stretch What) {
  const Stretch Gone = Text.removal(What);
  Edits.push_back({Gone.Begin, Gone.End - Gone.Begin, ""});
}

static bool isPlain(QualType T) {
  const RecordDecl *R = T->getPointeeType()->getAsRecordDecl();
  return R && R->getIdentifier() && R->getName() == "_object";
}

std::string FieldSteps::castTo(QualType T, std::string Value) const {
  if (isPlain(T))
    return Value;
  return "(" + T.getUnqualifiedType().getAsString(
                   PrintingPolicy(S.context().getLangOpts())) +
         ")" + Value;
}

// Nothing that may suspend a section, and no field that races.
bool FieldSteps::isQuiet(const Expr *Value) {
  bool Quiet = llvm::none_of(
      S.effects().eventsOf(F.decl()), [&](const guards::Event &Ev) {
        return Ev.At && Tree.contains(Value, Ev.At) && isLoud(Ev);
      });
  each(Value, [&](const Stmt *Node) {
    const auto *E = dyn_cast<Expr>(Node);
    Quiet &= !(E && isa<MemberExpr>(E) && fieldOf(E));
  });
  return Quiet;
}

bool FieldSteps::isLoud(const guards::Event &Ev) {
  return (Ev.Proved | Ev.Assumed) & (guards::RunsPython | guards::Releases |
                                     guards::Detaches | guards::Attaches);
}

bool FieldSteps::isDone(const Stmt *At) const {
  for (; At; At = Tree.parent(At))
    if (Done.contains(At))
      return true;
  return false;
}

// Neighbours share a section.
void FieldSteps::addPiece(Piece P) {
  for (Piece &Other : Sections)
    if (Other.Block == P.Block &&
        llvm::all_of(llvm::make_range(P.Block->body_begin() + Other.Last + 1,
                                      P.Block->body_begin() + P.First),
                     [&](const Stmt *Each) { return Done.contains(Each); })) {
      Other.Last = P.Last;
      return;
    }
  Sections.push_back(P);
}

bool FieldSteps::writeSections() {
  for (const Piece &P : Sections) {
    const auto From = Text.statement(P.Block->body_begin()[P.First]),
               To = Text.statement(P.Block->body_begin()[P.Last]);
    if (!From || !To)
      return refuse(Reason::HiddenByMacro);
    if (S.threadStates().in(F.decl()).before(
            P.Block->body_begin()[P.First]) != guards::Attachment::Attached)
      return refuse(Reason::NeedsAttached);
    const std::string Indent = Text.indentation(From->Begin).str();
    Edits.push_back({From->Begin, 0,
                     "Py_BEGIN_CRITICAL_SECTION(" +
                         Object->getNameAsString() + ");\n" + Indent});
    Edits.push_back({Text.afterTrailingComment(To->End), 0,
                     "\n" + Indent + "Py_END_CRITICAL_SECTION();"});
  }
  return true;
}

} // namespace ftidy::fix
