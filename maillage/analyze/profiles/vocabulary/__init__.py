"""The words of professions, organisations and fields of activity: data of the package, and what is read with them."""
