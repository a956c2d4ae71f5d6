"""Compiles the data when a wheel is built, so that it need not be done when neuroref is first used."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


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
