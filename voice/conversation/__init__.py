"""What to say next in one call. Pure: no clock, no disk, no network."""

from voice.conversation.dialogue import Conversation, prepare

__all__ = ["Conversation", "prepare"]
