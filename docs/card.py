"""Draws the picture that stands for the website where an address of it is shared: ``python docs/card.py``.

It needs Chromium, and Pillow (``pip install pillow``), which makes the file a third as large.
The heat map under the website's title, 1200 by 630, as neuroref/render/web/card.png. It says no number in words, so that
it need not be drawn anew with each change of the data; before a release is often enough.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

import neuroref
from neuroref.render.export import pictures

CARD = Path(__file__).parent.parent / "neuroref" / "render" / "web" / "card.png"
WIDTH, HEIGHT = 1200, 630
COLORS = 128
TITLE, LEGEND = 84, 54  # what the heat map has above and below that the card does not show

PAGE = """<!DOCTYPE html>
<meta charset="utf-8">
<style>
html {{ color-scheme: light; }}
body {{ margin: 0; width: 1200px; height: 630px; background: #fdfcfa; color: #1f2328; font-family: Charter, Georgia, serif; }}
h1 {{ margin: 0; padding: 34px 48px 0; font-size: 54px; font-weight: 600; line-height: 1.1; }}
p {{ margin: 0; padding: 10px 48px 0; font: 25px system-ui, sans-serif; color: #5b626b; }}
svg {{ position: absolute; left: 48px; bottom: 18px; width: 1104px; height: 450px; }}
.ground {{ fill: none !important; }}
</style>
<h1>{title}</h1>
<p><b>{brand}</b> · which way, at which step, how sure, with sources</p>
{picture}"""


def page() -> str:
    """Return the card as HTML."""
    with neuroref.load() as kb:
        brand, _, subject = kb.info().title.partition(", ")
        drawn = pictures.heat_map(kb.matrix(), kb.labels().transmitters)
    width, height = map(int, re.findall(r'viewBox="0 0 (\d+) (\d+)"', drawn)[0])
    cut = drawn.replace(f'"0 0 {width} {height}"', f'"0 {TITLE} {width} {height - TITLE - LEGEND}"', 1)
    return PAGE.format(title=subject[:1].upper() + subject[1:], brand=brand, picture=cut)


def main() -> None:
    """Draw it."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("no Chromium here: apt-get install chromium (Debian), or put one called chromium on the path")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "card.html")
        file.write_text(page(), "utf-8")
        options = [
            "--headless",
            "--no-sandbox",
            "--hide-scrollbars",
            "--force-device-scale-factor=1",
            "--disable-lcd-text",
        ]
        shot = Path(folder, "card.png")
        asked = [f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={shot}", file.as_uri()]
        subprocess.run([chromium, *options, *asked], check=True, capture_output=True)
        Image.open(shot).convert("RGB").quantize(COLORS, dither=Image.Dither.NONE).save(CARD, optimize=True)


if __name__ == "__main__":
    main()
