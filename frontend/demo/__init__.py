"""The demo edition: invented people, texts and music, so that every role has something to do at once."""
