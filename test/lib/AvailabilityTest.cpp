//===-- AvailabilityTest.cpp - may fixed code use this name? ----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/Availability.h"
#include "Analysed.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace clang;

namespace ftidy::fix {
namespace {

using test::Analysed;
using test::Language;

const char *answer(Analysed &A, llvm::StringRef Name) {
  const capi::Fact *F = capi::findFact(Name);
  EXPECT_TRUE(F) << Name.str();
  switch (A.session().availability().of(*F)) {
  case Availability::Answer::Yes:
    return "yes";
  case Availability::Answer::WithInclude:
    return "with include";
  case Availability::Answer::No:
    return "no";
  }
  return "?";
}

Options options(capi::Version MinPython, Compat C = Compat::Auto) {
  Options O;
  O.MinPython = MinPython;
  O.CompatHeader = C;
  return O;
}

// PyDict_GetItemRef came with 3.13 and is in pythoncapi_compat.h;
// PyEval_GetFrameLocals came with 3.13 and is not.
const char New[] = "PyDict_GetItemRef", NewOnly[] = "PyEval_GetFrameLocals",
           Old[] = "PyDict_GetItem";

TEST(Versions, OfTheHeaders) {
  Analysed Newest("", Language::C);
  EXPECT_EQ(Newest.session().availability().oldest(), capi::version(3, 13));
  EXPECT_STREQ(answer(Newest, New), "yes");
  Analysed Older("", Language::C, {"-DPY_VERSION_HEX=0x03090DF0"});
  EXPECT_EQ(Older.session().availability().oldest(), capi::version(3, 9));
  EXPECT_STREQ(answer(Older, New), "no");
  EXPECT_STREQ(answer(Older, Old), "yes");
}

// CPython's PY_VERSION_HEX is an expression of its two numbers.
TEST(Versions, OfTheHeadersByTheirNumbers) {
  Analysed A({"-I/include", "/project/module.c"},
             {{"/project/module.c", "#include <Python.h>\n"},
              {"/include/Python.h",
               "#define PY_MAJOR_VERSION 3\n#define PY_MINOR_VERSION 11\n"
               "#define PY_VERSION_HEX ((PY_MAJOR_VERSION << 24) | "
               "(PY_MINOR_VERSION << 16))\n"}});
  ASSERT_EQ(A.errors(), "");
  EXPECT_EQ(A.session().availability().oldest(), capi::version(3, 11));
}

TEST(Versions, MinPython) {
  Analysed A("", Language::C, {}, options(capi::version(3, 9)));
  EXPECT_EQ(A.session().availability().oldest(), capi::version(3, 9));
  EXPECT_STREQ(answer(A, New), "no");
  EXPECT_STREQ(answer(A, "PyObject_CallNoArgs"), "yes");
  EXPECT_STREQ(answer(A, "Py_NewRef"), "no");
}

TEST(CompatHeaders, AskedFor) {
  Analysed A("", Language::C, {},
             options(capi::version(3, 9), Compat::PythoncapiCompat));
  EXPECT_STREQ(answer(A, New), "with include");
  EXPECT_STREQ(answer(A, "Py_NewRef"), "with include");
  EXPECT_STREQ(answer(A, NewOnly), "no");
  EXPECT_STREQ(answer(A, Old), "yes") << "nothing is included for it";
  // Behind the line that includes Python.h.
  const SourceLocation At = A.session().availability().includeAt();
  ASSERT_TRUE(At.isValid());
  EXPECT_EQ(A.sources().getFileOffset(At),
            llvm::StringRef("#include <Python.h>\n").size());
}

TEST(CompatHeaders, IncludedAlready) {
  const test::Files Header = {
      {"/project/pythoncapi_compat.h",
       "#ifndef PYTHONCAPI_COMPAT\n#define PYTHONCAPI_COMPAT\n#endif\n"}};
  for (Compat C : {Compat::Auto, Compat::PythoncapiCompat}) {
    Analysed A("#include \"pythoncapi_compat.h\"\n", Language::C, {},
               options(capi::version(3, 9), C), Header);
    EXPECT_STREQ(answer(A, New), "yes");
    EXPECT_STREQ(answer(A, NewOnly), "no");
  }
  Analysed None("#include \"pythoncapi_compat.h\"\n", Language::C, {},
                options(capi::version(3, 9), Compat::None), Header);
  EXPECT_STREQ(answer(None, New), "no");
}

// A header that nobody wrote an include of for this file cannot get a second.
TEST(CompatHeaders, PythonFromElsewhere) {
  Analysed A({"-I" FTIDY_TEST_DIR "/Inputs/mock", "/project/module.c"},
             {{"/project/module.c", "#include \"module.h\"\n"},
              {"/project/module.h", "#include <Python.h>\n"}},
             options(capi::version(3, 9), Compat::PythoncapiCompat));
  ASSERT_EQ(A.errors(), "");
  EXPECT_STREQ(answer(A, New), "no");
  EXPECT_STREQ(answer(A, Old), "yes");
}

/// A folder on disk that is gone after the test.
class Folder {
public:
  Folder() {
    EXPECT_FALSE(llvm::sys::fs::createUniqueDirectory("ftidy", Path));
  }
  ~Folder() { llvm::sys::fs::remove_directories(Path); }
  std::string add(llvm::StringRef Name, llvm::StringRef Text) {
    llvm::SmallString<128> File(Path);
    llvm::sys::path::append(File, Name);
    std::error_code Problem;
    llvm::raw_fd_ostream(File, Problem) << Text;
    EXPECT_FALSE(Problem);
    return File.str().str();
  }

private:
  llvm::SmallString<128> Path;
};

TEST(CompatHeaders, BesideTheFile) {
  Folder Project;
  const std::string Main = Project.add("module.c", "#include <Python.h>\n");
  const test::Arguments Command = {"-I" FTIDY_TEST_DIR "/Inputs/mock", Main};
  {
    Analysed Alone(Command, {}, options(capi::version(3, 9)));
    EXPECT_STREQ(answer(Alone, New), "no");
  }
  Project.add("pythoncapi_compat.h", "");
  {
    Analysed Both(Command, {}, options(capi::version(3, 9)));
    EXPECT_STREQ(answer(Both, New), "with include");
    EXPECT_STREQ(answer(Both, NewOnly), "no");
  }
  Analysed None(Command, {}, options(capi::version(3, 9), Compat::None));
  EXPECT_STREQ(answer(None, New), "no");
}

TEST(LimitedApi, OnlyWhatItHas) {
  auto Answer = [](const char *Limited, llvm::StringRef Name) {
    Analysed A("", Language::C, {std::string("-DPy_LIMITED_API=") + Limited},
               options(0, Compat::PythoncapiCompat));
    return std::string(answer(A, Name));
  };
  EXPECT_EQ(Answer("0x030D0000", New), "yes");
  EXPECT_EQ(Answer("0x030C0000", New), "no")
      << "the shims of pythoncapi_compat.h use more than the limited API";
  EXPECT_EQ(Answer("0x03020000", Old), "yes");
  EXPECT_EQ(Answer("3", Old), "yes") << "3 means 3.2";
  EXPECT_EQ(Answer("0x030D0000", "PyList_GET_ITEM"), "no") << "never in it";
}

} // namespace
} // namespace ftidy::fix
