"""Credentials of helpdesks, sealed: without the key and for anybody else they are nothing."""

import pytest

from bot.errors import BotError
from bot.redaction import redacted
from bot.sealing import Sealer, SealError, new_key, sealer_for
from bot.settings import Settings

SECRET = {"api_key": "not-a-key-that-anybody-may-see"}


def test_what_is_sealed_opens_for_its_owner_alone():
    sealer = Sealer([new_key()])
    sealed = sealer.seal(SECRET, "1:freshdesk")
    assert SECRET["api_key"] not in sealed
    assert sealer.unseal(sealed, "1:freshdesk") == SECRET
    with pytest.raises(SealError):
        sealer.unseal(sealed, "2:freshdesk")


def test_what_was_changed_does_not_open():
    sealer = Sealer([new_key()])
    sealed = sealer.seal(SECRET, "1")
    for at in (5, len(sealed) // 2, len(sealed) - 3):
        other = "A" if sealed[at] != "A" else "B"
        with pytest.raises(SealError):
            sealer.unseal(sealed[:at] + other + sealed[at + 1 :], "1")


def test_keys_are_changed_in_two_steps():
    old, new = new_key(), new_key()
    sealed = Sealer([old]).seal(SECRET, "1")
    with pytest.raises(SealError):
        Sealer([new]).unseal(sealed, "1")
    both = Sealer([new, old])
    assert both.unseal(sealed, "1") == SECRET
    renewed = both.renewed(sealed)
    assert Sealer([new]).unseal(renewed, "1") == SECRET
    with pytest.raises(SealError):
        Sealer([old]).unseal(renewed, "1")


def test_without_a_key_nothing_is_sealed_or_opened():
    sealer = Sealer(())
    assert not sealer.is_ready
    with pytest.raises(SealError):
        sealer.seal(SECRET, "1")


def test_what_was_opened_is_shown_in_no_log():
    sealer = Sealer([new_key()])
    secret = {"token": "opened-and-never-seen-again"}
    sealer.unseal(sealer.seal(secret, "1"), "1")
    assert redacted(f"asked with {secret['token']}") == "asked with [secret]"


def test_the_keys_of_the_settings_are_hidden_and_checked():
    old, new = new_key(), new_key()
    sealer = sealer_for(Settings(_env_file=None, sealing_keys=f"{new},{old}"))
    assert sealer.unseal(Sealer([old]).seal(SECRET, "1"), "1") == SECRET
    assert redacted(f"{old} {new}") == "[secret] [secret]"
    with pytest.raises(BotError, match="bad_key"):
        sealer_for(Settings(_env_file=None, sealing_keys="no key"))
