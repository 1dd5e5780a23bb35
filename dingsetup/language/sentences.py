"""All sentences by their keys: a kind, `kind/case`, or `kind@step/check`, most exact first."""

from collections.abc import Mapping

from dingsetup.language import answers, findings, questions
from dingsetup.language.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    **answers.SENTENCES,
    **findings.SENTENCES,
    **questions.SENTENCES,
}
