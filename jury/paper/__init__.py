"""Score sheets on paper: printed, filled in by hand, typed in by two people independently."""
