"""What a person says of herself: zones of a mail, profession, organisation, place; each with its evidence."""
