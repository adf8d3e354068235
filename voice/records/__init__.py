"""What remains of calls: journal, recording, database."""
