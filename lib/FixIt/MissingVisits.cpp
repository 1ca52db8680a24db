//===-- MissingVisits.cpp - visit what a traverse leaves out
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/MissingVisits.h"
#include "FixIt/Availability.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include "Roles/Accesses.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

namespace {

class VisitPlanner {
public:
  VisitPlanner(const FunctionDecl &F, const own::Visited &Seen, Session &S)
      : F(F), Seen(Seen), S(S), Text(S.context(), F.getLocation()),
        Tree(F.getBody()), Body(dyn_cast<CompoundStmt>(F.getBody())) {}

  EditPlan plan(const Lacking &What) {
    if (Text.isHeader(S.origins()))
      return EditPlan::refuse(Reason::InHeader);
    if (!Text.isWritable())
      return EditPlan::refuse(Reason::ReadOnly);
    // Py_VISIT names its own variables.
    const capi::Fact *Visit = capi::findFact("Py_VISIT");
    if (!Visit || !Body || F.getNumParams() != 3 ||
        F.getParamDecl(1)->getName() != "visit" ||
        F.getParamDecl(2)->getName() != "arg" ||
        F.getParamDecl(0)->getName().empty())
      return EditPlan::refuse(Reason::VisitNames);
    const auto Start = start();
    const auto End = end();
    if (!Start || !End)
      return EditPlan::refuse(Reason::Conditional);
    if (What.Type)
      addType(*Start);
    bool Proved = true;
    for (const own::Unvisited &U : What.Fields) {
      const auto Base = self(*U.Field);
      if (!Base)
        return EditPlan::refuse(Reason::NoSelf);
      Proved &= U.Released.isValid();
      add(placeOf(*U.Field).value_or(*End),
          Visit->Name.str() + "(" + *Base + U.Field->getName().str() + ");");
    }
    if (What.ManagedDict) {
      const capi::Fact *Dict = capi::findFact("PyObject_VisitManagedDict");
      if (!Dict || S.availability().of(*Dict) != Availability::Answer::Yes)
        return EditPlan::refuse(Reason::TraverseTwinNewer);
      const std::string Name = Text.freeName("err", all());
      const std::string Deeper = Text.deeper(*End);
      const std::string Indent = Text.indentation(*End).str();
      add(*End, "int " + Name + " = " + Dict->Name.str() + "(" + object() +
                    ", visit, arg);\n" + Indent + "if (" + Name + ")\n" +
                    Deeper + "return " + Name + ";");
    }
    std::vector<Edit> Edits;
    for (auto &[At, Lines] : Added)
      Edits.push_back({At, 0, std::move(Lines)});
    EditPlan Result = EditPlan::of(std::move(Edits));
    if (!Proved)
      Result.lowerToReview("the field must own its reference");
    return Result;
  }

  EditPlan checked(const CallExpr &Call) {
    if (Text.isHeader(S.origins()))
      return EditPlan::refuse(Reason::InHeader);
    if (!Text.isWritable())
      return EditPlan::refuse(Reason::ReadOnly);
    const auto Whole = Text.of(&Call);
    const auto Statement = Text.statement(&Call);
    if (!Whole || !Statement || Text.hasConditional(*Statement) ||
        !Text.startsLine(Whole->Begin))
      return EditPlan::refuse(Reason::HiddenByMacro);
    const std::string Name = Text.freeName("err", all());
    const std::string Indent = Text.indentation(Whole->Begin).str();
    return EditPlan::of(
        {{Whole->Begin, 0, "int " + Name + " = "},
         {Statement->End, 0,
          "\n" + Indent + "if (" + Name + ")\n" + Text.deeper(Whole->Begin) +
              "return " + Name + ";"}});
  }

private:
  Stretch all() const {
    return Text.of(Body).value_or(Stretch{0, 0});
  }

  // A line before the statement at this offset.
  void add(unsigned At, llvm::StringRef Line) {
    Added[At] += (Line + "\n" + Text.indentation(At)).str();
  }

  // The visit of the type, in front of the statement at this offset. The
  // directives around it start at the margin.
  void addType(unsigned At) {
    const std::string Visit =
        "Py_VISIT(Py_TYPE(" + F.getParamDecl(0)->getName().str() + "));";
    if (S.availability().oldest() >= capi::version(3, 9))
      return add(At, Visit);
    const llvm::StringRef Indent = Text.indentation(At);
    Added[At - Indent.size()] +=
        ("#if PY_VERSION_HEX >= 0x03090000\n" + Indent + Visit + "\n#endif\n")
            .str();
  }

  std::optional<unsigned> startOf(const Stmt *Statement) const {
    const auto At =
        Text.offset(S.context().getSourceManager().getFileLoc(
            Statement->getBeginLoc()));
    if (!At || !Text.startsLine(*At) || Text.conditionalSays({all().Begin, *At}, "return"))
      return std::nullopt;
    return At;
  }

  // The first statement behind the declarations.
  std::optional<unsigned> start() const {
    for (const Stmt *Statement : Body->body())
      if (!isa<DeclStmt>(Statement))
        return startOf(Statement);
    return std::nullopt;
  }

  // The return at the end.
  std::optional<unsigned> end() const {
    const Stmt *Last = Body->body_empty() ? nullptr : Body->body_back();
    return isa_and_nonnull<ReturnStmt>(Last) ? startOf(Last) : std::nullopt;
  }

  // In front of the visit of the next field of the struct that is visited at
  // the top of the function.
  std::optional<unsigned> placeOf(const FieldDecl &Field) const {
    const MemberExpr *Next = nullptr;
    for (const MemberExpr *M : Seen.Direct) {
      const auto *Other = cast<FieldDecl>(M->getMemberDecl());
      if (Other->getParent() != Field.getParent() ||
          Other->getFieldIndex() < Field.getFieldIndex())
        continue;
      const Stmt *Statement = Tree.statementOf(M);
      while (Statement && Tree.parent(Statement) != Body)
        Statement = Tree.parent(Statement);
      if (Statement &&
          (!Next || Other->getFieldIndex() <
                        cast<FieldDecl>(Next->getMemberDecl())->getFieldIndex()))
        Next = M;
    }
    if (!Next)
      return std::nullopt;
    const Stmt *Statement = Tree.statementOf(Next);
    while (Tree.parent(Statement) != Body)
      Statement = Tree.parent(Statement);
    return startOf(Statement);
  }

  // `self->`, as the function writes it.
  std::optional<std::string> self(const FieldDecl &Field) const {
    for (const MemberExpr *M : Seen.Direct)
      if (cast<FieldDecl>(M->getMemberDecl())->getParent() ==
              Field.getParent() &&
          !M->isImplicitAccess())
        if (const auto Base = Text.of(M->getBase()))
          return Text.text(*Base).str() + (M->isArrow() ? "->" : ".");
    const auto Points = [&](QualType T) {
      const RecordDecl *R =
          T->isPointerType() ? T->getPointeeType()->getAsRecordDecl() : nullptr;
      return R && R->getDefinition() == Field.getParent();
    };
    if (Points(F.getParamDecl(0)->getType()))
      return F.getParamDecl(0)->getName().str() + "->";
    for (const Stmt *Statement : Body->body())
      if (const auto *Declaration = dyn_cast<DeclStmt>(Statement))
        for (const Decl *D : Declaration->decls())
          if (const auto *V = dyn_cast<VarDecl>(D))
            if (Points(V->getType()))
              return V->getName().str() + "->";
    return std::nullopt;
  }

  std::string object() const {
    const ParmVarDecl *P = F.getParamDecl(0);
    const RecordDecl *R = P->getType()->isPointerType()
                              ? P->getType()->getPointeeType()->getAsRecordDecl()
                              : nullptr;
    const bool IsObject = R && R->getName() == "_object";
    return (IsObject ? "" : "(PyObject *)") + P->getName().str();
  }

  const FunctionDecl &F;
  const own::Visited &Seen;
  Session &S;
  const SourceText Text;
  const Structure Tree;
  const CompoundStmt *Body;
  std::map<unsigned, std::string> Added;
};

} // namespace

bool mentionsType(const FunctionDecl &F, Session &S) {
  const SourceText Text(S.context(), F.getLocation());
  const auto Body = Text.of(F.getBody());
  return !Body || Text.conditionalSays(*Body, "Py_TYPE");
}

EditPlan addVisits(const FunctionDecl &Traverse, const own::Visited &Seen,
                   const Lacking &What, Session &S) {
  return VisitPlanner(Traverse, Seen, S).plan(What);
}

EditPlan returnResult(const CallExpr &Call, const FunctionDecl &Traverse,
                      Session &S) {
  return VisitPlanner(Traverse, {}, S).checked(Call);
}

} // namespace ftidy::fix
