"""Sentences for what DingTalk says of a message and of each person it was for."""

from dingsetup.findings import Kind
from dingsetup.language.sentence import N_, Sentence, sentence

SENTENCES: dict[str, Sentence] = {
    Kind.MEDIA_INVALID: sentence(
        N_("DingTalk does not take this file"),
        N_("Its type, size or media id is not accepted."),
        N_("Images up to 20 MB as jpg, gif, png or bmp; a file in a work notice up to 10 MB."),
    ),
    Kind.MESSAGE_TOO_LONG: sentence(
        N_("The message is too long"),
        N_("Each part of a message has a limit of its own."),
        N_("Shorten it; a body of up to 2,048 bytes is always safe."),
    ),
    Kind.TOO_MANY_RECIPIENTS: sentence(
        N_("Too many recipients in one call"),
        N_("A send takes up to 100 people or 20 departments."),
        N_("Send in smaller groups."),
    ),
    Kind.FORBIDDEN_DUPLICATE_MESSAGE: sentence(
        (
            N_("{userid} already got the same text today"),
            N_("The same text was already sent to this person today"),
        ),
        N_("DingTalk drops a repeated text in silence: the call says ok, the person gets nothing."),
        N_("Change the text, for instance by numbering the test."),
    ),
    Kind.FORBIDDEN_DAILY_LIMIT: sentence(
        (
            N_("{userid} has had this app's {count} messages of today"),
            N_("This person has had all of this app's messages of today"),
        ),
        N_("An app may send one person 500 messages a day."),
        N_("Wait until tomorrow, or push less often."),
    ),
    Kind.FORBIDDEN_THROTTLED: sentence(
        N_("Too many people reached within a minute"),
        N_("DingTalk limits how many people an app or organisation reaches per minute."),
        N_("Spread the push over several minutes."),
    ),
    Kind.FORBIDDEN_CONTENT: sentence(
        N_("DingTalk holds the text back for its words"),
        N_("The text holds words DingTalk forbids."),
        N_("Change the wording."),
    ),
    Kind.FORBIDDEN_PROTECTED: sentence(
        (
            N_("{userid} is under executive protection"),
            N_("The person is under executive protection"),
        ),
        N_("高管保护 keeps messages of apps away from this person."),
        N_("Have the protection lifted for this person, or choose somebody else."),
    ),
}
