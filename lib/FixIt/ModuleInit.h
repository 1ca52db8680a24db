//===-- ModuleInit.h - where a module of this file begins -------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_MODULEINIT_H
#define FTIDY_LIB_FIXIT_MODULEINIT_H

#include "FixIt/EditPlan.h"
#include "llvm/ADT/ArrayRef.h"

namespace clang {
class FunctionDecl;
} // namespace clang

namespace ftidy {
class Session;
namespace capi {
struct Use;
} // namespace capi
} // namespace ftidy

namespace ftidy::fix {

class SourceText;

/// The one function of this file that runs when its module is initialised and may
/// fail: its Py_mod_exec function, or the PyInit function that makes the module.
/// Null when there is none, or more than one.
const clang::FunctionDecl *moduleInit(const SourceText &Text, Session &S);

/// One place that imports a table of C pointers.
struct TableImport {
  const capi::Use *Use;
  const clang::FunctionDecl *In;
};

/// Moves the import of one table, at all of these places, into the module's
/// initialisation. Needs review: it is imported earlier.
EditPlan importAtInit(llvm::ArrayRef<TableImport> Places, Session &S);

} // namespace ftidy::fix

#endif
