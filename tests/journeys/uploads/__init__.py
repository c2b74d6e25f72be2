"""Uploads by a real browser while something fails between it, the web server and the store; on both stores."""
