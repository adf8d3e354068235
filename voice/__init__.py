"""A telephone voicebot that serves the simple requests and hands the rest to a person who already knows."""
