"""Small reports with something in every section, for the tests of the forms of a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from checker.data import Article, Claim, Event, Origin, Page, Voice, VoiceKind, When
from checker.findings.keys import give_keys
from checker.found import Conflict, Finding, Position, SecondLook, Source, Support
from checker.kept_report import Problem, PromptUsed, Report, Run, StageUsage

KEPT = Path("fixtures/israel-syria-talks/report.json")
ARABIC = (
    "باكو: قال مصدر دبلوماسي لـ AFP إن لقاءً مباشرًا عُقد في 12 يوليو 2025 في باكو.\n\n"
    "ونفت دمشق عقد أي لقاء مباشر، وقالت إن المحادثات غير مباشرة.\n"
    "وقُتل 15 شخصًا في الاشتباكات."
)
ARABIC_REPRINT = "وقُتل 17 شخصًا في الاشتباكات. ونفت دمشق عقد أي لقاء مباشر."
ENGLISH = (
    "DAMASCUS 🇸🇾 - A diplomatic source said a direct meeting was held in Baku on 12 July. "
    "The Golan was occupied in 1967."
)
LOOK = SecondLook(
    same_event="yes",
    same_actor="yes",
    same_time="unclear",
    same_modality="no",
    speakers="First: Damascus. Second: a diplomatic source.",
    relation="attributed_conflict",
    type="denial",
    why="Damascus denies what the source says.",
)


def make_report(**given: Any) -> Report:
    """Three pages (two Arabic, one English) and a finding for each section."""
    pages = _pages()
    fields: dict[str, Any] = {
        "case": "Talks in Baku, محادثات باكو",
        "run": _run(),
        "pages": pages,
        "articles": _articles(pages),
        "origins": _origins(),
        "claims": _claims(pages),
        "voices": _voices(),
        "topics": (),
        "findings": _findings(),
        "problems": (Problem(stage="times", subject="p1.txt", reason="no date for 'أمس'"),),
        **given,
    }
    made = Report(**fields)
    return made.model_copy(update={"findings": give_keys(made.findings, made.claims)})


def _run() -> Run:
    return Run(
        checker_version="0.1.0",
        model="test-model",
        answered="2025-07-13T10:00:00+00:00",
        pivot_language="English",
        prompts=(PromptUsed(name="compare_claims", version=1, sha256="0"),),
        usage={"compare_claims": StageUsage(calls=3, prompt_tokens=12_345, answer_tokens=678)},
        flip_rate=0.25,
    )


def _pages() -> tuple[Page, ...]:
    return (
        _page(1, ARABIC, language="ar"),
        _page(2, ARABIC_REPRINT, language="ar"),
        _page(3, ENGLISH, language="en", url="https://news.example/baku"),
    )


def _page(number: int, text: str, **given: Any) -> Page:
    return Page(
        id=f"p{number}", path=f"p{number}.txt", sha256="0", encoding="utf-8", text=text, **given
    )


def _articles(pages: Sequence[Page]) -> tuple[Article, ...]:
    titles = ("لقاء في باكو", None, "Direct meeting in Baku")
    days = ("2025-07-12", None, "2025-07-13")
    return tuple(
        Article(
            id=f"a{n}",
            page_id=page.id,
            start=0,
            end=len(page.text),
            language=page.language,
            outlet=f"Outlet {n}",
            credited_to="AFP" if n < 3 else None,
            title=title,
            published=day,
        )
        for n, (page, title, day) in enumerate(zip(pages, titles, days, strict=True), start=1)
    )


def _origins() -> tuple[Origin, ...]:
    return (
        Origin(
            id="o1",
            kind="reprint",
            certainty="probable",
            article_ids=("a1", "a2"),
            reason="both credit AFP; half of the sentences are the same",
        ),
        Origin(
            id="o2",
            kind="single",
            certainty="certain",
            article_ids=("a3",),
            reason="no other article tells this story",
        ),
    )


def _claims(pages: Sequence[Page]) -> tuple[Claim, ...]:
    first, second, third = pages
    source = ("Diplomatic source", "AFP", "Outlet 1")
    damascus = ("Syrian government", "AFP")
    return (
        make_claim(
            1,
            first,
            "لقاءً مباشرًا عُقد في 12 يوليو 2025 في باكو",
            chain=source,
            when=_day(),
            main=False,
        ),
        make_claim(
            2, first, "نفت دمشق عقد أي لقاء مباشر", chain=(*damascus, "Outlet 1"), stance="denies"
        ),
        make_claim(3, first, "دمشق عقد أي لقاء مباشر، وقالت إن المحادثات غير مباشرة", main=False),
        make_claim(4, first, "قُتل 15 شخصًا في الاشتباكات"),
        make_claim(5, second, "قُتل 17 شخصًا في الاشتباكات"),
        make_claim(
            6, second, "نفت دمشق عقد أي لقاء مباشر", chain=(*damascus, "Outlet 2"), stance="denies"
        ),
        make_claim(7, third, "a direct meeting was held in Baku", when=_day(), main=False),
        make_claim(8, third, "The Golan was occupied in 1967", when=_year()),
        make_claim(9, third, "🇸🇾 - A diplomatic source said", modality="possible"),
    )


VOICES: dict[str, VoiceKind] = {
    "Diplomatic source": "unnamed",
    "AFP": "outlet",
    "Outlet 1": "outlet",
    "Syrian government": "body",
    "Outlet 2": "outlet",
    "Outlet 3": "outlet",
}


def _voices() -> tuple[Voice, ...]:
    return tuple(
        Voice(id=f"v{n}", name=name, kind=kind)
        for n, (name, kind) in enumerate(VOICES.items(), start=1)
    )


def make_source(name: str, claims: Sequence[int], **given: Any) -> Source:
    """A source of claims by number, certain and of no party, unless said otherwise."""
    fields: dict[str, Any] = {
        "voice": f"v{[*VOICES].index(name) + 1 if name in VOICES else 1}",
        "name": name,
        "party": None,
        "speakers": (name,),
        "certainty": "certain",
        "article_ids": tuple(dict.fromkeys(f"a{OUTLETS.get(n, 1)}" for n in claims)),
        "outlets": tuple(dict.fromkeys(f"Outlet {OUTLETS.get(n, 1)}" for n in claims)),
        "first": None,
        **given,
    }
    return Source(**fields)


def _day() -> When:
    return When(words="12 يوليو", start=date(2025, 7, 12), end=date(2025, 7, 12))


def _year() -> When:
    return When(words="in 1967", start=date(1967, 1, 1), end=date(1967, 12, 31))


def make_claim(number: int, page: Page, quote: str, **given: Any) -> Claim:
    """Claim ``c<number>`` of the one article of ``page``, at the first place of ``quote``."""
    start = page.text.index(quote)
    fields: dict[str, Any] = {
        "article_id": f"a{page.id[1:]}",
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "statement": f"Statement {number}.",
        "event": Event(id=f"{page.id}.1.{number}", label=f"Event {number}", time="on Thursday"),
        "chain": (f"Outlet {page.id[1:]}",),
        "stance": "asserts",
        "modality": "happened",
        "when": None,
        "main": True,
        **given,
    }
    return Claim(id=f"c{number}", **fields)


OUTLETS = {1: 1, 2: 1, 3: 1, 4: 1, 5: 2, 6: 2, 7: 3, 8: 3, 9: 3}  # by claim of `make_report`


def make_position(
    answer: str, claims: Sequence[int], voices: Sequence[str], sources: int = 1
) -> Position:
    """A position of claims by number; each source has one of the voices, and its share of claims.

    Outlets are those of the claims in `make_report`.
    """
    names = [voices[n % len(voices)] if voices else "AFP" for n in range(sources)]
    return Position(
        answer=answer,
        claim_ids=tuple(f"c{n}" for n in claims),
        voices=tuple(voices),
        outlets=tuple(dict.fromkeys(f"Outlet {OUTLETS.get(n, 1)}" for n in claims)),
        sources=tuple(make_source(name, claims[n::sources]) for n, name in enumerate(names)),
        source_count=sources,
        report_ids=tuple(f"o{n}" for n in range(1, sources + 1)),
        report_count=sources,
        report_note=None,
    )


def make_conflict(**given: Any) -> Conflict:
    """An attributed denial of high severity that a second look confirmed, unless said otherwise."""
    fields: dict[str, Any] = {
        "a": 0,
        "b": 1,
        "relation": "attributed_conflict",
        "type": "denial",
        "why": "Damascus denies what the source says.",
        "level": "between_voices",
        "severity": "high",
        "verified": True,
        "first_relation": "attributed_conflict",
        "first_why": "One says yes, the other no.",
        "second_look": LOOK,
        **given,
    }
    return Conflict(**fields)


def make_finding(
    number: int, question: str, positions: Sequence[Position], *conflicts: Conflict
) -> Finding:
    """Finding ``f<number>``, with the verdict of its first conflict."""
    first = conflicts[0] if conflicts else None
    return Finding(
        id=f"f{number}",
        topic_id="t1",
        question=question,
        positions=tuple(positions),
        conflicts=tuple(conflicts),
        relation=first.relation if first else "agree",
        type=first.type if first else None,
        level=first.level if first else None,
        severity=first.severity if first else "none",
        support=None if first else _support(positions),
    )


def _support(positions: Sequence[Position]) -> Support:
    if any(position.source_count > 1 for position in positions):
        return "independent_sources"
    outlets = {outlet for position in positions for outlet in position.outlets}
    return "one_source" if len(outlets - {"Outlet 2"}) > 1 else "one_report"  # 2 reprints 1


def _findings() -> tuple[Finding, ...]:
    yes = make_position("Yes, in Baku.", (1, 7), ("Diplomatic source", "Outlet 3"), 2)
    no = make_position("No, Damascus denies it.", (2, 6), ("Syrian government",))
    aside = make_position("The talks are indirect.", (3,), ("Outlet 1",))
    fifteen = make_position("15 people.", (4,), ("Outlet 1",))
    seventeen = make_position("17 people.", (5,), ("Outlet 2",))
    drift = make_conflict(
        relation="contradict", type="number", level="same_origin", severity="medium"
    )
    doubtful = make_conflict(
        relation="unsure",
        type="scope",
        severity="low",
        verified=False,
        first_relation="contradict",
        first_why="They look opposed.",
        why="First: They look opposed. Second look: They are not.",
        second_look=LOOK.model_copy(update={"relation": "partial", "why": "They are not."}),
    )
    later = make_conflict(relation="superseded", type="time", severity="low")
    alike = make_conflict(
        relation="not_comparable",
        severity="none",
        verified=False,
        second_look=SecondLook(failed="the answer was cut off"),
    )
    return (
        make_finding(1, "Was a direct meeting held?", (yes, no, aside), make_conflict()),
        make_finding(
            2,
            "Did the source name Baku?",
            (make_position("Yes.", (1, 7), ("Diplomatic source",), 2),),
        ),
        make_finding(
            3, "Did Damascus deny it?", (make_position("Yes.", (2, 6), ("Syrian government",)),)
        ),
        make_finding(4, "How many were killed?", (fifteen, seventeen), drift),
        make_finding(5, "Are the talks over?", (aside, yes), later),
        make_finding(6, "Was it the first meeting?", (yes, aside), doubtful),
        make_finding(7, "Is it the same meeting?", (yes, aside), alike),
    )


def one_source_finding() -> Finding:
    """An agreement of one source in two outlets that wrote by themselves."""
    told = make_position("A source did.", (1, 9), ("Diplomatic source",))
    return make_finding(8, "Who spoke?", (told,))


HOSTILE = (
    "<script>document.title='taken'</script>",
    "<img src=x onerror=\"document.title='taken'\">",
    "\"><svg onload=document.title='taken'>",
    "javascript:document.title='taken'",
    "</a></blockquote></article></script></style><b>unclosed",
    "before \u202eedirrevo\u202c after \u2066\u2067",
    "{{ 7 * 7 }} {% raw %} {# note #}",
    "\x00\x08 null and back",
    '=HYPERLINK("http://evil.example")',
    "`code` *bold* [link](http://evil.example) ![i](http://evil.example/i.png) | # - 1. ~~x~~",
)


def hostile_report() -> Report:
    """A report in which every text that a page or an answer gives is an attack."""
    text = "\n".join(HOSTILE) + "\n" + "ل" * 1_000_000
    page = _page(1, text, url="javascript:alert(1)", title=HOSTILE[0])
    article = Article(
        id="a1",
        page_id="p1",
        start=0,
        end=len(text),
        outlet=HOSTILE[1],
        credited_to=HOSTILE[2],
        title=HOSTILE[4],
        published=HOSTILE[0],
    )
    claims = tuple(
        make_claim(
            n,
            page,
            attack,
            statement=attack,
            chain=(attack, HOSTILE[5], HOSTILE[1]),
            event=Event(id=f"p1.1.{n}", label=attack, place=attack, time=attack),
            when=When(words=attack),
        )
        for n, attack in enumerate(HOSTILE, start=1)
    )
    position = Position(
        answer=HOSTILE[0],
        claim_ids=tuple(claim.id for claim in claims),
        voices=HOSTILE,
        outlets=HOSTILE[:3],
        sources=(make_source(HOSTILE[1], (1,), outlets=HOSTILE[:2], party=HOSTILE[2]),),
        source_count=1,
        report_ids=("o1",),
        report_count=1,
        report_note=HOSTILE[1],
    )
    other = position.model_copy(update={"answer": HOSTILE[4]})
    conflict = make_conflict(why=HOSTILE[1], first_why=HOSTILE[2])
    origin = Origin(
        id="o1", kind="single", certainty="certain", article_ids=("a1",), reason=HOSTILE[0]
    )
    return make_report(
        case=HOSTILE[0],
        pages=(page,),
        articles=(article,),
        origins=(origin,),
        claims=claims,
        findings=(make_finding(1, HOSTILE[5], (position, other), conflict),),
        problems=(Problem(stage=HOSTILE[0], subject=HOSTILE[1], reason=HOSTILE[5]),),
    )
