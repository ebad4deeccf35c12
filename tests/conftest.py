"""Settings that all tests share."""

from hypothesis import settings

# No deadline, since machines differ in speed; the same draws each time, so that a failure in one place is one everywhere.
settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("house")
