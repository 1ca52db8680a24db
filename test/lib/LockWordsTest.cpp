//===-- LockWordsTest.cpp - names that say lock
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi/LockWords.h"
#include "gtest/gtest.h"

using namespace ftidy::capi;

TEST(LockWordsTest, Takes) {
  for (const char *Name :
       {"pthread_mutex_lock", "PyThread_acquire_lock", "PyMutex_Lock", "lock",
        "EnterCriticalSection", "MUTEX_LOCK", "AcquireSRWLockExclusive",
        "pthread_rwlock_rdlock", "LOCK_UNIQUE_CACHE", "try_lock"})
    EXPECT_EQ(lockWord(Name), LockWord::Take) << Name;
}

TEST(LockWordsTest, GivesBack) {
  for (const char *Name :
       {"pthread_mutex_unlock", "PyThread_release_lock", "PyMutex_Unlock",
        "unlock", "LeaveCriticalSection", "MUTEX_UNLOCK", "UNLOCK_UNIQUE_CACHE"})
    EXPECT_EQ(lockWord(Name), LockWord::Give) << Name;
}

TEST(LockWordsTest, OtherNames) {
  for (const char *Name :
       {"block", "Py_BLOCK_THREADS", "BLOCK_SIZE", "clock", "PyBuffer_Release",
        "PyThread_allocate_lock", "PyThread_free_lock", "pthread_mutex_init",
        "pthread_mutex_destroy", "PyGILState_Release", "gil_scoped_acquire",
        "is_locked", "Py_EnterRecursiveCall", "release_buffer"})
    EXPECT_EQ(lockWord(Name), std::nullopt) << Name;
}

TEST(LockWordsTest, OneLockHasOneName) {
  EXPECT_EQ(withoutLockWord("LOCK_CACHE"), withoutLockWord("UNLOCK_CACHE"));
  EXPECT_NE(withoutLockWord("LOCK_CACHE"), withoutLockWord("LOCK_LIST"));
}

TEST(LockWordsTest, Guards) {
  EXPECT_TRUE(isGuardType("lock_guard"));
  EXPECT_TRUE(isGuardType("MutexLock"));
  EXPECT_TRUE(isGuardType("scoped_lock"));
  EXPECT_FALSE(isGuardType("gil_scoped_acquire"));
  EXPECT_FALSE(isGuardType("GilGuard"));
  EXPECT_FALSE(isGuardType("Block"));
  EXPECT_TRUE(isOnce("pthread_once"));
  EXPECT_TRUE(isOnce("call_once"));
  EXPECT_FALSE(isOnce("concede"));
}
