"""The two proofs that are run whole: every red flag in every state, and every rule broken in turn."""
