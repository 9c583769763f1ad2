"""What all tests have in common."""

from hypothesis import settings

# No test judges by the clock: a kernel that is compiled on its first call would look slow.
settings.register_profile("crosspark", deadline=None)
settings.load_profile("crosspark")
