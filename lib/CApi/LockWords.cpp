//===-- LockWords.cpp - names that say lock
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi/LockWords.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

namespace ftidy::capi {

// The words of snake_case, CamelCase and UPPER_CASE, in lower case.
static llvm::SmallVector<std::string, 6> wordsOf(llvm::StringRef Name) {
  llvm::SmallVector<std::string, 6> Words;
  std::string Word;
  const auto End = [&] {
    if (!Word.empty())
      Words.push_back(std::move(Word));
    Word.clear();
  };
  for (size_t I = 0; I < Name.size(); ++I) {
    const bool Starts = llvm::isUpper(Name[I]) && I != 0 &&
                        (llvm::isLower(Name[I - 1]) ||
                         (I + 1 < Name.size() && llvm::isUpper(Name[I - 1]) &&
                          llvm::isLower(Name[I + 1])));
    if (Name[I] == '_' || Starts)
      End();
    if (Name[I] != '_')
      Word += llvm::toLower(Name[I]);
  }
  End();
  return Words;
}

static bool has(llvm::ArrayRef<std::string> Words,
                std::initializer_list<llvm::StringRef> Any) {
  return llvm::any_of(Words, [&](const std::string &Word) {
    return llvm::is_contained(Any, llvm::StringRef(Word));
  });
}

// Nearly every name ends here: to find its words costs more.
static bool holdsAny(llvm::StringRef Name,
                     std::initializer_list<llvm::StringRef> Parts) {
  return llvm::any_of(Parts, [&](llvm::StringRef Part) {
    return Name.contains_insensitive(Part);
  });
}

std::optional<LockWord> lockWord(llvm::StringRef Name) {
  if (!holdsAny(Name, {"lock", "leave", "release", "acquire", "enter"}))
    return std::nullopt;
  const auto Words = wordsOf(Name);
  if (has(Words, {"init", "new", "alloc", "allocate", "create", "free",
                  "destroy", "delete", "is", "check", "assert", "gil", "ref",
                  "buffer", "destroyed", "fini", "make"}))
    return std::nullopt;
  if (has(Words, {"unlock", "leave", "wrunlock", "rdunlock"}) ||
      (has(Words, {"release"}) && has(Words, {"lock", "mutex"})))
    return LockWord::Give;
  if (has(Words, {"lock", "rdlock", "wrlock", "acquire"}) ||
      (has(Words, {"enter"}) && has(Words, {"critical", "mutex", "monitor"})))
    return LockWord::Take;
  return std::nullopt;
}

std::string withoutLockWord(llvm::StringRef Name) {
  std::string Rest;
  for (const std::string &Word : wordsOf(Name))
    if (!has({Word}, {"lock", "unlock", "acquire", "release", "begin", "end",
                      "enter", "leave"}))
      Rest += Word + "_";
  return Rest;
}

bool isGuardType(llvm::StringRef Name) {
  if (!holdsAny(Name, {"lock", "guard"}))
    return false;
  const auto Words = wordsOf(Name);
  return has(Words, {"lock", "guard", "locker"}) && !has(Words, {"gil"});
}

bool isLockType(llvm::StringRef Name) {
  if (Name.ends_with("GPrivate")) // GLib's key of what each thread has
    return true;
  if (!holdsAny(Name, {"mutex", "lock", "cond", "once", "sem", "tss", "tsd"}))
    return false;
  Name = Name.take_until([](char C) { return C == '<'; });
  const auto Words = wordsOf(Name.substr(Name.find_last_of(": ") + 1));
  return has(Words, {"mutex", "lock", "spinlock", "rwlock", "cond", "condition",
                     "once", "semaphore", "sem", "tss", "tsd"});
}

bool saysInit(llvm::StringRef Name) {
  const auto Words = wordsOf(Name);
  // `Ready`, `ready_types`, as in PyType_Ready; not a question or an event.
  return (!Words.empty() && Words.front() == "ready") ||
         has(Words, {"init", "initialize", "initialise", "setup", "register",
                     "module", "exec", "load", "loader", "install", "intern"}) ||
         llvm::any_of(Words, [](llvm::StringRef Word) {
           return Word.starts_with("init");
         });
}

bool saysMessage(llvm::StringRef Name) {
  return holdsAny(Name, {"warn", "deprecat", "print", "puts"}) &&
         has(wordsOf(Name), {"warn", "warning", "warnings", "deprecate",
                             "deprecated", "deprecation", "print", "printf",
                             "fprintf", "vfprintf", "puts", "fputs"});
}

bool isOnce(llvm::StringRef Name) {
  return holdsAny(Name, {"once"}) && has(wordsOf(Name), {"once"});
}

bool saysGil(llvm::StringRef Name) {
  const std::string Lower = Name.lower();
  llvm::SmallVector<llvm::StringRef, 8> Words;
  llvm::StringRef(Lower).split(Words, '_');
  return llvm::is_contained(Words, "gil") || llvm::is_contained(Words, "nogil") ||
         llvm::StringRef(Lower).contains("allow_threads") ||
         llvm::StringRef(Lower).contains("allowthreads") ||
         Name.ends_with("GIL") || Name.ends_with("Gil");
}

} // namespace ftidy::capi
