"""Understands what an admin pastes: lists, credentials, whole pages of a console. Never raises."""

from dingsetup.pasted.addresses import compare_addresses
from dingsetup.pasted.comparison import Comparison, Reason, Remark
from dingsetup.pasted.credentials import Recognised, Refusal, recognise
from dingsetup.pasted.lists import plain_text, split_list
from dingsetup.pasted.permissions import compare_permissions
from dingsetup.pasted.redirect_urls import compare_redirect_urls
from dingsetup.pasted.shapes import Shape, shape_of, without_secrets

__all__ = [
    "Comparison",
    "Reason",
    "Recognised",
    "Refusal",
    "Remark",
    "Shape",
    "compare_addresses",
    "compare_permissions",
    "compare_redirect_urls",
    "plain_text",
    "recognise",
    "shape_of",
    "split_list",
    "without_secrets",
]
