"""Whether a browser shows the site of `neuroref export --format html`: python site_in_browser.py FOLDER AXE_JS.

Chromium is driven by Playwright; axe-core looks at a page of each kind. Nothing but this machine is asked for anything.
"""

from __future__ import annotations

import functools
import json
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from neuroref.model.names import loose_key

FOLDER, AXE = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
PAGES = (
    "index", "inflammation", "lead", "depression", "serotonin", "SLC6A4", "insomnia", "low-serotonin-causes-depression",
    "antidepressants", "felger-2012", "inflammation.serotonin", "matrix", "examples", "conditions", "molecules",
    "references", "references.s", "words",
)  # fmt: skip
PHONE = {"width": 390, "height": 844}
SCREEN = {"width": 1280, "height": 900}
CONTRASTS = ("light", "dark")
PATIENCE = 180_000  # milliseconds: other work on the same processors slows a browser down many times


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """Serve the folder on this machine; what was asked for by others is not there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(FOLDER)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@contextmanager
def opened(browser: Browser, base: str, **options: object) -> Iterator[Page]:
    """Open a page that fails where a script does, or where anything is asked of another place than *base*."""
    context = browser.new_context(**{"viewport": SCREEN, **options})  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on(
        "request", lambda request: wrong.append(request.url) if not request.url.startswith((base, "data:")) else None
    )
    page.on(
        "response",
        lambda response: wrong.append(f"{response.status} {response.url}") if response.status >= 400 else None,
    )
    yield page
    assert wrong == [], wrong
    context.close()


def the_front_page_is_whole_without_script(browser: Browser, base: str) -> None:
    """Causes and transmitters come first, claims with their verdicts after them."""
    with opened(browser, base, java_script_enabled=False) as page:
        page.goto(f"{base}index.html")
        assert page.locator("h1").inner_text().startswith("What causes neurotransmitter imbalances")
        headings = page.locator("h2").all_inner_texts()
        assert [one.split("\n")[0][:12] for one in headings] == ["Causes of ne", "Neurotransmi", "Is it true t"], (
            headings
        )
        assert page.locator("tbody tr").count() > 8 + 16 + 50
        assert "not medical advice" in page.locator("footer").inner_text()


def a_name_is_found_with_the_keyboard_alone(browser: Browser, base: str) -> None:
    """Tab leads to the search, letters find, Enter opens; arrows walk, Escape leaves."""
    with opened(browser, base) as page:
        page.goto(f"{base}index.html")
        for _ in range(4):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == "q":
                break
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline not in ("none", ""), "what has the focus is not marked"
        page.keyboard.type("prozac")
        page.locator(".found a").first.wait_for()
        assert "Prozac" in page.locator(".found a").first.inner_text()
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.tagName") == "A"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.name") == "q" and page.locator(".found").is_hidden()
        page.keyboard.type(" ")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{base}ssri.html#fluoxetine")
        assert page.locator("h1").inner_text().startswith("Selective serotonin reuptake inhibitors")
        assert page.locator(".member:visible").all_inner_texts()[0].startswith("fluoxetine (Prozac")


def names_are_folded_as_in_the_program(browser: Browser, base: str) -> None:
    """Each name finds its page when it is typed as the program folds it."""
    with opened(browser, base) as page:
        page.goto(f"{base}index.html")
        page.locator("[name=q]").focus()
        page.wait_for_function("typeof names !== 'undefined'")
        called = [name for row in page.evaluate("names") for name in (row[0], *row[3:])]
        # The script keeps its folding to itself, so it is read out of the file.
        script = (FOLDER / "site.js").read_text("utf-8")
        folding = script[script.index("const folding") : script.index("const shorter")]
        folded = page.evaluate(f"called => {{ {folding} return called.map(key); }}", called)
        wanted = map(loose_key, called)
        differing = [one for one in zip(called, wanted, folded, strict=True) if one[1] != one[2]]
        assert differing == [], differing[:5]
        assert len(called) > 5000
        for asked, file in (
            ("5 ht", "serotonin"),
            ("IFN α", "interferon-alpha"),
            ("lack of serotonin", "low-serotonin-causes-depression"),
            ("is depression a lack of serotonin", "low-serotonin-causes-depression"),
            ("seratonin", "serotonin"),
            ("what lowers dopamine", "dopamine"),
            ("levodopa", "levodopa"),
            ("estradiol", "oestradiol"),
        ):
            page.locator("[name=q]").fill(asked)
            page.locator(".found a").first.wait_for()
            assert page.locator(".found a").first.get_attribute("href") == f"{file}.html", asked


def a_table_is_filtered(browser: Browser, base: str) -> None:
    """Rows without the words go, and it is said how many are left."""
    with opened(browser, base) as page:
        page.goto(f"{base}medications.serotonin.html")
        before = page.locator("tbody tr:visible").count()
        page.locator(".sieve input").fill("strong less")
        after = page.locator("tbody tr:visible")
        assert 0 < after.count() < before
        assert all("strong" in one for one in after.all_inner_texts())
        assert page.locator(".sieve output").inner_text() == f"{after.count()} left"


def a_cell_of_the_matrix_leads_to_its_links(browser: Browser, base: str) -> None:
    """From the heat map to the links of a cell, to one of them, and to that address opened anew."""
    with opened(browser, base) as page:
        page.goto(f"{base}matrix.html")
        cell = page.locator("td.shade a[href='environment.glutamate.html']")
        links = int("".join(filter(str.isdigit, cell.inner_text().split("link")[0])))
        cell.click()
        assert page.locator("tbody tr").count() == links
        page.locator("a[href='lead.html#glutamate.receptor.developmental']").click()
        address = page.url
        assert address == f"{base}lead.html#glutamate.receptor.developmental"
    with opened(browser, base) as page:
        page.goto(address)
        told = page.locator(".link:target")
        assert "NMDA" in told.inner_text()
        box = told.bounding_box()
        assert box and 0 <= box["y"] < SCREEN["height"]
        assert page.locator(".here").first.text_content() == address


def a_telephone_shows_all_without_sideways_scroll(browser: Browser, base: str) -> None:
    """The page is no wider than the screen, and every row has its name; the heat map scrolls in a frame of its own."""
    for scheme in CONTRASTS:
        with opened(browser, base, viewport=PHONE, color_scheme=scheme) as page:
            for name in PAGES:
                page.goto(f"{base}{name}.html")
                assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
                nameless = "[...document.querySelectorAll('tbody th')].filter(one => !one.offsetHeight).length"
                assert page.evaluate(nameless) == 0, name


def dark_is_dark_and_light_is_light(browser: Browser, base: str) -> None:
    """The reader's setting chooses."""
    grounds = []
    for scheme in CONTRASTS:
        with opened(browser, base, color_scheme=scheme) as page:
            page.goto(f"{base}index.html")
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            grounds.append(sum(int(part) for part in ground.strip("rgb()").split(",")))
    assert grounds[0] > 600 and grounds[1] < 150, grounds


def a_page_prints(browser: Browser, base: str) -> None:
    """On paper there is no search, and what is told is whole."""
    with opened(browser, base) as page:
        page.goto(f"{base}lead.html")
        page.emulate_media(media="print")
        assert page.locator(".search").is_hidden() and page.locator(".link").first.is_visible()
        assert page.pdf(format="A4").startswith(b"%PDF")


def axe_finds_nothing(browser: Browser, base: str) -> None:
    """On no kind of page, wide and light or narrow and dark, is there anything serious or critical."""
    script = AXE.read_text("utf-8")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = {}
    for viewport, scheme in ((SCREEN, "light"), (PHONE, "dark")):
        with opened(browser, base, viewport=viewport, color_scheme=scheme) as page:
            for name in PAGES:
                page.goto(f"{base}{name}.html")
                page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
                page.evaluate(script)
                result = page.evaluate(f"axe.run({{runOnly: {json.dumps(tags)}}})")
                for one in result["violations"]:
                    where = [node["html"][:160] for node in one["nodes"][:2]]
                    found[f"{one['impact']}: {one['id']}", name, scheme, viewport["width"]] = where
    assert found == {}, json.dumps({" ".join(map(str, place)): where for place, where in found.items()}, indent=1)


CHECKS = (
    the_front_page_is_whole_without_script,
    a_name_is_found_with_the_keyboard_alone,
    names_are_folded_as_in_the_program,
    a_table_is_filtered,
    a_cell_of_the_matrix_leads_to_its_links,
    a_telephone_shows_all_without_sideways_scroll,
    dark_is_dark_and_light_is_light,
    a_page_prints,
    axe_finds_nothing,
)


def main() -> None:
    """Run every check on the site as files and as a server gives it; axe, which is slow, once."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("no Chromium here: apt-get install chromium (Debian), or any that is called chromium")
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"], timeout=PATIENCE)
        for base in (f"{FOLDER.as_uri()}/", address):
            for check in CHECKS:
                if check is not axe_finds_nothing or base == address:
                    check(browser, base)
                    print(f"{base.partition(':')[0]}: {check.__name__.replace('_', ' ')}")
        print(f"in Chromium {browser.version}")
        browser.close()


if __name__ == "__main__":
    main()
