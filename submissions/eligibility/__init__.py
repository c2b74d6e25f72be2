"""Who may enter: gazetteer, distances, age of works. A person has the last word."""
