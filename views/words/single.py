"""What a single run says."""

WORDS: dict[str, tuple[str, str]] = {
    "run_of": (
        "{scenario} under {mode}, {years} years, seed {seed}",
        "{scenario},{mode},{years}年,種子{seed}",
    ),
}
