//===-- Types.cpp - the Python types that a file defines
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Roles/Types.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace ftidy;
using namespace ftidy::roles;

using Kind = Tables::Kind;

// Pointers that one pointer is initialised from.
static constexpr unsigned MaxAliases = 4;

static const Expr *bare(const Expr *E) {
  while (true) {
    E = E->IgnoreParenCasts();
    if (const auto *Full = dyn_cast<FullExpr>(E))
      E = Full->getSubExpr();
    else if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
      E = Temporary->getSubExpr();
    else
      return E;
  }
}

// The variable that E is a part of, or points into: `T`, `&T`, `slots`,
// `&slots[0]`, `slots.data()`.
static const VarDecl *variableOf(const Expr *E) {
  while (true) {
    E = bare(E);
    if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      E = Unary->getSubExpr();
    } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
      E = Subscript->getBase();
    } else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
      E = Call->getImplicitObjectArgument();
    } else {
      const auto *Ref = dyn_cast<DeclRefExpr>(E);
      const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      return V ? V->getCanonicalDecl() : nullptr;
    }
  }
}

static const RecordDecl *recordOf(QualType T) {
  T = T.getNonReferenceType();
  while (const auto *Array = T->getAsArrayTypeUnsafe())
    T = Array->getElementType();
  return T->getAsRecordDecl();
}

bool ftidy::roles::isObjectStruct(const RecordDecl *R) {
  while (R && (R = R->getDefinition())) {
    if (R->getName() == "_object")
      return true;
    const auto *Class = dyn_cast<CXXRecordDecl>(R);
    if (Class && Class->getNumBases())
      R = Class->bases_begin()->getType()->getAsRecordDecl();
    else if (R->field_empty())
      return false;
    else if (R->field_begin()->getIdentifier() &&
             R->field_begin()->getName() == "ob_refcnt")
      return true; // PyObject_HEAD of old, one field after the other
    else
      R = R->field_begin()->getType()->getAsRecordDecl();
  }
  return false;
}

SlotValue TypeTable::valueOf(const IdentifierInfo *Name, const Expr *E) const {
  SlotValue Result;
  Result.Name = Name;
  Result.What = Known.partOf(Name);
  Result.Value = E;
  llvm::SmallVector<Mention, 2> Functions;
  findFunctions(E, Functions);
  if (!Functions.empty())
    Result.Function = Functions.front().Function;
  return Result;
}

std::optional<uint64_t> TypeTable::constant(const Expr *E) const {
  Expr::EvalResult Result;
  if (E->isValueDependent() || !E->getType()->isIntegralOrEnumerationType() ||
      !E->EvaluateAsInt(Result, Context))
    return std::nullopt;
  return Result.Val.getInt().getExtValue();
}

// True for what leaves a slot empty.
bool TypeTable::isEmpty(const Expr *E) const {
  return isa<ImplicitValueInitExpr>(E) || isa<NoInitExpr>(E) ||
         (!E->isValueDependent() &&
          E->isNullPointerConstant(const_cast<ASTContext &>(Context),
                                   Expr::NPC_ValueDependentIsNotNull) !=
              Expr::NPCK_NotNull);
}

void TypeTable::setField(DefinedType &T, const IdentifierInfo *Name,
                         const Expr *Value) {
  if (!Name || isEmpty(Value))
    return;
  SlotValue S = valueOf(Name, Value);
  if (S.What == Part::Flags)
    T.Flags = constant(Value);
  else if (S.What == Part::Name)
    if (const auto *Text = dyn_cast<StringLiteral>(bare(Value)))
      if (Text->getCharByteWidth() == 1)
        T.Name = Text->getString();
  if (S.What == Part::BasicSize)
    setSize(T, Value);
  T.Slots.push_back(S);
}

// `sizeof(Foo)`, `sizeof(*self)`, and `-(int)sizeof(Foo)` for data of one's own
// behind that of a base whose size is not known.
void TypeTable::setSize(DefinedType &T, const Expr *Value) {
  Value = bare(Value);
  if (const auto *Negative = dyn_cast<UnaryOperator>(Value))
    Value = bare(Negative->getSubExpr());
  if (const auto *Size = dyn_cast<UnaryExprOrTypeTraitExpr>(Value))
    if (Size->getKind() == UETT_SizeOf)
      T.Instance = recordOf(Size->getTypeOfArgument());
}

DefinedType &TypeTable::typeOf(const VarDecl *V, DefinedType::Kind How) {
  const auto [It, New] = TypeOf.try_emplace(V, Types.size());
  if (New) {
    Types.emplace_back();
    Types.back().How = How;
    Types.back().Declared = V;
    Types.back().Loc = V->getLocation();
  }
  return Types[It->second];
}

void TypeTable::addInitializer(const InitListExpr &List, const VarDecl *Of) {
  if (List.getType().isNull())
    return;
  if (Of)
    Of = Of->getCanonicalDecl();
  if (List.getType()->isArrayType()) {
    addArray(List, Of);
    return;
  }
  const RecordDecl *R = List.getType()->getAsRecordDecl();
  const Kind *K = Known.kindOf(R);
  if (!K)
    return;
  // The variable is this record, or an array of them, or holds it somewhere.
  const bool IsWhole =
      Of && Of->getType().getNonReferenceType()->getAsRecordDecl() == R;
  if (*K == Kind::Suite) {
    if (IsWhole)
      addFields(List, *R, Suites[Of]);
    return;
  }
  if (*K == Kind::Spec) {
    addSpec(List, *R, IsWhole ? Of : nullptr);
    return;
  }
  if (*K != Kind::Type && *K != Kind::Module)
    return;
  const DefinedType::Kind How =
      *K == Kind::Type ? DefinedType::Kind::Static : DefinedType::Kind::Module;
  DefinedType *T = IsWhole ? &typeOf(Of, How) : nullptr;
  if (!T) {
    Types.emplace_back();
    T = &Types.back();
    T->Declared = Of;
    T->Loc = List.getBeginLoc();
  }
  // A variable of type PyHeapTypeObject is found by its type.
  T->How = How;
  SlotValues Values;
  addFields(List, *R, Values);
  for (const SlotValue &S : Values)
    setField(*T, S.Name, S.Value);
}

void TypeTable::addFields(const InitListExpr &List, const RecordDecl &R,
                          SlotValues &To) {
  unsigned Index = 0;
  for (const FieldDecl *F : R.fields()) {
    if (Index == List.getNumInits())
      break;
    const Expr *Value = List.getInit(Index++);
    if (F->getIdentifier() && !F->getType()->isRecordType() && !isEmpty(Value))
      To.push_back(valueOf(F->getIdentifier(), Value));
  }
}

void TypeTable::addArray(const InitListExpr &List, const VarDecl *Of) {
  const RecordDecl *R = recordOf(List.getType());
  const Kind *K = Known.kindOf(R);
  if (!K || (*K != Kind::TypeSlot && *K != Kind::ModuleSlot &&
             *K != Kind::AnySlot))
    return;
  // A compound literal in the initialiser of something else is on its own.
  if (Of && !Of->getType()->isArrayType() && !Of->getType()->isRecordType())
    Of = nullptr;
  Arrays.emplace_back();
  Array &A = Arrays.back();
  A.Loc = List.getBeginLoc();
  A.Of = Of;
  for (const Expr *Init : List.inits()) {
    const auto *Element = dyn_cast<InitListExpr>(bare(Init));
    if (!Element)
      continue;
    if (Element->isSyntacticForm() && Element->getSemanticForm())
      Element = Element->getSemanticForm();
    const Tables::Element E = Known.readElement(*R, *Element);
    const IdentifierInfo *Name =
        E.Number ? Known.slotName(*K, *E.Number) : nullptr;
    for (const Expr *Value : E.Pointers)
      if (Name && !isEmpty(Value))
        A.Values.push_back(valueOf(Name, Value));
  }
  A.IsModule = *K == Kind::ModuleSlot;
  if (Of)
    ArrayOf[Of] = Arrays.size() - 1;
  ArrayAt[&List] = Arrays.size() - 1;
}

TypeTable::Spec &TypeTable::specOf(const VarDecl *V) {
  const auto [It, New] = SpecOf.try_emplace(V, Specs.size());
  if (New) {
    Specs.emplace_back();
    Specs.back().Made.Declared = V;
    Specs.back().Made.Loc = V->getLocation();
  }
  return Specs[It->second];
}

void TypeTable::addSpec(const InitListExpr &List, const RecordDecl &R,
                        const VarDecl *Of) {
  Spec *S = Of ? &specOf(Of) : nullptr;
  if (!S) {
    Specs.emplace_back();
    S = &Specs.back();
    S->Made.Loc = List.getBeginLoc();
  }
  unsigned Index = 0;
  for (const FieldDecl *F : R.fields())
    if (Index != List.getNumInits())
      setSpecField(*S, *F, List.getInit(Index++));
}

void TypeTable::setSpecField(Spec &S, const FieldDecl &F, const Expr *Value) {
  if (isEmpty(Value) || !F.getIdentifier())
    return;
  const llvm::StringRef Name = F.getName();
  if (Name == "name") {
    if (const auto *Text = dyn_cast<StringLiteral>(bare(Value)))
      if (Text->getCharByteWidth() == 1)
        S.Made.Name = Text->getString();
  } else if (Name == "basicsize") {
    setSize(S.Made, Value);
  } else if (Name == "flags") {
    S.Made.Flags = constant(Value);
  } else if (Name == "slots") {
    S.Slots = Value;
  }
}

void TypeTable::addAssignment(const BinaryOperator &Assignment) {
  const auto *Member = dyn_cast<MemberExpr>(Assignment.getLHS()->IgnoreParens());
  const auto *Field =
      Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  const Kind *K = Field ? Known.kindOf(Field->getParent()) : nullptr;
  if (!K || (*K != Kind::Type && *K != Kind::Suite && *K != Kind::Spec &&
             *K != Kind::Module))
    return;
  // Up to the variable, through `->ht_type` and `->tp_as_number`, and through
  // what a local pointer was initialised from.
  bool IsHeap = false, IsSuite = *K == Kind::Suite;
  const VarDecl *Root = nullptr;
  const Expr *E = Member->getBase();
  for (unsigned Aliases = 0; E;) {
    E = bare(E);
    if (const auto *Outer = dyn_cast<MemberExpr>(E)) {
      const auto *Through = dyn_cast<FieldDecl>(Outer->getMemberDecl());
      const Kind *Holder = Through ? Known.kindOf(Through->getParent()) : nullptr;
      if (!Holder)
        return; // a member of the project's own struct
      IsHeap |= *Holder == Kind::HeapType;
      IsSuite = false;
      E = Outer->getBase();
      continue;
    }
    Root = variableOf(E);
    E = nullptr;
    if (!Root)
      return;
    const Expr *Init = Root->getAnyInitializer();
    if (Root->isLocalVarDecl() && Root->getType()->isPointerType() && Init &&
        Aliases++ < MaxAliases) {
      const Expr *From = bare(Init);
      if (const auto *Unary = dyn_cast<UnaryOperator>(From))
        From = bare(Unary->getSubExpr());
      if (isa<MemberExpr>(From) || (isa<DeclRefExpr>(From) && variableOf(From)))
        E = From;
    }
  }
  if (!Root)
    return;
  if (*K == Kind::Spec) {
    if (recordOf(Root->getType()) == Field->getParent())
      setSpecField(specOf(Root), *Field, Assignment.getRHS());
    return;
  }
  if (IsSuite) {
    Suites[Root].push_back(
        valueOf(Field->getIdentifier(), Assignment.getRHS()));
    return;
  }
  const RecordDecl *Whole = recordOf(Root->getType()->isPointerType()
                                         ? Root->getType()->getPointeeType()
                                         : Root->getType());
  const Kind *RootKind = Whole ? Known.kindOf(Whole) : nullptr;
  IsHeap |= RootKind && *RootKind == Kind::HeapType;
  DefinedType &T = typeOf(Root, *K == Kind::Module           ? DefinedType::Kind::Module
                         : IsHeap                     ? DefinedType::Kind::Heap
                         : Root->getType()->isRecordType() ? DefinedType::Kind::Static
                                                      : DefinedType::Kind::Unknown);
  const Expr *Value = Assignment.getRHS();
  if (Known.partOf(Field->getIdentifier()) == Part::Flags) {
    const std::optional<uint64_t> Bits = constant(Value);
    if (Assignment.getOpcode() == BO_Assign)
      T.Flags = Bits;
    else if (Bits) // flags that the file leaves alone are not known
      T.Flags = T.Flags ? *T.Flags | *Bits : T.Flags;
    return;
  }
  if (Assignment.getOpcode() == BO_Assign)
    setField(T, Field->getIdentifier(), Value);
}

static const RecordDecl *objectBehind(QualType T) {
  if (!T->isPointerType() && !T->isReferenceType())
    return nullptr;
  const RecordDecl *R = T->getPointeeType()->getAsRecordDecl();
  if (!R || !isObjectStruct(R))
    return nullptr;
  const RecordDecl *Definition = R->getDefinition();
  // PyObject itself, PyVarObject and a type say nothing.
  const bool Plain = Definition->getName() == "_object" ||
                     Definition->getName() == "_typeobject" ||
                     Definition->getName() == "_heaptypeobject";
  if (Plain)
    return nullptr;
  if (const TypedefNameDecl *Named = Definition->getTypedefNameForAnonDecl())
    if (Named->getName() == "PyVarObject")
      return nullptr;
  return Definition;
}

// By the type of the first parameter, or its first cast to a pointer to a struct
// of an object.
static const RecordDecl *selfOf(const FunctionDecl *F) {
  F = F->getDefinition();
  if (!F || !F->getNumParams() || !F->getBody())
    return nullptr;
  const ParmVarDecl *Self = F->getParamDecl(0);
  const RecordDecl *Found = objectBehind(Self->getType());
  if (Found)
    return Found;
  syntax::forEachStmt(F->getBody(), [&](const Stmt *S) {
    const auto *Cast = Found ? nullptr : dyn_cast<ExplicitCastExpr>(S);
    const auto *Ref =
        Cast ? dyn_cast<DeclRefExpr>(bare(Cast->getSubExpr())) : nullptr;
    if (Ref && Ref->getDecl() == Self)
      Found = objectBehind(Cast->getType());
    return !Found;
  });
  return Found;
}

void TypeTable::addOffset(const OffsetOfExpr &E) {
  for (unsigned I = 0; I < E.getNumComponents(); ++I)
    if (E.getComponent(I).getKind() == OffsetOfNode::Field)
      Offsets.insert(E.getComponent(I).getField());
}

void TypeTable::finish() {
  std::vector<bool> Taken(Arrays.size());
  for (Spec &S : Specs) {
    S.Made.How = DefinedType::Kind::Heap;
    const VarDecl *V = S.Slots ? variableOf(S.Slots) : nullptr;
    unsigned At = Arrays.size();
    if (V) {
      if (const auto It = ArrayOf.find(V); It != ArrayOf.end())
        At = It->second;
    } else if (S.Slots) {
      if (const auto *Literal = dyn_cast<CompoundLiteralExpr>(bare(S.Slots)))
        if (const auto *List = dyn_cast<InitListExpr>(Literal->getInitializer())) {
          if (const auto *Semantic = List->getSemanticForm())
            List = Semantic;
          if (const auto It = ArrayAt.find(List); It != ArrayAt.end())
            At = It->second;
        }
    }
    if (At != Arrays.size()) {
      Taken[At] = true;
      S.Made.Slots = Arrays[At].Values;
    }
    Types.push_back(std::move(S.Made));
  }
  for (unsigned I = 0; I != Arrays.size(); ++I)
    if (!Taken[I] && !Arrays[I].Values.empty()) {
      DefinedType T;
      T.Declared = Arrays[I].Of;
      T.Loc = Arrays[I].Loc;
      T.Slots = Arrays[I].Values;
      T.How = Arrays[I].IsModule ? DefinedType::Kind::Module : DefinedType::Kind::Heap;
      Types.push_back(std::move(T));
    }
  for (DefinedType &T : Types) {
    addSuites(T);
    if (T.How == DefinedType::Kind::Module)
      continue;
    for (const SlotValue &S : T.Slots) {
      if (T.Instance)
        break;
      if (S.Function && (S.What == Part::Traverse || S.What == Part::Dealloc ||
                         S.What == Part::Clear))
        T.Instance = selfOf(S.Function);
    }
    if (T.Instance && T.Instance->getDefinition())
      T.Instance = T.Instance->getDefinition();
  }
  for (unsigned I = 0; I != Types.size(); ++I) {
    if (const RecordDecl *R = Types[I].Instance) {
      const auto [It, New] = ByInstance.try_emplace(R, &Types[I]);
      if (!New)
        It->second = nullptr;
    }
    for (const SlotValue &S : Types[I].Slots)
      if (S.Function)
        ByFunction[S.Function->getCanonicalDecl()].push_back(I);
  }
}

// `.tp_as_number = &number_suite` brings the suite's functions.
void TypeTable::addSuites(DefinedType &T) {
  for (size_t I = 0, E = T.Slots.size(); I != E; ++I)
    if (const VarDecl *V = variableOf(T.Slots[I].Value))
      if (const auto It = Suites.find(V); It != Suites.end())
        T.Slots.insert(T.Slots.end(), It->second.begin(), It->second.end());
}

llvm::SmallVector<const DefinedType *, 2>
TypeTable::withFunction(const FunctionDecl *F) const {
  llvm::SmallVector<const DefinedType *, 2> Result;
  const auto It = ByFunction.find(F->getCanonicalDecl());
  if (It != ByFunction.end())
    for (unsigned I : It->second)
      if (Result.empty() || Result.back() != &Types[I])
        Result.push_back(&Types[I]);
  return Result;
}

Part TypeTable::partOf(const FieldDecl &F) const {
  return Known.kindOf(F.getParent()) ? Known.partOf(F.getIdentifier())
                                     : Part::Other;
}

const DefinedType *TypeTable::ofInstance(const RecordDecl *R) const {
  if (R && R->getDefinition())
    R = R->getDefinition();
  return ByInstance.lookup(R);
}
