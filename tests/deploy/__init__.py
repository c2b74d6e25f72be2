"""The files in docs/deploy and the compose file, held against what they name."""
