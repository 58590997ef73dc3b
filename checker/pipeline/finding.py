"""Topics to draft findings and their second looks: each topic by itself, as far as it can be.

What two topics give alike is joined before it is looked at again. So a look waits for the topics
that have a claim in common with its own, and small topics share a look; no other is waited for. How
they rank is asked once all are there, beside the last looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checker.data import Topic
from checker.findings.drafts import Draft, merge_placed
from checker.findings.story import Story
from checker.findings.topic_findings import TopicFindings, count_coverage, find_in_topic
from checker.found import SecondLook
from checker.model.answer import LLM
from checker.pipeline.crew import Crew
from checker.pipeline.options import Options
from checker.pipeline.ranking import RankingStage
from checker.pipeline.second_looks import Looking, contested
from checker.topics.sharing import group_sharing, join_small

Place = tuple[int, int]  # of a topic, and of a draft among those that it gave
Drafts = dict[Place, Draft]
# Topics of so many claims in all hold about as many conflicts as one second look takes.
CLAIMS_LOOKED_AT_TOGETHER = 240


def find_and_look(
    llm: LLM, crew: Crew, story: Story, options: Options
) -> tuple[list[Draft], dict[tuple[int, int], SecondLook]]:
    """The findings of all topics, joined; and second looks by the indexes of draft and pair."""
    trail, ground = crew.trail, (story, options.pivot)

    def find(topic: Topic) -> TopicFindings:
        return find_in_topic(llm, topic, ground, verify=options.verify)

    finding = crew.start("findings", find, trail.topics, lambda topic: len(topic.claim_ids))
    looking = Looking[Place](llm, crew, ground)
    joined: Drafts = {}
    known: set[int] = set()
    for found in finding.groups(_looked_at_together(trail.topics, story)):
        drafts = _join(found)
        joined |= drafts
        known |= {*found}
        if options.verify:
            looking.add(drafts, contested(drafts))
    rows = finding.rows()
    trail.problems += [problem for _, each in rows for problem in each.problems]
    joined |= _join({n: each for n, each in _placed(trail.topics, rows) if n not in known})
    ordered = {place: joined[place] for place in sorted(joined)}
    trail.coverage = count_coverage([each for _, each in rows], [*ordered.values()])
    if not options.verify:
        return [*ordered.values()], {}
    ranking = RankingStage(llm, crew, [*ordered.values()], story)
    looks = looking.finish(contested(ordered))
    index = {place: n for n, place in enumerate(ordered)}
    return ranking.finish(), {(index[at], pair): look for (at, pair), look in looks.items()}


def _looked_at_together(topics: Sequence[Topic], story: Story) -> list[list[int]]:
    sizes = [len(topic.claim_ids) for topic in topics]
    return join_small(group_sharing(topics, story.sources), sizes, CLAIMS_LOOKED_AT_TOGETHER)


def _join(found: Mapping[int, TopicFindings]) -> Drafts:
    """The drafts of some topics, by place; of those that are one, one."""
    return dict(
        merge_placed(
            ((place, n), draft)
            for place in sorted(found)
            for n, draft in enumerate(found[place].drafts)
        )
    )


def _placed(
    topics: Sequence[Topic], rows: Sequence[tuple[Topic, TopicFindings]]
) -> Iterator[tuple[int, TopicFindings]]:
    place = {topic.id: n for n, topic in enumerate(topics)}
    return ((place[topic.id], found) for topic, found in rows)
