//===-- Crew.cpp - processes that run side by side
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One thread starts the processes and polls their pipes. Nothing is kept in
// files, so there is nothing to clean up when the command is interrupted: the
// terminal's signal reaches the processes too, and a worker also ends when its
// parent does.
//
//===----------------------------------------------------------------------===//

#include "Crew.h"
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

using namespace llvm;

namespace ftidy::command {
namespace {

using Clock = std::chrono::steady_clock;

/// A process that takes longer is ended: one file is never worth it.
constexpr std::chrono::minutes LongestTask(10);
/// More than this is not kept of what a process says to its standard error.
constexpr size_t ErrorsKept = 1 << 16;

class Process {
public:
  Process(const std::vector<std::string> &Command, StringRef Input,
          StringRef Folder, size_t Number)
      : Number(Number), Input(Input.str()), Started(Clock::now()) {
    int ToChild[2], FromChild[2], ErrorsOf[2];
    if (pipe2(ToChild, O_CLOEXEC) || pipe2(FromChild, O_CLOEXEC) ||
        pipe2(ErrorsOf, O_CLOEXEC)) {
      R.Failure = std::string("no pipe: ") + std::strerror(errno);
      return;
    }
    posix_spawn_file_actions_t Actions;
    posix_spawn_file_actions_init(&Actions);
    posix_spawn_file_actions_adddup2(&Actions, ToChild[0], 0);
    posix_spawn_file_actions_adddup2(&Actions, FromChild[1], 1);
    posix_spawn_file_actions_adddup2(&Actions, ErrorsOf[1], 2);
    if (!Folder.empty())
      posix_spawn_file_actions_addchdir_np(&Actions, Folder.str().c_str());
    std::vector<char *> Arguments;
    for (const std::string &A : Command)
      Arguments.push_back(const_cast<char *>(A.c_str()));
    Arguments.push_back(nullptr);
    const int Error = posix_spawnp(&Id, Arguments[0], &Actions, nullptr,
                                   Arguments.data(), environ);
    posix_spawn_file_actions_destroy(&Actions);
    close(ToChild[0]);
    close(FromChild[1]);
    close(ErrorsOf[1]);
    if (Error) {
      R.Failure = std::string("could not be started: ") + std::strerror(Error);
      Id = -1;
      close(ToChild[1]);
      close(FromChild[0]);
      close(ErrorsOf[0]);
      return;
    }
    In = ToChild[1];
    Out = FromChild[0];
    Err = ErrorsOf[0];
    for (int Pipe : {In, Out, Err})
      fcntl(Pipe, F_SETFL, fcntl(Pipe, F_GETFL) | O_NONBLOCK);
    write();
  }

  size_t number() const { return Number; }
  bool ended() const { return Out < 0 && Err < 0; }

  void addTo(std::vector<pollfd> &Polled) const {
    if (In >= 0)
      Polled.push_back({In, POLLOUT, 0});
    if (Out >= 0)
      Polled.push_back({Out, POLLIN, 0});
    if (Err >= 0)
      Polled.push_back({Err, POLLIN, 0});
  }

  // Moves whatever the pipes take or have; none of them blocks.
  void move() {
    write();
    read(Out, R.Output, SIZE_MAX);
    read(Err, R.Errors, ErrorsKept);
    if (!ended() && Clock::now() - Started > LongestTask) {
      kill(Id, SIGKILL);
      R.Failure = "took longer than 10 minutes";
      for (int *Pipe : {&In, &Out, &Err})
        shut(*Pipe);
    }
  }

  Reply finish() {
    int Status = 0;
    if (Id > 0) {
      while (waitpid(Id, &Status, 0) < 0 && errno == EINTR)
        ;
      if (R.Failure.empty() && WIFSIGNALED(Status)) {
        R.Failure =
            std::string("crashed (") + strsignal(WTERMSIG(Status)) + ")";
      } else if (R.Failure.empty() && WEXITSTATUS(Status)) {
        const auto [Last, Rest] = StringRef(R.Errors).trim().rsplit('\n');
        R.Failure =
            "ended with exit code " + std::to_string(WEXITSTATUS(Status));
        if (const StringRef Said = Rest.empty() ? Last : Rest; !Said.empty())
          R.Failure += ": " + Said.str();
      }
    }
    shut(In);
    return std::move(R);
  }

private:
  static void shut(int &Pipe) {
    if (Pipe >= 0)
      close(Pipe);
    Pipe = -1;
  }

  void write() {
    while (In >= 0) {
      if (Written == Input.size()) {
        shut(In);
        return;
      }
      const ssize_t N =
          ::write(In, Input.data() + Written, Input.size() - Written);
      if (N > 0)
        Written += N;
      else if (N < 0 && errno == EAGAIN)
        return;
      else if (N < 0 && errno != EINTR) // it ended before it had read all
        shut(In);
    }
  }

  static void read(int &Pipe, std::string &Into, size_t Most) {
    char Buffer[1 << 16];
    while (Pipe >= 0) {
      const ssize_t N = ::read(Pipe, Buffer, sizeof Buffer);
      if (N > 0) {
        if (Into.size() < Most)
          Into.append(Buffer, N);
      } else if (N < 0 && errno == EAGAIN) {
        return;
      } else if (N == 0 || errno != EINTR) {
        shut(Pipe);
      }
    }
  }

  size_t Number;
  std::string Input;
  size_t Written = 0;
  pid_t Id = -1;
  int In = -1, Out = -1, Err = -1;
  Clock::time_point Started;
  Reply R;
};

void wait(std::deque<Process> &Running) {
  std::vector<pollfd> Polled;
  for (const Process &P : Running)
    P.addTo(Polled);
  if (!Polled.empty())
    poll(Polled.data(), Polled.size(), 1000);
  for (Process &P : Running)
    P.move();
}

} // namespace

Reply run(const std::vector<std::string> &Command, StringRef Input,
          StringRef Folder) {
  signal(SIGPIPE, SIG_IGN);
  std::deque<Process> Running;
  Running.emplace_back(Command, Input, Folder, 0);
  while (!Running.front().ended())
    wait(Running);
  return Running.front().finish();
}

void Crew::work(std::deque<Task> &Todo,
                function_ref<void(size_t, Reply)> Done) const {
  signal(SIGPIPE, SIG_IGN);
  std::deque<Process> Running;
  while (!Todo.empty() || !Running.empty()) {
    while (!Todo.empty() && Running.size() < Size) {
      Running.emplace_back(Command, Todo.front().Input, "",
                           Todo.front().Number);
      Todo.pop_front();
    }
    wait(Running);
    for (auto It = Running.begin(); It != Running.end();) {
      if (!It->ended()) {
        ++It;
        continue;
      }
      const size_t Number = It->number();
      Reply R = It->finish();
      It = Running.erase(It);
      Done(Number, std::move(R));
    }
  }
}

} // namespace ftidy::command
