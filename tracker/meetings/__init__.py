"""会议: the quarterly review as it was called, attended and spoken at."""
