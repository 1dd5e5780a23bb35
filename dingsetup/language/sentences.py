"""All sentences by their keys: a kind, `kind/case`, or `kind@step/check`, most exact first."""

from collections.abc import Mapping

from dingsetup.language import answers, findings, no_answer, questions, sends
from dingsetup.language.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    **answers.SENTENCES,
    **no_answer.SENTENCES,
    **sends.SENTENCES,
    **findings.SENTENCES,
    **questions.SENTENCES,
}
