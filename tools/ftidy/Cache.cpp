//===-- Cache.cpp - answers that still hold
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every comparison is by content, never by time, so that a fresh checkout or
// another machine's clock cannot make an old answer look new. Each file is
// read once a run.
//
//===----------------------------------------------------------------------===//

#include "Cache.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/SHA1.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace ftidy::command {

/// The cache has 256 folders; each keeps at most this many outcomes.
static constexpr size_t MostInFolder = 24;

static std::string digest(StringRef Text) {
  return toHex(SHA1::hash(arrayRefFromStringRef(Text)), /*LowerCase=*/true);
}

static std::string readDigest(StringRef File) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> B =
      MemoryBuffer::getFile(File, /*IsText=*/false,
                            /*RequiresNullTerminator=*/false);
  return B ? digest((*B)->getBuffer()) : std::string();
}

Cache::Cache(bool On) {
  SmallString<128> Path;
  if (!On)
    return;
  if (std::optional<std::string> Named = sys::Process::GetEnv("FTIDY_CACHE"))
    Path = *Named;
  else if (sys::path::cache_directory(Path))
    sys::path::append(Path, "ftidy");
  if (Path.empty() || sys::fs::create_directories(Path))
    return;
  Folder = std::string(Path);
  const std::string Self =
      sys::fs::getMainExecutable(nullptr, reinterpret_cast<void *>(&digest));
  Program = readDigest(Self) + clang::getClangFullVersion();
  // What changes the include path without being an argument.
  for (const char *Name : {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH"})
    Program += "\n" + sys::Process::GetEnv(Name).value_or("");
}

std::string Cache::keyOf(const Job &J) {
  std::string Text = Program;
  raw_string_ostream OS(Text);
  // A file that may not be written gets no fixes.
  OS << toJSON(J) << sys::fs::can_write(J.File);
  OS.flush();
  std::string Key = digest(Text);
  SmallString<128> Path(Folder);
  sys::path::append(Path, Key.substr(0, 2), Key.substr(2) + ".json");
  return std::string(Path);
}

const std::string &Cache::contentOf(StringRef File) {
  auto [At, New] = Contents.try_emplace(File);
  if (New)
    At->second = readDigest(File);
  return At->second;
}

bool Cache::exists(StringRef File) {
  auto [At, New] = Existing.try_emplace(File, false);
  if (New)
    At->second = sys::fs::exists(File);
  return At->second;
}

std::optional<Outcome> Cache::find(const Job &J) {
  if (Folder.empty())
    return std::nullopt;
  ErrorOr<std::unique_ptr<MemoryBuffer>> B = MemoryBuffer::getFile(keyOf(J));
  if (!B)
    return std::nullopt;
  // Digests, one a line, then the outcome.
  const auto [Digests, Text] = (*B)->getBuffer().split("\n\n");
  Expected<Outcome> O = parseOutcome(Text);
  if (!O) {
    consumeError(O.takeError());
    return std::nullopt;
  }
  SmallVector<StringRef> Lines;
  Digests.split(Lines, '\n');
  if (Lines.size() != O->Read.size())
    return std::nullopt;
  for (size_t I = 0; I < Lines.size(); ++I)
    if (Lines[I].empty() || contentOf(O->Read[I]) != Lines[I])
      return std::nullopt;
  for (const std::string &File : O->Missing)
    if (exists(File))
      return std::nullopt;
  return std::move(*O);
}

void Cache::keep(const Job &J, const Outcome &O, sys::TimePoint<> Start) {
  // That a file does not parse holds like any other answer: it depends on what
  // was read and looked for. A crash may have other causes.
  if (Folder.empty() || !J.Overlay.empty() ||
      (!O.analysed() && O.Errors.empty()))
    return;
  std::string Text;
  raw_string_ostream OS(Text);
  for (const std::string &File : O.Read) {
    sys::fs::file_status Status;
    // Changed while it was read: nobody knows which content was analysed.
    if (sys::fs::status(File, Status) ||
        Status.getLastModificationTime() >= Start)
      return;
    OS << contentOf(File) << "\n";
  }
  OS << "\n" << toJSON(O);
  OS.flush();
  const std::string Path = keyOf(J);
  const StringRef Shelf = sys::path::parent_path(Path);
  if (sys::fs::create_directories(Shelf))
    return;
  std::vector<std::pair<sys::TimePoint<>, std::string>> Kept;
  std::error_code Unread;
  for (sys::fs::directory_iterator It(Shelf, Unread), End; It != End && !Unread;
       It.increment(Unread))
    if (ErrorOr<sys::fs::basic_file_status> S = It->status())
      Kept.emplace_back(S->getLastModificationTime(), It->path());
  sort(Kept);
  for (size_t I = 0; I + MostInFolder <= Kept.size(); ++I)
    sys::fs::remove(Kept[I].second);
  Expected<sys::fs::TempFile> Temporary =
      sys::fs::TempFile::create(Path + "-%%%%%%%%");
  if (!Temporary) {
    consumeError(Temporary.takeError());
    return;
  }
  raw_fd_ostream Out(Temporary->FD, /*shouldClose=*/false);
  Out << Text;
  Out.flush();
  const bool Failed = Out.has_error();
  Out.clear_error();
  if (Error E = Failed ? Temporary->discard() : Temporary->keep(Path))
    consumeError(std::move(E));
}

} // namespace ftidy::command
