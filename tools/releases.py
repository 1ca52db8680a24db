#
# Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
"""Source releases from PyPI, pinned by their hashes, fetched once into a folder.

A list of releases has one on each line: `name==version --hash=sha256:…`.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import NamedTuple

PATIENCE = 300  # seconds for one download


class Release(NamedTuple):
    name: str
    version: str
    digest: str

    @property
    def folder(self):
        return f"{self.name}-{self.version}"


def read(listed):
    """The releases of a list, in its order."""
    found = re.findall(r"^([\w.-]+)==(\S+) --hash=sha256:(\w{64})$", listed.read_text(), re.M)
    return [Release(*each) for each in found]


def _archive(release, cache):
    """The archive of the release in the cache, when it is there and the right one."""
    for archive in cache.glob("*.tar.gz"):
        if hashlib.sha256(archive.read_bytes()).hexdigest() == release.digest:
            return archive
    return None


def _download(release, cache):
    """unearth only downloads; pip would ask the release's own build for its metadata."""
    finder = cache / "finder"
    if not finder.is_dir():
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--target", finder, "unearth==0.19.0"],
                       check=True, timeout=PATIENCE)
    subprocess.run([sys.executable, "-m", "unearth", f"{release.name}=={release.version}", "--no-binary", "-d", cache],
                   check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE, env={**os.environ, "PYTHONPATH": str(finder)})


def unpacked(release, cache):
    """The folder of the release, fetched when it is not there. Raises OSError or
    subprocess.SubprocessError when it cannot be had, ValueError when what came
    is another file."""
    root = cache / release.folder
    if root.is_dir():
        return root
    cache.mkdir(parents=True, exist_ok=True)
    archive = _archive(release, cache)
    if not archive:
        _download(release, cache)
        archive = _archive(release, cache)
        if not archive:
            raise ValueError(f"{release.folder} is not the file whose hash is listed")
    fresh = cache / f".{release.folder}"
    shutil.rmtree(fresh, ignore_errors=True)
    with tarfile.open(archive) as tar:
        tar.extractall(fresh, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    (top,) = fresh.iterdir()
    top.rename(root)
    shutil.rmtree(fresh)
    return root
