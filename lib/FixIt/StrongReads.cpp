//===-- StrongReads.cpp - references that are taken out of a field
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is read is read once, so no place that reads may stand in a loop, behind
// a place that changes the field, or behind something that runs Python code
// after the value was used: that code may have changed the field on purpose.
//
//===----------------------------------------------------------------------===//

#include "FixIt/StrongReads.h"
#include "FixIt/FieldSteps.h"
#include "Flow/Graph.h"
#include "Guards/Effects.h"
#include "Guards/ThreadState.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

using guards::FieldRace;

namespace {

class StrongReads : FieldSteps {
  /// A field, and how the author writes it.
  using FieldPlace = std::pair<const FieldDecl *, std::string>;

public:
  StrongReads(Function &Of, Session &In, const FieldRace &R, Statements Around)
      : FieldSteps(Of, In, R, Around), SM(In.context().getSourceManager()) {}

  EditPlan plan() {
    if (!begin() || !findSwaps() || !findReads() ||
        (!readOnce() && !readEach()) || !writeSections() || !releaseReads())
      return EditPlan::refuse(Why);
    if (!hasSections() && Order.empty() && !ReadsEach)
      return EditPlan::refuse(Reason::Suspended);
    EditPlan Plan = EditPlan::of(inOrder(std::move(Edits)));
    for (size_t I = 0; I + 1 < Plan.edits().size(); ++I)
      if (Plan.edits()[I].overlaps(Plan.edits()[I + 1]))
        return EditPlan::refuse(Reason::OtherFix);
    Plan.lowerToReview("a lock is added");
    if (!Reads.empty())
      Plan.lowerToReview("the field is read once, and the object is held longer");
    if (Includes)
      Plan.lowerToReview("includes pythoncapi_compat.h");
    return Plan;
  }

  unsigned offsetOf(const Stmt *At) const {
    return Text.offset(SM.getFileLoc(At->getBeginLoc())).value_or(0);
  }

  bool findReads() {
    constexpr sharing::TouchSet Changes =
        sharing::Sets | sharing::Steps | sharing::Fills | sharing::Drops;
    bool Takes = false;
    for (const sharing::FieldUse &Use : S.fields().in(*Race.In)->all()) {
      if (Use.Owner != Race.Owner ||
          !llvm::is_contained(Race.Fields, Use.Field) || isDone(Use.At))
        continue;
      if (Use.What & Changes)
        return refuse(Reason::Suspended);
      if (!Tree.parent(Use.At))
        return refuse(Reason::HiddenByMacro);
      Takes |= bool(Use.What & (sharing::Takes | sharing::Owns));
      if (!llvm::is_contained(Places, Use.At))
        Places.push_back(Use.At);
    }
    if (!Takes)
      Places.clear(); // who only asks for NULL needs no reference
    return true;
  }

  // `PyObject *hook = self->hook;` at the very beginning, for good.
  const VarDecl *loadedAt(const MemberExpr *At) const {
    const auto *Declared = dyn_cast<DeclStmt>(Extent.front());
    const auto *V = Declared && Declared->isSingleDecl()
                        ? dyn_cast<VarDecl>(Declared->getSingleDecl())
                        : nullptr;
    if (!V || !V->hasLocalStorage() || !V->getInit() ||
        capi::strip(V->getInit()) != At || V->getType().isConstQualified() ||
        !S.context().hasSameType(V->getType(), At->getType()) ||
        V->getType()->getContainedAutoType() ||
        Tree.addressEscapes(F.decl().getBody(), V))
      return nullptr;
    bool Changes = false;
    each(F.decl().getBody(), [&](const Stmt *Node) {
      if (const auto *Op = dyn_cast<BinaryOperator>(Node))
        Changes |= Op->isAssignmentOp() && sharing::localOf(Op->getLHS()) == V;
      else if (const auto *Unary = dyn_cast<UnaryOperator>(Node))
        Changes |= Unary->getOpcode() == UO_AddrOf &&
                   sharing::localOf(Unary->getSubExpr()) == V;
      if (const capi::Use *U = F.uses().at(Node))
        for (unsigned I = 0; I < U->Args.size(); ++I)
          Changes |= (U->effect(I) == '-' || U->effect(I) == 'S' ||
                      U->effect(I) == 's') &&
                     sharing::localOf(U->arg(I)) == V;
    });
    return Changes ? nullptr : V;
  }

  // The field's own, where no variable and no macro has it.
  std::string nameFor(const FieldDecl &Field) {
    bool IsTaken =
        S.context().Idents.get(Field.getName()).hasMacroDefinition() ||
        F.names().count({nullptr, Field.getName().str()});
    for (const ParmVarDecl *P : F.decl().parameters())
      IsTaken |= P->getName() == Field.getName();
    each(F.decl().getBody(), [&](const Stmt *Node) {
      if (const auto *Ref = dyn_cast<DeclRefExpr>(Node))
        IsTaken |= Ref->getNameInfo().getAsString() == Field.getName();
      else if (const auto *Declared = dyn_cast<DeclStmt>(Node))
        for (const Decl *D : Declared->decls())
          if (const auto *Named = dyn_cast<NamedDecl>(D))
            IsTaken |= Named->getNameAsString() == Field.getName();
    });
    std::string Name =
        !IsTaken ? Field.getName().str()
                 : Text.freeName(Field.getName(), *Text.of(F.decl().getBody()),
                                 nullptr, F.names());
    F.names().insert({nullptr, Name});
    return Name;
  }

  // `if (is_node(o) && ((Node *)o)->next)`: before that is asked there may be no
  // such object.
  bool asksWhatItIs(unsigned Last) const {
    const bool IsCast = llvm::any_of(Places, [](const MemberExpr *At) {
      return isa<ExplicitCastExpr>(At->getBase()->IgnoreParenImpCasts());
    });
    const auto Names = [&](const Expr *E) {
      return E && sharing::localOf(E) == Object;
    };
    return llvm::any_of(F.statements(), [&](const Stmt *Node) {
      const auto *E = dyn_cast<Expr>(Node);
      if (!E || offsetOf(E) < Whole.Begin || offsetOf(E) >= Last)
        return false;
      if (const auto Test = flow::nullTest(E);
          Test && !isa<DeclRefExpr>(capi::strip(E)) && Names(Test->Subject))
        return true;
      const auto *Call = dyn_cast<CallExpr>(E);
      return IsCast && Call && !Call->getType()->isVoidType() &&
             llvm::any_of(Call->arguments(), Names);
    });
  }

  // `while (PyDict_Next(self->dict, ...))`: the place in a dictionary means
  // nothing in another one.
  bool isWalked(const MemberExpr &At) const {
    return llvm::any_of(F.uses().all(), [&](const capi::Use &U) {
      return U.F->hasHazard(capi::WalksUnlocked) && U.F->Args.contains('O') &&
             U.arg(0) && capi::strip(U.arg(0)) == &At;
    });
  }

  bool readOnce() {
    if (Places.empty())
      return true;
    Before = Edits;
    NamesBefore = F.names();
    unsigned Last = 0;
    for (const MemberExpr *At : Places) {
      const auto Where = Text.of(At);
      if (!Where)
        return refuse(Reason::HiddenByMacro);
      if (!llvm::is_contained(Extent, Tree.partOf(Scope, At)))
        return refuse(Reason::Suspended);
      if (Tree.loopAround(At, nullptr) && !isWalked(*At))
        return refuse(Reason::LoopCarried);
      Last = std::max(Last, Where->Begin);
      const auto *Field = cast<FieldDecl>(At->getMemberDecl());
      std::string &Name = Reads[Field];
      if (const VarDecl *V = loadedAt(At)) {
        Loaded = V;
        Name = V->getNameAsString();
        Order.push_back({Field, Text.text(*Where).str()});
        continue;
      }
      if (Name.empty()) {
        Name = nameFor(*Field);
        Order.push_back({Field, Text.text(*Where).str()});
      }
      if (llvm::none_of(Edits, [&](const Edit &E) {
            return E.Offset == Where->Begin;
          }))
        Edits.push_back({Where->Begin, Where->End - Where->Begin, Name});
    }
    if (asksWhatItIs(Last))
      return refuse(Reason::MayBeNull);
    for (const Stmt *Each : Done)
      if (offsetOf(Each) < Last)
        return refuse(Reason::Suspended);
    return !isChangedMeanwhile(Last) || refuse(Reason::Suspended);
  }

  // What runs Python code between two reads may change what the second finds:
  // each stays where it is, and is strong while its statement runs.
  bool readEach() {
    const Reason First = std::exchange(Why, Reason::None);
    Edits = std::move(Before);
    F.names() = NamesBefore;
    Reads.clear();
    Order.clear();
    Loaded = nullptr;
    ReadsEach = true;
    llvm::sort(Places, [&](const MemberExpr *A, const MemberExpr *B) {
      return offsetOf(A) < offsetOf(B);
    });
    for (size_t I = 0, E = Places.size(); I != E;) {
      const Stmt *Statement = Tree.statementOf(Places[I]);
      const size_t From = I;
      while (I != E && Tree.statementOf(Places[I]) == Statement)
        if (!isOnlyLookedAt(*Places[I++]))
          return refuse(First);
      if (!Statement || !isa<Expr, DeclStmt>(Statement) ||
          !Tree.standsInCompound(Statement) ||
          S.threadStates().in(F.decl()).before(Statement) !=
              guards::Attachment::Attached ||
          !readFor(*Statement, llvm::ArrayRef(Places).slice(From, I - From)))
        return refuse(First);
    }
    return true;
  }

  // An argument of a call that keeps nothing of it and gives nothing of it back.
  bool isOnlyLookedAt(const MemberExpr &At) const {
    return llvm::any_of(F.uses().all(), [&](const capi::Use &U) {
      const auto IsAddress = [](const Expr *A) {
        const auto *Unary =
            A ? dyn_cast<UnaryOperator>(capi::strip(A)) : nullptr;
        return Unary && Unary->getOpcode() == UO_AddrOf;
      };
      if (U.InMacroBody || !U.expr() ||
          (U.F->Returns != capi::Result::New &&
           !U.expr()->getType()->isArithmeticType()) ||
          llvm::any_of(U.Args, IsAddress))
        return false;
      for (unsigned I = 0; I < U.Args.size(); ++I)
        if (U.arg(I) && capi::strip(U.arg(I)) == &At)
          return U.effect(I) == '.';
      return false;
    });
  }

  bool readFor(const Stmt &Statement, llvm::ArrayRef<const MemberExpr *> Here) {
    const auto Where = Text.statement(&Statement);
    if (!Where)
      return false;
    const std::string Indent = Text.indentation(Where->Begin).str();
    std::string Release;
    llvm::DenseMap<const FieldDecl *, std::string> Names;
    std::vector<FieldPlace> First;
    for (const MemberExpr *At : Here) {
      const auto Place = Text.of(At);
      if (!Place)
        return false;
      const auto *Field = cast<FieldDecl>(At->getMemberDecl());
      std::string &Name = Names[Field];
      if (Name.empty()) {
        Name = nameFor(*Field);
        First.push_back({Field, Text.text(*Place).str()});
        Release += "\n" + Indent + "Py_XDECREF(" + Name + ");";
      }
      Edits.push_back({Place->Begin, Place->End - Place->Begin, Name});
    }
    Edits.push_back(
        {Where->Begin, 0, taken(First, Names, Indent) + "\n" + Indent});
    Edits.push_back({Text.afterTrailingComment(Where->End), 0, Release});
    return true;
  }

  // Takes the fields' references in a section of its own.
  std::string taken(llvm::ArrayRef<FieldPlace> Fields,
                    const llvm::DenseMap<const FieldDecl *, std::string> &Names,
                    const std::string &Indent) const {
    std::string Declared, Read;
    for (const auto &[Field, Place] : Fields) {
      std::string Type = Field->getType().getUnqualifiedType().getAsString(
          PrintingPolicy(S.context().getLangOpts()));
      Type += StringRef(Type).ends_with("*") ? "" : " ";
      Declared += Type + Names.lookup(Field) + ";\n" + Indent;
      Read += Names.lookup(Field) + " = " +
              castTo(Field->getType(), "Py_XNewRef(" + Place + ")") + ";\n" +
              Indent;
    }
    return Declared + "Py_BEGIN_CRITICAL_SECTION(" + Object->getNameAsString() +
           ");\n" + Indent + Read + "Py_END_CRITICAL_SECTION();";
  }

  // Something that runs Python code, or gets the object, stands between the place
  // where the field will be read and the last one that reads it now.
  bool isChangedMeanwhile(unsigned Last) {
    const auto IsBetween = [&](const Stmt *Node) {
      const SourceLocation End =
          SM.getExpansionRange(Node->getSourceRange()).getEnd();
      const unsigned At = Text.offset(End).value_or(0);
      return At > Whole.Begin && At < Last && !isOnWayOut(Node);
    };
    return llvm::any_of(S.effects().eventsOf(F.decl()),
                        [&](const guards::Event &Ev) {
                          return Ev.At && isLoud(Ev) && IsBetween(Ev.At);
                        }) ||
           llvm::any_of(S.fields().in(*Race.In)->handedOn(),
                        [&](const sharing::HandedOn &H) {
                          return H.Owner == Race.Owner && IsBetween(H.Call);
                        });
  }

  // In a branch that leaves: what comes behind it never follows.
  bool isOnWayOut(const Stmt *At) const {
    for (; At && !llvm::is_contained(Extent, At); At = Tree.parent(At)) {
      const auto *Block = dyn_cast<CompoundStmt>(At);
      if (isa<ReturnStmt>(At) ||
          (Block && !Block->body_empty() &&
           isa<ReturnStmt, GotoStmt>(Block->body_back())))
        return true;
    }
    return false;
  }

  // `if (self->hook == NULL) return NULL;`
  bool isNullAt(const FieldDecl *Field, const Stmt *At) const {
    for (const Stmt *Up = At; Up; At = Up, Up = Tree.parent(Up))
      if (const auto *If = dyn_cast<IfStmt>(Up))
        if (const auto Test = flow::nullTest(If->getCond());
            Test &&
            (fieldOf(Test->Subject) == Field ||
             (Loaded && Field == Order.front().first &&
              sharing::localOf(Test->Subject) == Loaded)) &&
            (Test->NullWhen ? If->getThen() : If->getElse()) == At)
          return true;
    return false;
  }

  std::string releases(StringRef Indent, const Stmt *At) const {
    std::string Code;
    for (const auto &[Field, Place] : llvm::reverse(Order))
      if (!isNullAt(Field, At))
        Code += "Py_XDECREF(" + Reads.lookup(Field) + ");\n" + Indent.str();
    return Code;
  }

  bool releaseReads() {
    if (Order.empty())
      return true;
    const guards::ThreadState &State = S.threadStates().in(F.decl());
    if (State.before(Extent.front()) != guards::Attachment::Attached ||
        State.before(Extent.back()) != guards::Attachment::Attached)
      return refuse(Reason::NeedsAttached);
    const std::string Indent = Text.indentation(Whole.Begin).str();
    const std::string Front = taken(Order, Reads, Indent);
    const auto First = Text.statement(Extent.front());
    if (Loaded)
      Edits.push_back({Whole.Begin, First->End - Whole.Begin, Front});
    else
      Edits.push_back({Whole.Begin, 0, Front + "\n" + Indent});
    for (const Stmt *Each : Extent)
      for (const Stmt *Exit : Tree.exits(Each, Scope))
        if (State.before(Exit) != guards::Attachment::Attached)
          return refuse(Reason::NeedsAttached);
        else if (!releaseAt(Exit))
          return false;
    if (mayEnd(Extent.back()))
      Edits.push_back({Text.afterTrailingComment(Whole.End), 0,
                       "\n" + Indent +
                           StringRef(releases(Indent, Extent.back()))
                               .rtrim()
                               .str()});
    return true;
  }

  bool releaseAt(const Stmt *Exit) {
    const auto Where = Text.statement(Exit);
    if (isa<CXXThrowExpr, IndirectGotoStmt>(Exit))
      return refuse(Reason::UnknownExit);
    if (!Where)
      return refuse(Reason::MacroExit);
    const Stmt *Parent = Tree.parent(Exit);
    const bool Braces = !isa<CompoundStmt>(Parent);
    std::string Indent = Text.indentation(Where->Begin).str();
    if (releases(Indent, Exit).empty())
      return true;
    std::string Open, Close;
    if (Braces) {
      // `if (x) return;` opens the brace behind its head.
      const std::string Outer =
          Text.indentation(Text.offset(Parent->getBeginLoc()).value_or(0)).str();
      if (const auto Head = Text.headEnd(Parent, Exit);
          Head && Text.startsLine(Where->Begin)) {
        Edits.push_back({*Head, 0, " {"});
      } else {
        Indent = Text.deeper(Where->Begin);
        Open = "{\n" + Indent;
      }
      Close = "\n" + Outer + "}";
    }
    const auto *Return = dyn_cast<ReturnStmt>(Exit);
    const Expr *Value = Return ? Return->getRetValue() : nullptr;
    if (Exit->getBeginLoc().isMacroID()) {
      if (!capi::findFact(Text.text(*Text.of(Exit))))
        return refuse(Reason::MacroExit);
      Value = nullptr; // Py_RETURN_NONE
    }
    if (!Value || flow::isNullConstant(capi::strip(Value)) ||
        Value->isEvaluatable(S.context())) {
      Edits.push_back({Where->Begin, 0, Open + releases(Indent, Exit)});
      if (Braces)
        Edits.push_back({Where->End, 0, Close});
      return true;
    }
    const QualType Type = F.decl().getReturnType();
    const auto Written = Text.of(Value);
    if (!Written)
      return refuse(Reason::MacroExit);
    if (!Type->isScalarType() || Type->isFunctionPointerType())
      return refuse(Reason::UnknownExit);
    if (Outcome.empty()) {
      Outcome = Text.freeName("result", *Text.of(F.decl().getBody()), nullptr,
                              F.names());
      F.names().insert({nullptr, Outcome});
    }
    std::string As = Type.getAsString(PrintingPolicy(S.context().getLangOpts()));
    As += StringRef(As).ends_with("*") ? "" : " ";
    Edits.push_back({Where->Begin, Written->Begin - Where->Begin,
                     Open + As + Outcome + " = " + (isComma(*Value) ? "(" : "")});
    if (isComma(*Value))
      Edits.push_back({Written->End, 0, ")"});
    Edits.push_back({Where->End, 0,
                     "\n" + Indent + releases(Indent, Exit) + "return " + Outcome +
                         ";" + Close});
    return true;
  }

  const SourceManager &SM;
  llvm::SmallVector<const MemberExpr *, 4> Places;
  /// As they were before the reads.
  std::vector<Edit> Before;
  NewVariables NamesBefore;
  bool ReadsEach = false;
  /// The variable for each field that is read.
  llvm::DenseMap<const FieldDecl *, std::string> Reads;
  std::vector<FieldPlace> Order;
  /// The variable of the function that is the first of these.
  const VarDecl *Loaded = nullptr;
  std::string Outcome;
};

} // namespace

EditPlan strongReads(Function &F, Session &S, const FieldRace &Race,
                     llvm::ArrayRef<const Stmt *> Extent) {
  return StrongReads(F, S, Race, Extent).plan();
}

} // namespace ftidy::fix
