"""Gets the answers of services over HTTP, politely: slowly, with an address to write to, and each of them once.

Why plain httpx: three services are asked, and the clients that there are know one or two. habanero speaks to Crossref
alone, metapub to NCBI and, through its own model of a work, to Crossref; neither knows Europe PMC, whose answers tell
PMID and PMCID of a DOI. What is hard is the same for all three (waiting, trying again, keeping answers, saying which
one is out) and would have to be written around either; what they take off our hands, one GET and its JSON or XML, is
short. So there is one dependency, which habanero has too.
"""

from __future__ import annotations

import email.utils
import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import TypeVar

import httpx

DAYS_KEPT = 7
LONGEST_WAIT = 120.0  # seconds; a service that asks for more is not waited for
FAILURES_IN_A_ROW = 3  # then a service is out for the rest of the run
AGAIN = {429, 500, 502, 503, 504}

Answer = TypeVar("Answer")


class Unreachable(Exception):
    """A service did not answer; its words say which, where and why."""

    def __init__(self, service: str, why: str) -> None:
        super().__init__(f"{service} could not be reached: {why}")
        self.service = service
        self.why = why


@dataclass
class Client:
    """Asks services. *contact* is the address that they may write to; *cache* a folder, or nothing.

    *pace* seconds lie between two requests to one service: a third of a second is what NCBI allows without a key, and
    below what the others ask for. A request is tried *tries* times, with waits that double from *backoff* seconds
    unless the service says how long (``Retry-After``).
    """

    contact: str = ""
    cache: Path | None = None
    pace: float = 0.34
    tries: int = 4
    backoff: float = 1.0
    timeout: float = 30.0
    out: dict[str, Unreachable] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)
    _failures: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = f"; mailto:{self.contact}" if self.contact else ""
        agent = f"neuroref-records (a bibliography check{known})"
        self._http = httpx.Client(headers={"User-Agent": agent}, timeout=self.timeout, follow_redirects=True)

    def close(self) -> None:
        """Close what connections there are."""
        self._http.close()

    def get(
        self,
        service: str,
        url: str,
        query: Mapping[str, str],
        signed: Mapping[str, str],
        read: Callable[[str], Answer],
    ) -> Answer | None:
        """Return what *service* answers, *read*; nothing where it does not know what is asked. Raises `Unreachable`.

        *signed* are the parameters that say who asks: they are sent, and do not count for what is kept. What *read*
        refuses with a ValueError is not kept.
        """
        kept = self.kept(url, query)
        if kept is not None:
            with suppress(ValueError):
                return read(kept) if kept else None
        if service in self.out:
            raise self.out[service]
        try:
            answer = self._ask(service, url, {**query, **signed})
            found = None if answer is None else read(answer)
        except (Unreachable, ValueError) as error:
            failed = (
                error if isinstance(error, Unreachable) else Unreachable(service, f"its answer is not read: {error}")
            )
            self._failures[service] = self._failures.get(service, 0) + 1
            if isinstance(error.__cause__, httpx.TransportError) or self._failures[service] >= FAILURES_IN_A_ROW:
                self.out[service] = failed
            raise failed from error
        self._failures[service] = 0
        self.keep(url, query, answer or "")
        return found

    def _ask(self, service: str, url: str, query: Mapping[str, str]) -> str | None:
        for tried in range(1, self.tries + 1):
            self._wait_for_turn(service)
            wait = self.backoff * 2 ** (tried - 1)
            try:
                answer = self._http.get(url, params=query)
            except httpx.TransportError as error:
                if tried == self.tries:
                    why = str(error) or type(error).__name__
                    raise Unreachable(service, f"{_host(url)}: {why}") from error
            else:
                if answer.status_code in (400, 404, 410):  # NCBI answers 400 where no identifier is known
                    return None
                if answer.is_success:
                    return answer.text
                said = _retry_after(answer)
                wait = wait if said is None else said
                last = answer.status_code not in AGAIN or tried == self.tries
                if last or wait > LONGEST_WAIT:
                    asks = f", and asks to wait {wait:.0f} s" if said and wait > LONGEST_WAIT else ""
                    raise Unreachable(service, f"{_host(url)} answers {answer.status_code}{asks}")
            time.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _wait_for_turn(self, service: str) -> None:
        now = time.monotonic()
        due = self._last.get(service, now - self.pace) + self.pace
        if due > now:
            time.sleep(due - now)
        self._last[service] = time.monotonic()

    # -- what is kept ---------------------------------------------------------------------------------------------

    def kept(self, url: str, query: Mapping[str, str]) -> str | None:
        """Return the answer that was kept, empty where the service knew nothing; None where none is, or an old one."""
        path = self._place(url, query)
        try:
            if path is None or time.time() - path.stat().st_mtime > DAYS_KEPT * 86400:
                return None
            return str(json.loads(path.read_text("utf-8"))["answer"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, url: str, query: Mapping[str, str], answer: str) -> None:
        """Keep an *answer*; a cache that cannot be written is none."""
        path = self._place(url, query)
        if path is None:
            return
        draft = path.with_suffix(f".{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps({"url": url, "query": dict(query), "answer": answer}), "utf-8")
            draft.replace(path)
        except OSError:
            return

    def _place(self, url: str, query: Mapping[str, str]) -> Path | None:
        name = hashlib.sha256(json.dumps([url, sorted(query.items())]).encode()).hexdigest()[:32]
        return self.cache / f"{name}.json" if self.cache else None


def _host(url: str) -> str:
    return httpx.URL(url).netloc.decode()


def _retry_after(answer: httpx.Response) -> float | None:
    """Return how many seconds an answer asks to wait, in either form that HTTP has."""
    said = answer.headers.get("Retry-After", "").strip()
    if said.isdigit():
        return float(said)
    try:
        then = email.utils.parsedate_to_datetime(said)
    except (TypeError, ValueError):
        return None
    return max(
        0.0, ((then if then.tzinfo else then.replace(tzinfo=timezone.utc)) - datetime.now(timezone.utc)).total_seconds()
    )
