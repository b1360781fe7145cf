"""Here so that pytest finds `factories` from every folder of the tests."""
