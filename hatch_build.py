"""Adds the compiled data to a build, so that no first use need make them, and a README whose links lead somewhere."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface


class SnapshotHook(BuildHookInterface):
    """Adds the snapshot of ``data/`` to a wheel; an editable one has none, since its data are there to be edited."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the snapshot and have it packed beside the data."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from neuroref.snapshot import bundled, cache
        finally:
            sys.path.remove(self.root)
        self.folder = tempfile.TemporaryDirectory()
        place = Path(self.folder.name, bundled.NAME)
        cache.bundle(Path(self.root, "data"), place)
        build_data["force_include"][str(place)] = f"neuroref/data/{bundled.NAME}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what was compiled, which is in the wheel by now."""
        if version != "editable":
            self.folder.cleanup()


class ReadmeHook(MetadataHookInterface):
    """Takes the README as the long description; where a workflow builds it, links into the repository are whole.

    A package index shows the text without the files beside it.
    """

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the long description."""
        text = Path(self.root, "README.md").read_text("utf-8")
        if repository := os.environ.get("GITHUB_REPOSITORY"):
            home = f"{os.environ['GITHUB_SERVER_URL']}/{repository}"
            at = os.environ["GITHUB_SHA"]
            text = re.sub(r"(?<=\]\()(?!https?:|#)", f"{home}/blob/{at}/", text)
            text = re.sub(r'( src(?:set)?=")(?!https?:)', rf"\1{home}/raw/{at}/", text)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
