"""A phone that stays signed in: begun by its owner, listed, and ended at any time."""

import secrets
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import select

from tracker.accounts.models import KeptSignIn, User
from tracker.audit.services import record_event
from tracker.core.clock import now
from tracker.core.db import db
from tracker.core.permissions import Actor, Role, Viewer

# Whoever has a further role sees more than a lost phone may show.
MAY_KEEP = frozenset({Role.UNIT_HEAD, Role.LIAISON})
MOST_DAYS = 14


def may_keep(viewer: Viewer) -> bool:
    """Tell whether somebody may stay signed in: heads and liaisons, and nobody else."""
    return bool(viewer.roles) and viewer.roles <= MAY_KEEP


def keep_signed_in(*, user: User, days: int, device: str, actor: Actor) -> str:
    """Keep this device signed in; returns the token that it shows when it comes again."""
    token = secrets.token_urlsafe(32)
    kept = KeptSignIn(user_id=user.id, token_hash=_hash(token), device=device[:60])
    kept.begun_at = kept.last_seen_at = now()
    kept.valid_until = now() + timedelta(days=days)
    db.session.add(kept)
    record_event("account.keep_signed_in", user, actor=actor, label=f"{user.staff_no} {device}")
    return token


def find_kept(token: str) -> KeptSignIn | None:
    """Return the device that shows this token, unless its time is over or it was ended."""
    query = select(KeptSignIn).filter_by(token_hash=_hash(token), ended_at=None)
    return db.session.scalar(query.where(KeptSignIn.valid_until > now()))


def stop_keeping(kept: KeptSignIn, *, user: User, actor: Actor) -> None:
    """End one device's stay; whoever holds it must sign in again."""
    kept.ended_at = now()
    label = f"{user.staff_no} {kept.device}"
    record_event("account.stop_keeping", user, actor=actor, label=label)


def device_name(user_agent: str) -> str:
    """Return what a browser says of itself in words: 安卓手机·微信."""
    system = next((words for mark, words in _SYSTEMS if mark in user_agent), "其他设备")
    browser = next((words for mark, words in _BROWSERS if mark in user_agent), "浏览器")
    return f"{system}·{browser}"


_SYSTEMS = (
    ("HarmonyOS", "鸿蒙设备"), ("OpenHarmony", "鸿蒙设备"), ("Android", "安卓手机"),
    ("iPhone", "苹果手机"), ("iPad", "苹果平板"), ("Windows", "Windows 电脑"),
    ("Macintosh", "苹果电脑"), ("Linux", "Linux 电脑"),
)  # fmt: skip
_BROWSERS = (
    ("DingTalk", "钉钉"), ("wxwork", "企业微信"), ("MicroMessenger", "微信"),
    ("HuaweiBrowser", "华为浏览器"), ("MiuiBrowser", "小米浏览器"), ("QQBrowser", "QQ 浏览器"),
    ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
