//===-- PublishInitialiser.cpp - a static local of C++
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The guard of a static local is a native lock, and waiting for it keeps a thread
// attached. So the initialiser has to run without it:
// a pointer becomes a constant-initialised std::atomic that the first thread sets
// with a compare-exchange. What is derived from a handle of a library is left to
// the library's own once, which the author has to choose.
//
//===----------------------------------------------------------------------===//

#include "FixIt/PublishOnce.h"
#include "CApi/Use.h"
#include "FixIt/StaticText.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace ftidy::fix {

// What the initialiser says: behind `=`, or between `(` and `)` or braces.
static std::optional<Stretch> valueOf(const StaticText &Declared,
                                      const SourceText &Text) {
  const StringRef After =
      Text.text({Declared.Name.End, Declared.Declarator.End});
  StringRef Value = After.trim();
  if (!Value.consume_front("="))
    return std::nullopt;
  const StringRef Inner = Value.trim();
  const unsigned Begin =
      Declared.Name.End + unsigned(Inner.data() - After.data());
  return Stretch{Begin, unsigned(Begin + Inner.size())};
}

// True when the value is a new reference of the C API.
static bool isNew(const VarDecl &V, const FunctionDecl &In, Session &S) {
  const capi::Use *Made = S.function(In).uses().at(capi::strip(V.getInit()));
  return Made && Made->F->Returns == capi::Result::New;
}

EditPlan publishInitialiser(const VarDecl &V, const FunctionDecl &In,
                            Session &S) {
  const SourceText Text(S.context(), In.getBody()->getBeginLoc());
  Reason Why = Reason::None;
  if (In.isTemplated())
    return EditPlan::refuse(Reason::Template);
  const auto Declared = StaticText::of(V, Text, S, Why);
  if (!Declared)
    return EditPlan::refuse(Why);
  const auto Function = Text.of(In.getBody());
  const auto Value = valueOf(*Declared, Text);
  if (!Function || !Value || !Text.startsLine(Declared->Whole.Begin) ||
      Text.text(Declared->Whole).contains('\n'))
    return EditPlan::refuse(Reason::MagicStatic);
  const StringRef Spelled = Text.text(Declared->Type).rtrim();
  if (!V.getType()->isPointerType() || V.getType().hasQualifiers() ||
      !isNew(V, In, S))
    return EditPlan::refuse(Reason::MagicStatic);
  // Nobody else sets it.
  for (const roles::Access &A : S.accesses().of(&V))
    if (A.Kind != roles::AccessKind::Read &&
        A.Of != roles::Extent::Behind)
      return EditPlan::refuse(Reason::OtherWriter);
  if (!allowsAtomic(V, S))
    return EditPlan::refuse(Reason::AtomicType);
  const std::string Name = V.getNameAsString();
  const std::string Fresh = Text.freeName("fresh", *Function);
  const std::string Unset = Text.freeName("unset", *Function);
  const std::string Indent = Text.indentation(Declared->Whole.Begin).str();
  const std::string Deep = Text.deeper(Declared->Whole.Begin);
  const std::string Deeper = Deep + Deep.substr(Indent.size());
  const std::string Gap = Spelled.ends_with("*") ? "" : " ";
  const std::string Type = (Spelled + Gap).str();
  std::vector<Edit> Edits;
  Edits.push_back(
      {Declared->Whole.Begin, Declared->Whole.End - Declared->Whole.Begin,
       "static std::atomic<" + Spelled.str() + "> " + Name + "{nullptr};\n" +
           Indent + "if (" + Name + " == nullptr) {\n" + Deep + Type + Fresh +
           " = " + Text.text(*Value).str() + ";\n" + Deep + Type + Unset +
           " = nullptr;\n" + Deep + "if (" + Fresh + " != nullptr && !" + Name +
           ".compare_exchange_strong(" + Unset + ", " + Fresh + ")) {\n" +
           Deeper + "Py_DECREF(" + Fresh + ");\n" + Deep + "}\n" + Indent + "}"});
  if (!includeAtomics(V, Text, S, Edits))
    return EditPlan::refuse(Reason::OtherFix);
  llvm::sort(Edits);
  EditPlan Plan = EditPlan::of(std::move(Edits));
  Plan.lowerToReview("'" + Name +
                     "' becomes atomic; two threads may both make the object, "
                     "and the one that comes second releases its own; a failed "
                     "call is tried again");
  return Plan;
}

} // namespace ftidy::fix
