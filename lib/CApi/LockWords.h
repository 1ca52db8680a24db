//===-- LockWords.h - names that say lock or init ----------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every library and every project has locks of its own; what they share is the
// words in their names. The same goes for initialisation that another file calls.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_CAPI_LOCKWORDS_H
#define FTIDY_LIB_CAPI_LOCKWORDS_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <string>

namespace ftidy::capi {

/// What a function or a macro does to a lock.
enum class LockWord : uint8_t { Take, Give };

/// Reads `pthread_mutex_lock`, `PyThread_acquire_lock`, `EnterCriticalSection`,
/// `MUTEX_UNLOCK`. Nothing for names that make, free or ask for a lock, and for
/// names about blocks and blocking.
std::optional<LockWord> lockWord(llvm::StringRef Name);

/// The name without the words that lockWord() goes by: `CACHE_LOCK` and
/// `CACHE_UNLOCK` are about one lock.
std::string withoutLockWord(llvm::StringRef Name);

/// True for the names of types whose objects hold a lock while they live:
/// `lock_guard`, `MutexLock`, `scoped_lock`. Not for the GIL's.
bool isGuardType(llvm::StringRef Name);

/// True for the names of types that are locks or wait for something: `mutex`,
/// `pthread_cond_t`, `once_flag`.
bool isLockType(llvm::StringRef Name);

/// True for names that speak of the GIL or of letting threads run: `release_gil`,
/// `UWSGI_GET_GIL`, `allow_threads`.
bool saysGil(llvm::StringRef Name);

/// True for what only says something to people: `PyErr_WarnEx`, `fprintf`,
/// `warn_deprecated`.
bool saysMessage(llvm::StringRef Name);

/// True for the names of functions that run a callback once, and of its flags:
/// `pthread_once`, `call_once`.
bool isOnce(llvm::StringRef Name);

/// True for the names of functions that initialise a module or a library, or are
/// called when it is loaded.
bool saysInit(llvm::StringRef Name);

} // namespace ftidy::capi

#endif
