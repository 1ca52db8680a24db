//===-- Fact.cpp - the table of facts ---------------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// CApi.def becomes one constant array: no constructor runs at load time, and
// clangd's threads share it without a lock.
//
//===----------------------------------------------------------------------===//

#include "CApi/Fact.h"
#include "llvm/ADT/STLExtras.h"
#include <iterator>

namespace ftidy::capi {
namespace {

/// The Flags column: what is only yes or no, and how the result is lent.
enum Flag : uint32_t {
  Plain = 0,
  TraverseOk = 1 << 0,
  Fresh = 1 << 1,
  InCompat = 1 << 2,
  Immutable = 1 << 3,
  PerThread = 1 << 4,
  AsArgument = 1 << 5,
  ProvesImmutable = 1 << 6,
  SwallowsErrors = 1 << 7,
  Unchecked = 1 << 8,
  NoneWhenDead = 1 << 9,
  ProvesNone = 1 << 10,
  ComparesIdentity = 1 << 11,
  ReadsRefcount = 1 << 12,
  SetsError = 1 << 13,
  ClearsError = 1 << 14,
  TellsError = 1 << 15,
  InstanceData = 1 << 16,
  Copies = 1 << 17,
  ByIndex = 1 << 18,
};

constexpr ErrorEffect errorEffect(unsigned Flags) {
  return Flags & SetsError     ? ErrorEffect::Sets
         : Flags & ClearsError ? ErrorEffect::Clears
         : Flags & TellsError  ? ErrorEffect::Tells
                               : ErrorEffect::None;
}

constexpr uint8_t quirks(unsigned Flags) {
  return (Flags & SwallowsErrors ? ftidy::capi::SwallowsErrors : 0) |
         (Flags & Unchecked ? ftidy::capi::Unchecked : 0) |
         (Flags & NoneWhenDead ? ftidy::capi::NoneWhenDead : 0) |
         (Flags & ReadsRefcount ? ftidy::capi::ReadsRefcount : 0) |
         (Flags & Copies ? ftidy::capi::Copies : 0) |
         (Flags & ByIndex ? ftidy::capi::ByIndex : 0);
}

constexpr Lending lending(unsigned Flags) {
  return Flags & Fresh             ? Lending::Fresh
         : Flags & Immutable       ? Lending::Immutable
         : Flags & PerThread       ? Lending::PerThread
         : Flags & AsArgument      ? Lending::AsArgument
         : Flags & ProvesImmutable ? Lending::ProvesImmutable
         : Flags & ProvesNone      ? Lending::ProvesNone
         : Flags & ComparesIdentity ? Lending::ComparesIdentity
         : Flags & InstanceData    ? Lending::InstanceData
                                   : Lending::Unknown;
}

/// "3.13" -> 0x030D0000, "" -> 0. A malformed version does not compile.
constexpr Version parseVersion(const char *Text) {
  if (!*Text)
    return 0;
  unsigned Parts[2] = {0, 0};
  unsigned Part = 0;
  for (; *Text; ++Text) {
    if (*Text == '.')
      ++Part;
    else
      Parts[Part] = Parts[Part] * 10 + static_cast<unsigned>(*Text - '0');
  }
  return version(Parts[0], Parts[1]);
}

constexpr Fact Facts[] = {
#define FACT(NAME, KIND, RETURNS, FROM, ARGS, OUTS, HAZARDS, RUNS, THREAD,     \
             FLAGS, SINCE, REMOVED, LIMITED, TWIN, CURE)                       \
  {llvm::StringLiteral(NAME),                                                  \
   Kind::KIND,                                                                 \
   Result::RETURNS,                                                            \
   FROM,                                                                       \
   llvm::StringLiteral(ARGS),                                                  \
   llvm::StringLiteral(OUTS),                                                  \
   HAZARDS,                                                                    \
   Runs::RUNS,                                                                 \
   Thread::THREAD,                                                             \
   ((FLAGS) & TraverseOk) != 0,                                                \
   lending(FLAGS),                                                             \
   llvm::StringLiteral(TWIN),                                                  \
   llvm::StringLiteral(CURE),                                                  \
   parseVersion(SINCE),                                                        \
   parseVersion(REMOVED),                                                      \
   parseVersion(LIMITED),                                                      \
   ((FLAGS) & InCompat) != 0,                                                  \
   quirks(FLAGS),                                                              \
   errorEffect(FLAGS)},
#include "CApi/CApi.def"
};

} // namespace

llvm::ArrayRef<Fact> allFacts() { return Facts; }

const Fact *findFact(llvm::StringRef Name) {
  const Fact *Found = llvm::lower_bound(
      Facts, Name, [](const Fact &F, llvm::StringRef N) { return F.Name < N; });
  return Found != std::end(Facts) && Found->Name == Name ? Found : nullptr;
}

bool needsAttached(const Fact &F) {
  static constexpr llvm::StringLiteral Detached[] = {
#define DETACHED(NAME) NAME,
#include "CApi/Detached.def"
  };
  static constexpr llvm::StringLiteral Attached[] = {
#define ATTACHED(NAME) NAME,
#include "CApi/Detached.def"
  };
  const auto In = [&](llvm::ArrayRef<llvm::StringLiteral> Names) {
    const auto It = llvm::lower_bound(Names, F.Name);
    return It != Names.end() && *It == F.Name;
  };
  if (F.Spelling == Kind::Member || In(Detached))
    return false;
  if (F.Spelling == Kind::Function || F.RunsPython != Runs::Nothing ||
      F.ThreadState != Thread::None)
    return true;
  return F.Args.contains('+') || F.Args.contains('-') ||
         F.Args.contains('S') || In(Attached);
}

std::string versionName(Version V) {
  return std::to_string(V >> 24) + "." + std::to_string(V >> 16 & 0xff);
}

} // namespace ftidy::capi
