//===-- Visits.cpp - what a traverse owes the collector
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ownership/Visits.h"
#include "CApi/Origin.h"
#include "Flow/Graph.h"
#include "Ownership/Traversal.h"
#include "Ownership/Walks.h"
#include "Roles/Accesses.h"
#include "Roles/Callees.h"
#include "Session.h"
#include "Sharing/Fields.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"

using namespace clang;

namespace ftidy::own {

// True when E, or a variable it names, is the type of an object.
static bool namesType(const Stmt *S, const capi::FactIndex &Facts,
                      unsigned Depth = 2) {
  if (!S || !Depth)
    return false;
  if (const auto *Member = dyn_cast<MemberExpr>(S)) {
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    const capi::Fact *F = Field ? Facts.lookup(*Field) : nullptr;
    if (F && F == capi::findFact("PyObject.ob_type"))
      return true;
  } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (Callee && Callee->getIdentifier() &&
        Facts.lookup(Callee->getIdentifier()) == capi::findFact("Py_TYPE"))
      return true;
  } else if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    return V && V->hasLocalStorage() && namesType(V->getInit(), Facts, Depth - 1);
  }
  for (const Stmt *Child : S->children())
    if (namesType(Child, Facts, Depth))
      return true;
  return false;
}

// The field of self that E reads: one arrow, or dot, from a variable or this.
static const MemberExpr *ownField(const Expr *E) {
  const auto *Member = E ? dyn_cast<MemberExpr>(capi::strip(E)) : nullptr;
  if (!Member || !isa<FieldDecl>(Member->getMemberDecl()))
    return nullptr;
  const Expr *Base = capi::strip(Member->getBase());
  if (const auto *Pointer = dyn_cast<UnaryOperator>(Base))
    Base = capi::strip(Pointer->getSubExpr());
  return isa<DeclRefExpr, CXXThisExpr>(Base) ? Member : nullptr;
}

static const FieldDecl *fieldOf(const MemberExpr *M) {
  return M ? cast<FieldDecl>(M->getMemberDecl()) : nullptr;
}

class VisitWalk {
public:
  VisitWalk(Visits &Of, Visited &Into, unsigned Depth, Function &F)
      : Of(Of), Into(Into), Depth(Depth), Parents(F.parents()) {
    for (const Stmt *S : F.statements())
      visit(S);
  }

private:
  void visit(const Stmt *S) {
    if (const auto *M = dyn_cast<MemberExpr>(S)) {
      if (const auto *F = dyn_cast<FieldDecl>(M->getMemberDecl()))
        Into.Fields.insert(F);
    } else if (const auto *Cast = dyn_cast<ExplicitCastExpr>(S)) {
      visitCast(*Cast);
    } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
      visitCall(Call);
    }
  }

  // `((PyObject **)self)[i]`, `(char *)self + offset`: any field.
  void visitCast(const ExplicitCastExpr &Cast) {
    const QualType To = Cast.getType(), From = Cast.getSubExpr()->getType();
    if (To->isPointerType() && From->isPointerType() &&
        From->getPointeeType()->isRecordType() &&
        (To->getPointeeType()->isPointerType() ||
         To->getPointeeType()->isCharType()))
      Into.Unknown = true;
  }

  void visitCall(const CallExpr *Call) {
    const Expr *Callee = Call->getCallee()->IgnoreParenCasts();
    if (const auto *Pointer = dyn_cast<UnaryOperator>(Callee))
      Callee = Pointer->getSubExpr()->IgnoreParenCasts();
    const auto *Ref = dyn_cast<DeclRefExpr>(Callee);
    if (Ref && isVisitorParameter(Ref)) {
      if (Call->getNumArgs()) {
        if (const MemberExpr *M = ownField(Call->getArg(0)))
          Into.Direct.push_back(M);
        Into.Type |= namesType(Call->getArg(0), Of.Of.facts());
      }
      return;
    }
    const FunctionDecl *F = Call->getDirectCallee();
    const bool TakesVisitor = llvm::any_of(Call->arguments(), [](const Expr *A) {
      const auto *Given = dyn_cast<DeclRefExpr>(A->IgnoreParenCasts());
      return Given && isVisitorParameter(Given);
    });
    const capi::Fact *Known =
        F && F->getIdentifier() ? Of.Of.facts().lookup(F->getIdentifier())
                                : nullptr;
    if (Known) {
      if (TakesVisitor) {
        Into.ManagedDict = true;
        if (isStatement(Call))
          Into.Ignored = Call;
      }
      return;
    }
    const FunctionDecl *Definition = F ? F->getDefinition() : nullptr;
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F);
    if (Definition && Definition->getBody() && !(Method && Method->isVirtual()))
      Of.walk(*Definition, Into, Depth);
    else if (TakesVisitor && isTraverseSlot(Callee))
      Into.Base = true; // `Base_Type.tp_traverse(self, visit, arg)`
    else if (TakesVisitor)
      Into.Base = Into.Unknown = true;
    else if (!F || llvm::any_of(Call->arguments(), [](const Expr *A) {
               const QualType T = A->IgnoreParenCasts()->getType();
               return T->isPointerType() &&
                      roles::isObjectStruct(
                          T->getPointeeType()->getAsRecordDecl());
             }))
      Into.Unknown = true;
  }

  static bool isVisitorParameter(const DeclRefExpr *Ref) {
    const auto *P = dyn_cast<ParmVarDecl>(Ref->getDecl());
    return P && isVisitor(P);
  }

  bool isTraverseSlot(const Expr *Callee) const {
    const auto *Member = dyn_cast<MemberExpr>(Callee);
    const auto *Field =
        Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
    return Field &&
           Of.Of.roles().types().partOf(*Field) == roles::Part::Traverse;
  }

  bool isStatement(const CallExpr *Call) const {
    return isa_and_nonnull<CompoundStmt>(Parents.getParentIgnoreParenCasts(
        const_cast<CallExpr *>(Call)));
  }

  Visits &Of;
  Visited &Into;
  unsigned Depth;
  const ParentMap &Parents;
};

void Visits::walk(const FunctionDecl &F, Visited &Into, unsigned Depth) {
  if (!Depth || !Running.insert(&F).second) {
    Into.Unknown |= !Depth;
    return;
  }
  VisitWalk(*this, Into, Depth - 1, Of.function(F));
  Running.erase(&F);
}

Visited Visits::of(const FunctionDecl &Traverse) {
  Visited Result;
  walk(Traverse, Result, MaxDepth);
  findEarly(Traverse, Result);
  return Result;
}

static void directVisits(const Stmt *S,
                         llvm::SmallVectorImpl<const FieldDecl *> &Found) {
  if (const auto *Call = dyn_cast<CallExpr>(S)) {
    const auto *Ref =
        dyn_cast<DeclRefExpr>(Call->getCallee()->IgnoreParenCasts());
    const auto *P = Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
    if (P && isVisitor(P) && Call->getNumArgs())
      if (const MemberExpr *M = ownField(Call->getArg(0)))
        Found.push_back(fieldOf(M));
  }
  for (const Stmt *Child : S->children())
    if (Child)
      directVisits(Child, Found);
}

// `if (self->a == NULL) return 0;` at the top, and a visit of self->b behind it
// that stands nowhere before.
void Visits::findEarly(const FunctionDecl &F, Visited &Into) {
  const auto *Body = dyn_cast<CompoundStmt>(F.getBody());
  if (!Body)
    return;
  for (const Stmt *S : Body->body()) {
    if (Into.Early) {
      llvm::SmallVector<const FieldDecl *, 4> Found;
      directVisits(S, Found);
      for (const FieldDecl *Behind : Found)
        if (Behind != Into.Tested && !Into.Skipped &&
            Behind->getParent() == Into.Tested->getParent())
          Into.Skipped = Behind;
      continue;
    }
    const auto *If = dyn_cast<IfStmt>(S);
    if (!If || If->getElse() || If->getBeginLoc().isMacroID())
      continue;
    const auto Test = flow::nullTest(If->getCond());
    const MemberExpr *M = Test ? ownField(Test->Subject) : nullptr;
    const Stmt *Then = If->getThen();
    if (const auto *Block = dyn_cast<CompoundStmt>(Then))
      Then = Block->size() == 1 ? Block->body_front() : nullptr;
    const auto *Return = dyn_cast_or_null<ReturnStmt>(Then);
    if (!M || !Test->NullWhen || !Return)
      continue;
    Into.Early = Return;
    Into.Tested = fieldOf(M);
  }
  if (!Into.Skipped)
    Into.Early = nullptr;
}

// True when nothing decides whether S runs but a test of the field itself.
static bool isUnconditional(const Stmt *S, const FieldDecl *Field,
                            const ParentMap &Parents, const Stmt *Body) {
  for (const Stmt *Up = Parents.getParent(S); Up && Up != Body;
       S = Up, Up = Parents.getParent(Up)) {
    if (isa<CompoundStmt, Expr, DoStmt, DeclStmt>(Up))
      continue;
    const auto *If = dyn_cast<IfStmt>(Up);
    const auto Test = If ? flow::nullTest(If->getCond()) : std::nullopt;
    if (!Test || fieldOf(ownField(Test->Subject)) != Field)
      return false;
  }
  return true;
}

void Visits::released(const FunctionDecl *F, const RecordDecl *Record,
                      unsigned Depth, Releases &Into) {
  F = F ? F->getDefinition() : nullptr;
  if (!F || !F->getBody() || F->isDependentContext() || !Depth ||
      !Running.insert(F).second)
    return;
  const ParentMap &Parents = Of.function(*F).parents();
  for (const capi::Use &U : Of.function(*F).uses().all()) {
    if (!U.F->Args.starts_with("-") || U.InMacroBody) {
      for (const Expr *A : U.Args)
        if (const FieldDecl *Field = fieldOf(ownField(A)))
          Into.Touched.insert(Field);
      continue;
    }
    const FieldDecl *Field = fieldOf(ownField(U.arg(0)));
    if (Field && Field->getParent()->getDefinition() == Record &&
        isUnconditional(U.Node, Field, Parents, F->getBody()))
      Into.Fields.try_emplace(Field, Unvisited{Field, U.Loc, F});
  }
  for (const Stmt *S : Of.function(*F).statements()) {
    const auto *Call = dyn_cast<CallExpr>(S);
    if (const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr)
      if (Of.origins().of(Callee->getLocation()) == capi::Origin::User &&
          isUnconditional(Call, nullptr, Parents, F->getBody()))
        released(Callee, Record, Depth - 1, Into);
  }
  Running.erase(F);
}

std::vector<Unvisited> Visits::missing(const roles::DefinedType &T,
                                       const Visited &Seen) {
  std::vector<Unvisited> Result;
  const RecordDecl *R = T.Instance ? T.Instance->getDefinition() : nullptr;
  if (!R || Seen.Unknown)
    return Result;
  Releases Owned;
  const FunctionDecl *Clear = T.function(roles::Part::Clear);
  const FunctionDecl *Dealloc = T.function(roles::Part::Dealloc);
  released(Clear, R, MaxDepth, Owned);
  released(Dealloc, R, MaxDepth, Owned);
  // A type that releases nothing itself says nothing about who owns what; that
  // it visits one of its objects but not the next is a mistake all the same.
  const bool SaysNothing = !T.slot(roles::Part::Clear) &&
                           !T.slot(roles::Part::Dealloc) &&
                           !T.slot(roles::Part::Finalize) &&
                           !T.slot(roles::Part::Base) && !Seen.Base &&
                           T.has(roles::TypeFlag::HaveGC) &&
                           !Seen.Direct.empty();
  for (const FieldDecl *F : R->fields()) {
    if (Seen.Fields.contains(F))
      continue;
    const auto It = Owned.Fields.find(F);
    if (It != Owned.Fields.end() && !Owned.Touched.contains(F) &&
        mayCycle(F, T))
      Result.push_back(It->second);
    else if (SaysNothing && F->getType()->isPointerType() &&
             !F->getType()->getPointeeType().isConstQualified()) {
      const RecordDecl *Object = F->getType()->getPointeeType()->getAsRecordDecl();
      if (Object && Object->getName() == "_object" &&
          !T.slot(roles::Part::WeaklistOffset) &&
          !T.slot(roles::Part::DictOffset) && Of.accesses().of(F).empty())
        Result.push_back({F, {}, nullptr});
    }
  }
  return Result;
}

// CPython's families of objects that hold no others.
static bool isLeaf(llvm::StringRef Name) {
  for (llvm::StringRef Family :
       {"PyUnicode_", "PyBytes_", "PyLong_", "PyFloat_", "PyBool_", "PyComplex_",
        "PyByteArray_", "PyCapsule_", "PyObject_Str", "PyObject_Repr",
        "PyObject_ASCII", "PyObject_Bytes", "PyOS_", "PyNumber_Long",
        "PyNumber_Float", "PyNumber_Index"})
    if (Name.starts_with(Family))
      return true;
  return false;
}

static bool isContainer(llvm::StringRef Name) {
  return Name == "PyDict_New" || Name == "PyList_New" || Name == "PySet_New" ||
         Name == "PyDict_Copy";
}

bool Visits::mayCycle(const FieldDecl *F, const roles::DefinedType &T) {
  if (!F->getType()->isPointerType())
    return false;
  const RecordDecl *Pointee = F->getType()->getPointeeType()->getAsRecordDecl();
  if (!Pointee)
    return false;
  // Another collected type of the file.
  if (const roles::DefinedType *Other = Of.roles().types().ofInstance(Pointee))
    return Other->isCollected() &&
           Other->function(roles::Part::Traverse) != nullptr;
  if (const roles::SlotValue *Dict = T.slot(roles::Part::DictOffset))
    if (const auto *Offset =
            dyn_cast<OffsetOfExpr>(Dict->Value->IgnoreParenCasts()))
      if (Offset->getNumComponents() == 1 &&
          Offset->getComponent(0).getKind() == OffsetOfNode::Field &&
          Offset->getComponent(0).getField() == F)
        return true;
  bool Result = false;
  for (const roles::Access &A : Of.accesses().of(F)) {
    if (!A.writes() || !A.In)
      continue;
    const auto *Op = dyn_cast_or_null<BinaryOperator>(A.By);
    const Expr *Given =
        Op && Op->getOpcode() == BO_Assign ? Op->getRHS() : nullptr;
    if (!Given) // Py_XSETREF(self->field, value)
      for (const capi::Use &U : Of.function(*A.In).uses().all())
        if (U.F->Args.starts_with("-S") && fieldOf(ownField(U.arg(0))) == F)
          Given = U.arg(1);
    if (!Given)
      continue;
    const Value Stored = classify(Given, *A.In, 3);
    Result |= Stored == Value::Object || Stored == Value::Container;
  }
  return Result;
}

Visits::Value Visits::classify(const Expr *E, const FunctionDecl &In,
                               unsigned Depth) {
  if (!Depth)
    return Value::Unknown;
  if (flow::isNullConstant(E))
    return Value::Null;
  if (const capi::Use *U = Of.function(In).uses().at(E)) {
    if (U->F->Args.starts_with("+"))
      return U->arg(0) ? classify(U->arg(0), In, Depth - 1) : Value::Unknown;
    return isLeaf(U->F->Name)        ? Value::Leaf
           : isContainer(U->F->Name) ? Value::Container
                                     : Value::Unknown;
  }
  const auto *Ref = dyn_cast<DeclRefExpr>(capi::strip(E));
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasLocalStorage() ? variable(V, In, Depth - 1) : Value::Unknown;
}

Visits::Value Visits::variable(const VarDecl *V, const FunctionDecl &In,
                               unsigned Depth) {
  Value Result = Value::Unknown;
  for (const capi::Use &U : Of.function(In).uses().all())
    for (unsigned I = 0; I != U.Args.size(); ++I) {
      const Expr *Arg = U.Args[I];
      const auto *Address = dyn_cast_or_null<UnaryOperator>(Arg);
      const auto *Ref = dyn_cast_or_null<DeclRefExpr>(
          Address ? capi::strip(Address->getSubExpr()) : Arg);
      if (!Ref || Ref->getDecl() != V)
        continue;
      // A check of what it is: PyUnicode_Check(v), PyObject_TypeCheck(v, t).
      if (!Address && (isLeaf(U.F->Name) || U.F->TraverseOk))
        return Value::Leaf;
      // PyArg_ParseTuple(args, "O", &v), with no unit that names a type.
      if (Address && U.F->Name.starts_with("PyArg_")) {
        for (const Expr *A : U.Args)
          if (const auto *Format = dyn_cast_or_null<StringLiteral>(A))
            if (Format->getCharByteWidth() == 1 &&
                Format->getString().contains('O') &&
                Format->getString().split(':').first.find_first_of("!USY&") ==
                    llvm::StringRef::npos)
              Result = Value::Object;
      }
    }
  // A function of the project may check it.
  for (const Stmt *S : Of.function(In).statements()) {
    const auto *Call = dyn_cast<CallExpr>(S);
    if (!Call)
      continue;
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (Callee && Of.facts().lookup(Callee->getIdentifier()))
      continue;
    for (const Expr *A : Call->arguments()) {
      const auto *Ref = dyn_cast<DeclRefExpr>(capi::strip(A));
      if (Ref && Ref->getDecl() == V && Callee &&
          Of.origins().of(Callee->getLocation()) == capi::Origin::User)
        return Value::Unknown;
    }
  }
  if (Result != Value::Unknown)
    return Result;
  if (isa<ParmVarDecl>(V)) {
    const roles::RoleSet Roles = Of.roles().of(&In);
    const bool FromPython = Roles.has(roles::Role::Setter) &&
                            In.getNumParams() > 1 && V == In.getParamDecl(1);
    return FromPython ? Value::Object : Value::Unknown;
  }
  return V->getInit() ? classify(V->getInit(), In, Depth) : Value::Unknown;
}

} // namespace ftidy::own
