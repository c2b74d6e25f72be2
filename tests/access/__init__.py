"""Who may ask what, over every address of the platform; and that a blind jury learns no name anywhere."""
