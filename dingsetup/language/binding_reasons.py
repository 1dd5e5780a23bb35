"""Sentences for why a row of the binding table stands as it does, and why a change was refused."""

from dingsetup.language.sentence import N_, NN_, Sentence, counted, sentence

REASONS: dict[str, Sentence] = {
    "shared_userid": sentence(
        N_("same account as {usernames}"),
        N_("This user and {usernames} are bound to one DingTalk account."),
        N_("Keep the account with the one it belongs to and unbind the others."),
    ),
    "two_candidates": counted(
        "count",
        NN_("{count} person by {rule}", "{count} people by {rule}"),
        N_("Several people on DingTalk have the same {rule}."),
        N_("Choose the right person below."),
    ),
    "equal_names": counted(
        "count",
        NN_("{count} person of this name", "{count} people of this name"),
        N_("DingTalk has several people called {name}, and nothing else tells them apart."),
        N_("Choose the right person below."),
    ),
    "name_only": sentence(
        N_("only the name agrees"),
        N_("A name alone does not prove that it is the same person."),
        N_("Make sure that it is the same person, then bind them or turn them down."),
    ),
    "one_left": sentence(
        N_("one candidate is left, by {rule}"),
        N_("Whoever else was found has been turned down, or the user was enabled since."),
        N_("Bind this person, or match again."),
    ),
    "rules_disagree": sentence(
        N_("{rules} name different people"),
        N_("By {rules} different people on DingTalk are found."),
        N_("Choose the right person below, and correct the value that is wrong."),
    ),
    "disabled_user": sentence(
        N_("disabled in DataWind"),
        N_("A disabled DataWind user can do nothing and gets no push."),
        N_("Enable the user in DataWind, or mark them as needing no binding."),
    ),
    "duplicate_username": sentence(
        N_("username twice in the sheet, lines {lines}"),
        N_("The sheet has this username on lines {lines}, with different values beside it."),
        N_("Keep one of the lines in the sheet and import it again, or bind the user by hand."),
    ),
    "duplicate_mobile": sentence(
        N_("same mobile number as {usernames}"),
        N_("{usernames} and this user have one mobile number, so it names nobody."),
        N_("Correct the number that is wrong, then match again."),
    ),
    "mobile_masked": sentence(
        N_("number is masked, nobody can be found by it"),
        N_("{mobile} lacks digits: it was copied from a page that hides them."),
        N_("Enter the whole number, or choose the person by hand."),
    ),
    "no_match": sentence(
        N_("nobody by {rules}"),
        N_("Nobody in the directory has the same {rules}."),
        N_(
            "Check the values against DingTalk, look whether the app's contact range holds the"
            " person, or choose the person by hand."
        ),
    ),
    "nothing_to_match": sentence(
        N_("nothing to look for"),
        N_("The user has neither a mobile number nor an e-mail, job number or name."),
        N_("Enter one of them, or choose the person by hand."),
    ),
    "rejected": counted(
        "count",
        NN_("{count} candidate turned down", "{count} candidates turned down"),
        N_("Whoever was found was turned down by hand, and nobody else was found."),
        N_("Choose the person by hand, or mark the user as needing no binding."),
    ),
    "inactive": sentence(
        N_("has not activated DingTalk"),
        N_("The account exists, but the person has never logged in to DingTalk with it."),
        N_("Ask the person to log in to DingTalk once; until then no push arrives."),
    ),
    "gone": sentence(
        N_("no longer in the organisation"),
        N_("The DingTalk account has left the organisation."),
        N_("Unbind it, or disable the user in DataWind as well."),
    ),
    "contact_range": sentence(
        N_("outside the contact range"),
        N_("The app may not read this person: 通讯录权限 does not hold their department."),
        N_("Widen the contact range in 权限管理, then check again."),
    ),
    "visible_range": sentence(
        N_("outside the app's visible range"),
        N_("The app is not visible to this person, so its messages do not reach them."),
        N_("Widen 可使用范围 in 版本管理与发布, publish again, then check again."),
    ),
    "not_scanned": sentence(
        N_("not yet proved"),
        N_("The directory has not been read, so nobody knows whether this account exists."),
        N_("Read the DingTalk directory."),
    ),
    "userid_unknown": sentence(
        N_("nobody has this userid"),
        N_("The directory that was read last has nobody with this userid."),
        N_("Correct the userid, or choose the person by hand."),
    ),
    "mobile_changed": sentence(
        N_("not the number that DingTalk has"),
        N_("They were bound by mobile number; here and on DingTalk it is not the same by now."),
        N_("Make sure that it is still the same person, and correct the number."),
    ),
    "name_differs": sentence(
        N_("on DingTalk the name is {theirs}"),
        N_("Here the name is {ours}, on DingTalk {theirs}: numbers are handed on to other people."),
        N_("Make sure that it is the same person; if so, bind them by hand, otherwise unbind."),
    ),
}
"""By `Reason`: a few words for the table, then why, and what to do."""

TROUBLES: dict[str, Sentence] = {
    "row_gone": sentence(
        N_("The row is no longer there"), N_("Another window has taken it out of the table.")
    ),
    "username_unknown": sentence(
        N_("The table has no user {username}"), (), N_("Import the user first.")
    ),
    "userid_unknown": sentence(
        N_("Nobody on DingTalk has the userid {userid}"),
        N_("The directory that was read last has nobody with it."),
        N_("Correct it, or read the directory again if the person is new."),
    ),
    "userid_shape": sentence(
        N_("{userid} cannot be a userid"),
        N_("A userid has no blanks and at most 64 characters."),
        N_("Copy it from DingTalk's directory, or choose the person by name."),
    ),
    "mobile_shape": sentence(
        N_("“{text}” is no mobile number"),
        N_(
            "A mainland number has eleven digits; a foreign one begins with + and its country code."
        ),
        N_("Enter the whole number, or leave the cell empty."),
    ),
    "email_shape": sentence(
        N_("“{text}” is no e-mail address"), (), N_("Correct it, or leave the cell empty.")
    ),
    "enabled_shape": sentence(
        N_("“{text}” says neither yes nor no"), (), N_("Type 是 or 否, yes or no, 1 or 0.")
    ),
    "field_fixed": sentence(
        N_("“{field}” is not typed into"),
        N_("It comes from DingTalk's directory or follows from the rest of the row."),
    ),
    "text_too_long": sentence(
        N_("The text is too long for “{field}”"), N_("It holds up to {limit} characters.")
    ),
    "no_candidate": sentence(
        N_("There is not one single suggestion for {username}"),
        N_("Nobody is suggested, or several people are."),
        N_("Choose the right person for this user."),
    ),
    "too_many_unbound": sentence(
        N_("{count} users would lose or change their account, more than the limit of {limit}"),
        N_("The directory may have been read in part only, or the app's contact range is smaller."),
        N_("Look at who is concerned; if it is meant, raise the limit and run again."),
    ),
    "changed_meanwhile": sentence(
        N_("The table has changed meanwhile"),
        N_("Another window or command changed it after this was worked out."),
        N_("Work it out again."),
    ),
}
"""By `Trouble`."""
