"""The platform's real processes against services that fall, hang and come back."""
