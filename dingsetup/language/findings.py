"""Sentences for what our checks add to DingTalk's vocabulary."""

from dingsetup.findings import Kind
from dingsetup.language.sentence import N_, NN_, Sentence, counted, sentence

SENTENCES: dict[str, Sentence] = {
    f"{Kind.OK}@network/oapi": sentence(
        N_("{subject}: {host} reached and identified"),
        N_("Name, connection and certificate are in order."),
    ),
    f"{Kind.OK}@network/api": sentence(
        N_("{subject}: {host} reached and identified"),
        N_("Name, connection and certificate are in order."),
    ),
    f"{Kind.OK}@network/clock": sentence(N_("This computer's clock agrees with DingTalk's")),
    f"{Kind.OK}@network/service": sentence(N_("DingTalk answers, typically in {ms} ms")),
    f"{Kind.OK}@credentials/client_id": sentence(N_("Client ID: the form is right")),
    f"{Kind.OK}@credentials/client_secret": sentence(N_("Client Secret: the form is right")),
    f"{Kind.OK}@credentials/token": sentence(
        N_("Client ID and Client Secret belong together: both APIs gave a token"),
        N_("This proves the credentials only: not the allowlist, not the permissions."),
    ),
    f"{Kind.OK}@credentials/corp_id": sentence(
        N_("CorpId: the app belongs to this organisation"),
        N_(
            "DingTalk gave a token for this CorpId. That it refuses every other one is"
            " inferred: UNCONFIRMED."
        ),
    ),
    f"{Kind.OK}@credentials/agent_id": sentence(N_("AgentId: it belongs to this app")),
    f"{Kind.OK}@permissions/fields": sentence(
        N_("Mobile numbers, e-mail addresses and job numbers are readable"),
        N_("People can be matched from the directory alone."),
    ),
    f"{Kind.OK}@mobile/homepage": sentence(N_("The homepage is written as the guide asks")),
    Kind.NOT_FILLED_IN: sentence(
        (N_("{field_label} is not filled in"), N_("A value is not filled in")),
        N_("What depends on it cannot be proved."),
        N_("Fill it in; in the window a whole block from the console can be pasted at once."),
    ),
    Kind.FIELD_BLANKS: sentence(
        N_("{field_label} holds a blank at place {place}"),
        N_("Blanks and line breaks come along easily when copying, and DingTalk refuses them."),
        N_("Remove the blank, or copy the value with the console's copy button."),
    ),
    Kind.FIELD_FULL_WIDTH: sentence(
        N_("{field_label} holds full-width characters: {characters}"),
        N_("They look like letters but are others; an input method in Chinese mode types them."),
        N_("Copy the value from the console instead of typing it."),
    ),
    Kind.FIELD_SHAPE: sentence(
        N_("{field_label} looks unusual"),
        N_(
            "It differs in length or letters from those seen so far. Only DingTalk's answer"
            " can tell whether it is right."
        ),
        N_("Compare it with the console."),
    ),
    f"{Kind.FIELD_SHAPE}/masked": sentence(
        N_("{field_label} was copied while it was masked"),
        N_("It holds asterisks in place of letters."),
        N_("Show the value in the console first, or use its copy button."),
    ),
    Kind.FIELD_SWAPPED: sentence(
        N_("{field_label} holds what looks like: {looks_like_label}"),
        N_("Two values seem to stand in each other's place."),
        N_("Put each value where it belongs; pasting the whole block sorts them by itself."),
    ),
    Kind.CORP_ID_WRONG: sentence(
        N_("This app does not belong to the organisation of this CorpId"),
        N_("DingTalk gives the app a token, but none for this CorpId."),
        N_("Copy the CorpId from the console's home page, next to the organisation's name."),
    ),
    Kind.CLOCK_WRONG: sentence(
        N_("This computer's clock is {duration} off"),
        N_("Certificates and tokens are judged by the time."),
        N_("Set the clock by the network's time, then check again."),
    ),
    Kind.SLOW: sentence(
        N_("DingTalk's answers take long: {ms} ms even for the fastest"),
        N_(
            "The way through the network or the proxy is slow. The set-up itself is not"
            " touched by it."
        ),
        N_("Nothing must be done; checks just take longer."),
    ),
    Kind.UNSTABLE: counted(
        "repeated",
        NN_(
            "The connection is unsteady: {repeated} call came through only on a second try",
            "The connection is unsteady: {repeated} calls came through only on a second try",
        ),
        N_("Connections broke off on the way and were repeated where that does no harm."),
        N_(
            "Ask who runs the network; DataWind's own servers go another way and need not be"
            " touched by it."
        ),
    ),
    Kind.PC_ALLOWED: sentence(
        N_("DingTalk lets this computer's calls through"),
        N_(
            "So the checks can be made. It says nothing about DataWind's addresses: compare"
            " the list for that."
        ),
    ),
    f"{Kind.IP_NOT_WHITELISTED}/moved": sentence(
        N_("DingTalk now sees this computer as {ip}, not as {allowed}, which you allowed"),
        N_(
            "Networks change the address they go out by. That the new one is refused does not"
            " prove that the old one was taken off the allowlist."
        ),
        N_(
            "Take {allowed} off 服务器出口IP now. To go on checking, add {ip} for the time of the"
            " checks instead."
        ),
    ),
    Kind.ALLOWANCE_WAITING: sentence(
        (N_("{ip} is still refused"), N_("This computer is still refused")),
        N_("You chose to allow this computer, but DingTalk does not let it through yet."),
        N_("Add exactly this address to 服务器出口IP and save; wait a minute, then check again."),
    ),
    Kind.ALLOWANCE_OPEN: sentence(
        N_("Take {ip} off the allowlist again when you are done"),
        N_(
            "This computer was allowed for the time of the checks only. As long as it stays,"
            " whoever uses this address and knows the secret may call."
        ),
        N_(
            "Remove {ip} from 服务器出口IP, save, and check again: being refused then is the proof."
        ),
    ),
    Kind.ALLOWANCE_REMOVED: sentence(
        N_("This computer is off the allowlist again"),
        N_("DingTalk refuses it, as it should: the allowlist is for DataWind's servers."),
    ),
    Kind.PROVED_EARLIER: sentence(
        N_("{subject}: checked on {proved_at}"),
        N_("It was checked while this computer was allowed and cannot be looked at from here now."),
    ),
    Kind.LIST_NOT_PASTED: sentence(
        N_("Not compared yet"),
        N_("No API shows what stands in the console."),
        N_("Copy the field's content from the console and have it compared."),
    ),
    f"{Kind.LIST_NOT_PASTED}/addresses": sentence(
        N_("Server egress IPs: not compared yet"),
        N_("No API shows which of the {total} addresses stand in the console."),
        N_("Copy 服务器出口IP from the console and have it compared."),
    ),
    f"{Kind.LIST_NOT_PASTED}/redirect_urls": sentence(
        N_("Redirect URLs: not compared yet"),
        N_("No API shows which of the {total} addresses stand in the console."),
        N_("Copy 重定向URL(回调域名) from the console and have it compared."),
    ),
    f"{Kind.LIST_NOT_PASTED}/homepage": sentence(
        N_("Homepage: not compared yet"),
        N_("No API shows which homepage stands in the console; {wanted} is wanted."),
        N_("Copy the homepage from the console's 网页应用 page and have it compared."),
    ),
    Kind.LIST_COMPLETE: sentence(N_("All {total} in place")),
    f"{Kind.LIST_COMPLETE}/addresses": sentence(
        N_("All {total} addresses are on the list"),
        N_("By the list as pasted; DingTalk was not asked."),
    ),
    f"{Kind.LIST_COMPLETE}/redirect_urls": sentence(
        N_("All {total} redirect URLs agree to the letter"),
        N_("By the list as pasted; DingTalk was not asked."),
    ),
    f"{Kind.LIST_COMPLETE}/permissions": sentence(
        N_("All {total} permissions stand on the pasted page"),
    ),
    Kind.LIST_UNKNOWN: sentence(
        N_("Nothing in the pasted text looks like what is wanted"),
        N_("It holds neither an address nor a known name."),
        N_("Copy the field's content from the console once more."),
    ),
    Kind.ADDRESSES_MISSING: counted(
        "missing_count",
        NN_(
            "{missing_count} of {total} addresses missing: pushes leaving from it would fail",
            "{missing_count} of {total} addresses missing: pushes leaving from them would fail",
        ),
        N_(
            "Missing: {missing}. Calls from the other addresses get through, so it looks as if"
            " pushes arrive only sometimes."
        ),
        N_("Add {missing} to 服务器出口IP."),
    ),
    f"{Kind.ADDRESSES_MISSING}/newest": counted(
        "missing_count",
        NN_(
            "{missing_count} of {total} addresses missing: pushes leaving from it would fail",
            "{missing_count} of {total} addresses missing: pushes leaving from them would fail",
        ),
        N_(
            "Missing: {missing}. The guide of 2023 has three addresses, the newest page a"
            " fourth; calls from the others get through, so it looks as if pushes arrive only"
            " sometimes."
        ),
        N_("Add {missing} to 服务器出口IP."),
    ),
    Kind.ADDRESSES_UNUSABLE: sentence(
        N_("DingTalk would not take these entries: {unusable}"),
        N_(
            "The list takes public IPv4 addresses, one * allowed in each: no intranet address,"
            " no range, no IPv6."
        ),
        N_("Replace or remove them."),
    ),
    Kind.ADDRESSES_EXTRA: sentence(
        N_("The list also holds: {extra}"),
        N_(
            "DataWind does not call from there. Another program of yours may; if not, the"
            " entry is better off the list."
        ),
        N_("Remove what nobody needs."),
    ),
    Kind.REDIRECT_URLS_MISSING: counted(
        "missing_count",
        NN_(
            "{missing_count} of {total} redirect URLs missing",
            "{missing_count} of {total} redirect URLs missing",
        ),
        (N_("Missing: {missing}. Nearly the same but not equal: {near}"), N_("Missing: {missing}")),
        N_("Enter them exactly as shown, in place of those nearly right: every / and # counts."),
    ),
    Kind.REDIRECT_URLS_EXTRA: sentence(
        N_("The list also holds: {extra}"),
        N_("The guide does not ask for them. Whoever owns such an address can receive log-ins."),
        N_("Remove what nobody needs."),
    ),
    Kind.PERMISSIONS_MISSING: sentence(
        N_("Not on the pasted page: {missing}"),
        N_("The console's list of permissions has several pages; a pasted page need not be all."),
        N_("Look on the other pages too; the calls below prove each one."),
    ),
    Kind.PERMISSIONS_EXTRA: sentence(
        N_("The app has permissions the guide does not need: {extra}"),
        N_("Whoever holds the secret may use them."),
        N_("Give back what no other program of yours needs."),
    ),
    Kind.SCOPE_PRESENT: sentence(
        N_("Permission granted: {permission}"),
        N_("A read-only call that needs it was accepted."),
    ),
    Kind.RANGE_WHOLE: sentence(N_("The contact range is the whole organisation")),
    Kind.FIELDS_HIDDEN: sentence(
        N_("Fields the app may not read: {fields}"),
        N_(
            "People can then not be matched by them from the directory; a mobile number can"
            " still be asked for, one call each."
            " (That granted fields are listed here is inferred: UNCONFIRMED.)"
        ),
        N_("Grant 企业员工手机号信息 and 邮箱等个人信息, if your rules allow it."),
    ),
    Kind.VISIBLE_RANGE: sentence(
        N_("The app is visible to {people} people, {departments} departments and {roles} roles"),
        N_("Whoever is outside gets no message from the app."),
    ),
    f"{Kind.VISIBLE_RANGE}/admins": sentence(
        N_("Only administrators see the app"),
        N_("Nobody else gets a message from it."),
        N_("In 版本管理与发布 set 可使用范围 to everybody who is to receive pushes, and publish."),
    ),
    Kind.PUBLISH_AGAIN: sentence(
        N_("Publish again: the homepage has changed since the last version"),
        N_(
            "You confirmed the publication on {answered_at}; what changed since works only"
            " with a new version."
        ),
        N_("In 版本管理与发布 create and publish a new version, then confirm it here."),
    ),
    Kind.HOMEPAGE_SHAPE: sentence(
        N_("The homepage differs from what the guide asks for"),
        N_("Given: {homepage}"),
        N_("Enter it exactly as: {wanted}"),
    ),
    f"{Kind.HOMEPAGE_SHAPE}/not_https": sentence(
        N_("The homepage does not begin with https://"),
        N_("Given: {homepage}"),
        N_("Enter it exactly as: {wanted}"),
    ),
    f"{Kind.HOMEPAGE_SHAPE}/path": sentence(
        N_("The homepage leads to {found} instead of {path}"),
        N_("Every letter of the path counts, also the last /."),
        N_("Enter it exactly as: {wanted}"),
    ),
    f"{Kind.HOMEPAGE_SHAPE}/domain": sentence(
        N_("The homepage leads to {found}, which is not the domain given here"),
        N_("Given: {homepage}"),
        N_("Enter it exactly as: {wanted}"),
    ),
    f"{Kind.HOMEPAGE_SHAPE}/fragment": sentence(
        N_("The homepage holds a #, and what follows it is not sent"),
        N_("Given: {homepage}"),
        N_("Enter it exactly as: {wanted}"),
    ),
    Kind.HOMEPAGE_PLACEHOLDER: sentence(
        N_("$CORPID$ must stay as it is"),
        (
            N_(
                "There stands {found}. DingTalk puts the visitor's CorpId in place of $CORPID$"
                " by itself."
            ),
        ),
        N_("Enter it exactly as: {wanted}"),
    ),
    f"{Kind.HOMEPAGE_PLACEHOLDER}/encoded": sentence(
        N_("$CORPID$ is written in an encoded form"),
        N_("DingTalk looks for the letters $CORPID$; %24 in place of $ is not found."),
        N_("Enter it exactly as: {wanted}"),
    ),
    Kind.HOMEPAGE_PARAMETER: sentence(
        N_("The parameter is spelt {found} instead of {parameter}"),
        N_("Capital letters count: DataWind reads {parameter} only."),
        N_("Enter it exactly as: {wanted}"),
    ),
    f"{Kind.HOMEPAGE_PARAMETER}/absent": sentence(
        N_("The homepage lacks the parameter {parameter}"),
        N_("Without it DataWind cannot tell which organisation the visitor belongs to."),
        N_("Enter it exactly as: {wanted}"),
    ),
    Kind.HOMEPAGE_REACHED: sentence(
        N_("The homepage answers (HTTP {status})"),
        N_(
            "Seen from this computer; a phone outside the company's network may see something else."
        ),
    ),
    Kind.HOMEPAGE_ANSWER: sentence(
        N_("The homepage answers HTTP {status}"),
        N_("The server is there, but not this page."),
        N_(
            "Compare the domain with the address of your DataWind; ask who runs it whether the"
            " mobile page is deployed."
        ),
    ),
    Kind.BINDINGS_EMPTY: sentence(
        N_("The binding table has no users yet"),
        N_(
            "There each DataWind user's DingTalk account is found and proved, and a work list for"
            " DataWind's account-binding screen comes out."
        ),
        N_("Load DataWind's users into the binding table."),
    ),
    Kind.BINDINGS_OPEN: counted(
        "open",
        NN_(
            "{open} of {total} users is not bound yet", "{open} of {total} users are not bound yet"
        ),
        N_("In the binding table: {states}. Whoever is not bound gets nothing, in silence."),
        N_("Match them there, decide the doubtful ones, and mark who needs no push."),
    ),
    f"{Kind.BINDINGS_OPEN}/unproved": counted(
        "unproved",
        NN_(
            "{unproved} of {total} bindings is not proved",
            "{unproved} of {total} bindings are not proved",
        ),
        N_("The directory has not been read, so nobody knows whether these accounts exist."),
        N_("Read DingTalk's directory into the binding table."),
    ),
    Kind.BINDINGS_DRIFTED: counted(
        "drifted",
        NN_(
            "{drifted} of {total} bindings is no longer right",
            "{drifted} of {total} bindings are no longer right",
        ),
        N_(
            "In the binding table: {states}. Accounts have left, were never activated, are out of"
            " range or have another number by now; pushes to them do not arrive, or reach somebody"
            " else."
        ),
        N_("Mend them in the binding table, and bind them anew in DataWind."),
    ),
    Kind.BINDINGS_COMPLETE: counted(
        "total",
        NN_("{total} user is bound", "All {total} users are bound"),
        N_("So says the binding table. That DataWind has the same bindings only you can confirm."),
    ),
}
