"""The base of all messages."""

from __future__ import annotations

import msgspec


class Message(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True):
    """The base of all messages.

    Attributes:
        request_id: Chosen by the sender of the request, positive; its events carry the same. 0 belongs to no request.
    """

    request_id: int = 0
