"""What is typed or pasted goes where it belongs, and a secret never to a file."""

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from dingsetup.practice import Identity
from dingsetup.ui.widgets.fields import Field, PasteBox
from tests.ui.desk import Desk

KEY = "dingabcdefgh12345678"
SECRET = "0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6a7B8c9D0e1F"
OTHER_SECRET = SECRET[::-1]
CORP = "ding0123456789abcdef0123456789abcdef"
AGENT = "2574882543"
BLOCK = f"""凭证与基础信息
Client ID (原 AppKey 和 SuiteKey)
{KEY}
Client Secret (原 AppSecret 和 SuiteSecret)
{SECRET}
AgentId
{AGENT}
CorpId
{CORP}
"""
FIELDS = ("Client ID (AppKey)", "Client Secret (AppSecret)", "AgentId", "CorpId")


@pytest.fixture
def credentials(desk: Desk) -> Desk:
    """A window on an empty profile at the credentials' page."""
    desk.make_profile(step="credentials")
    desk.open("east")
    return desk


def held(desk: Desk) -> list[str]:
    return [desk.named(QLineEdit, name).text() for name in FIELDS]


def paste(desk: Desk, box: PasteBox, text: str) -> None:
    desk.app.clipboard().setText(text)
    box.paste()
    desk.breathe()


def paste_page(desk: Desk, text: str) -> None:
    paste(desk, desk.only(PasteBox), text)


def everything_written(desk: Desk) -> str:
    files = [file for file in desk.home.rglob("*") if file.is_file()]
    return "".join(file.read_bytes().decode("latin-1") for file in files)


def test_a_pasted_page_fills_the_four_fields_and_is_not_kept(credentials: Desk) -> None:
    paste_page(credentials, BLOCK)
    assert held(credentials) == [KEY, SECRET, AGENT, CORP]
    assert credentials.only(PasteBox).toPlainText() == ""
    credentials.saved()
    profile = credentials.profiles.load("east")
    assert (profile.app_key, profile.agent_id, profile.corp_id) == (KEY, AGENT, CORP)
    assert credentials.secrets.get("east") == SECRET
    assert SECRET not in everything_written(credentials)


def test_a_masked_secret_is_refused_with_words(credentials: Desk) -> None:
    paste_page(credentials, BLOCK.replace(SECRET, "****************"))
    assert held(credentials) == [KEY, "", AGENT, CORP]
    name = credentials.session.language.field("client_secret")
    told = credentials.text("Masked, so not taken: {names}.", names=name)
    assert any(told in label.text() for label in credentials.all(QLabel))


def test_a_text_without_any_of_the_four_stays_and_is_said_so(credentials: Desk) -> None:
    paste_page(credentials, "凭证与基础信息")
    assert credentials.only(PasteBox).toPlainText() == "凭证与基础信息"
    told = credentials.text("None of the four values was found in it.")
    assert any(label.text() == told for label in credentials.all(QLabel))


def test_what_is_typed_is_kept_and_the_secret_only_in_the_key_store(credentials: Desk) -> None:
    for name, value in zip(FIELDS, (KEY, SECRET, AGENT, CORP), strict=True):
        credentials.type(credentials.named(QLineEdit, name), value)
    credentials.saved()
    profile = credentials.profiles.load("east")
    assert (profile.app_key, profile.agent_id, profile.corp_id) == (KEY, AGENT, CORP)
    assert credentials.secrets.get("east") == SECRET
    assert SECRET not in everything_written(credentials)


def test_what_was_typed_last_is_what_is_kept(credentials: Desk) -> None:
    """Each key starts a thread of its own: whichever comes last must not win by chance."""
    edit = credentials.named(Field, "Client Secret (AppSecret)")
    for secret in (SECRET, OTHER_SECRET, SECRET, OTHER_SECRET):
        credentials.type(edit, secret)
    credentials.saved()
    assert credentials.secrets.get("east") == OTHER_SECRET


def test_the_secret_is_hidden_until_it_is_asked_for(credentials: Desk) -> None:
    edit = credentials.named(Field, "Client Secret (AppSecret)")
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    credentials.click("Show the secret")
    assert edit.echoMode() is QLineEdit.EchoMode.Normal
    credentials.click("Hide the secret")
    assert edit.echoMode() is QLineEdit.EchoMode.Password


def test_a_field_that_is_left_says_what_its_shape_betrays(credentials: Desk) -> None:
    edit = credentials.named(Field, "AgentId")
    hint = edit.below.text()
    credentials.type(edit, "abc")
    edit.clearFocus()
    assert edit.below.text() != hint
    credentials.type(edit, AGENT)
    edit.clearFocus()
    assert edit.below.text() == hint


@pytest.mark.parametrize("step", ["security", "permissions"])
def test_a_secret_pasted_into_a_list_never_reaches_a_file(desk: Desk, step: str) -> None:
    desk.make_profile(step=step)
    desk.open("east")
    for box in desk.all(PasteBox):
        paste(desk, box, f"180.184.64.81\n{SECRET},{OTHER_SECRET}\n{BLOCK}")
    desk.check([step])
    desk.saved()
    desk.close()
    written = everything_written(desk)
    assert "180.184.64.81" in written
    assert SECRET not in written
    assert OTHER_SECRET not in written


@pytest.mark.parametrize("field", ["Client ID (AppKey)", "AgentId", "CorpId"])
def test_a_secret_typed_into_the_wrong_field_is_named_and_never_reaches_a_file(
    credentials: Desk, field: str
) -> None:
    edit = credentials.named(Field, field)
    hint = edit.below.text()
    paste_into(credentials, edit, SECRET)
    edit.clearFocus()
    assert edit.below.text() != hint
    credentials.check(["credentials"])
    credentials.saved()
    credentials.close()
    assert SECRET not in everything_written(credentials)


def paste_into(desk: Desk, edit: QLineEdit, text: str) -> None:
    desk.app.clipboard().setText(text)
    edit.setFocus()
    edit.selectAll()
    edit.paste()
    desk.breathe()


def test_no_trace_of_a_tenant_is_in_any_file_after_a_full_run(desk: Desk) -> None:
    desk.practise(check=True)
    desk.saved()
    assert desk.workspace.tenant is not None
    identity: Identity = desk.workspace.tenant.identity
    desk.close()
    written = everything_written(desk)
    assert identity.app_key in written
    for hidden in (identity.app_secret, identity.mobile, "access_token"):
        assert hidden not in written
